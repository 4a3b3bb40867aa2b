package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.raster.SplicedInputStream;
import java.util.Arrays;

/**
 * What a GIF file says of its first frame, and that frame alone, written anew for the JDK's reader.
 *
 * <p>The frame may cover only a part of the screen. As in Pillow, the rest has the frame's
 * transparent colour, or else the first one; a screen too small for the frame grows. The reader is
 * given 256 gray levels for a palette, so that it hands over the indices whatever they are.
 */
final class GifHeader {
  private static final int SCREEN_LENGTH = 13;
  private static final int DESCRIPTOR_LENGTH = 10;
  private static final int TABLE_FLAG = 0x80;
  private static final int INTERLACE_FLAG = 0x40;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;

  private final byte[] rewritten = new byte[SCREEN_LENGTH + 768 + DESCRIPTOR_LENGTH];
  private final byte[] palette = new byte[768];
  private int width;
  private int height;
  private int left;
  private int top;
  private int frameWidth;
  private int frameHeight;
  private int surrounding;
  private int dataOffset;

  /**
   * Reads the header of a file and forgets the one before.
   *
   * @param content the file, beginning with GIF's signature
   * @param length bytes of the file
   * @throws RejectedImageException {@code corrupt} if there is no frame
   */
  void parse(byte[] content, int length) throws RejectedImageException {
    if (length < SCREEN_LENGTH) {
      throw RejectedImageException.corrupt("The GIF file ends within its header.");
    }
    width = unsignedShort(content, 6);
    height = unsignedShort(content, 8);
    surrounding = 0;
    makeGrayPalette();
    int at = SCREEN_LENGTH + readPalette(content, length, SCREEN_LENGTH, content[10]);
    while (at < length && content[at] != IMAGE) {
      int block = content[at++];
      if (block == TRAILER) {
        throw RejectedImageException.corrupt("The GIF file has no image.");
      } else if (block == EXTENSION) {
        at = skipExtension(content, length, at);
      }
    }
    readFrame(content, length, at);
  }

  private int skipExtension(byte[] content, int length, int from) {
    boolean control =
        from + 6 < length
            && (content[from] & 0xFF) == GRAPHIC_CONTROL
            && (content[from + 2] & 1) != 0;
    if (control) {
      surrounding = content[from + 5] & 0xFF;
    }
    int at = from + 1;
    while (at < length && content[at] != 0) {
      at += 1 + (content[at] & 0xFF);
    }
    return at + 1;
  }

  private void readFrame(byte[] content, int length, int at) throws RejectedImageException {
    if (at + DESCRIPTOR_LENGTH >= length) {
      throw RejectedImageException.corrupt("The GIF file ends before its first image.");
    }
    left = unsignedShort(content, at + 1);
    top = unsignedShort(content, at + 3);
    frameWidth = unsignedShort(content, at + 5);
    frameHeight = unsignedShort(content, at + 7);
    if (frameWidth == 0 || frameHeight == 0) {
      throw RejectedImageException.corrupt("The GIF file's first image has no pixels.");
    }
    width = Math.max(width, left + frameWidth);
    height = Math.max(height, top + frameHeight);
    dataOffset = at + DESCRIPTOR_LENGTH;
    dataOffset += readPalette(content, length, dataOffset, content[at + 9]);
    writeFrame(content, at);
  }

  private int readPalette(byte[] content, int length, int at, byte flags)
      throws RejectedImageException {
    if ((flags & TABLE_FLAG) == 0) {
      return 0;
    }
    int size = 3 << ((flags & 7) + 1);
    if (at + size > length) {
      throw RejectedImageException.corrupt("The GIF file ends within its palette.");
    }
    makeGrayPalette();
    if (!Arrays.equals(content, at, at + size, palette, 0, size)) {
      System.arraycopy(content, at, palette, 0, size);
      Arrays.fill(palette, size, palette.length, (byte) 0);
    }
    return size;
  }

  private void makeGrayPalette() {
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i / 3);
    }
  }

  private void writeFrame(byte[] content, int descriptor) {
    System.arraycopy(content, 0, rewritten, 0, SCREEN_LENGTH);
    System.arraycopy(content, descriptor + 5, rewritten, 6, 4);
    rewritten[10] = (byte) (TABLE_FLAG | 7);
    for (int i = 0; i < 768; i++) {
      rewritten[SCREEN_LENGTH + i] = (byte) (i / 3);
    }
    int at = SCREEN_LENGTH + 768;
    Arrays.fill(rewritten, at, rewritten.length, (byte) 0);
    rewritten[at] = IMAGE;
    System.arraycopy(content, descriptor + 5, rewritten, at + 5, 4);
    rewritten[at + 9] = (byte) (content[descriptor + 9] & INTERLACE_FLAG);
  }

  /** Columns of the screen, in pixels. */
  int width() {
    return width;
  }

  /** Rows of the screen, in pixels. */
  int height() {
    return height;
  }

  /** The screen's column of the frame's first one. */
  int left() {
    return left;
  }

  /** The screen's row of the frame's first one. */
  int top() {
    return top;
  }

  /** Rows of the frame, in pixels. */
  int frameHeight() {
    return frameHeight;
  }

  /** The palette as 256 times red, green, blue; black beyond what the file has, as in Pillow. */
  byte[] palette() {
    return palette;
  }

  /** The index of the colour around the frame. */
  int surrounding() {
    return surrounding;
  }

  /**
   * The first frame as a file of its own.
   *
   * @param content the file that was parsed
   * @param length bytes of the file
   */
  SplicedInputStream rewrittenStream(byte[] content, int length) {
    return new SplicedInputStream(rewritten, rewritten.length, content, dataOffset, length);
  }

  private static int unsignedShort(byte[] content, int at) {
    return content[at] & 0xFF | (content[at + 1] & 0xFF) << 8;
  }
}
