package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.raster.SplicedInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a WebP file says of its first frame, and the bitstream of that frame alone as a file of its
 * own: colour profiles and alpha, which change no wanted sample, do not reach the reader.
 */
final class WebpHeader {
  private static final int RIFF_HEADER_LENGTH = 12;
  private static final int CHUNK_HEADER_LENGTH = 8;
  private static final int ANIMATION_FRAME_HEADER_LENGTH = 16;
  private static final int LOSSY = tag("VP8 ");
  private static final int LOSSLESS = tag("VP8L");
  private static final int EXTENDED = tag("VP8X");
  private static final int ANIMATION_FRAME = tag("ANMF");
  private static final int SIZE_BITS = 14;

  private final ByteBuffer content;
  private int width;
  private int height;
  private int left;
  private int top;
  private int frameOffset;
  private int frameEnd;

  /**
   * Finds the first frame.
   *
   * @param file the file, beginning with WebP's signature
   * @param length bytes of the file
   * @throws RejectedImageException {@code corrupt} if it ends early
   */
  WebpHeader(byte[] file, int length) throws RejectedImageException {
    content = ByteBuffer.wrap(file, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      long end = CHUNK_HEADER_LENGTH + (content.getInt(4) & 0xFFFFFFFFL);
      if (end > length) {
        throw RejectedImageException.corrupt("The WebP file ends early.");
      }
      findFrame(RIFF_HEADER_LENGTH, (int) end);
    } catch (IndexOutOfBoundsException e) {
      throw RejectedImageException.corrupt("The WebP file ends within its header.");
    }
  }

  private void findFrame(int from, int end) throws RejectedImageException {
    int at = from;
    while (true) {
      int tag = content.getInt(at);
      int size = content.getInt(at + 4);
      int data = at + CHUNK_HEADER_LENGTH;
      if (size < 0 || size > end - data) {
        throw RejectedImageException.corrupt("The WebP file ends within a chunk.");
      }
      if (tag == LOSSY || tag == LOSSLESS) {
        frameOffset = at;
        frameEnd = data + size;
        readFrameSize(tag, data);
        return;
      } else if (tag == EXTENDED) {
        width = 1 + unsigned24(data + 4);
        height = 1 + unsigned24(data + 7);
      } else if (tag == ANIMATION_FRAME) {
        left = 2 * unsigned24(data);
        top = 2 * unsigned24(data + 3);
        findFrame(data + ANIMATION_FRAME_HEADER_LENGTH, data + size);
        return;
      }
      at = data + size + (size & 1);
    }
  }

  private void readFrameSize(int tag, int data) throws RejectedImageException {
    int mask = (1 << SIZE_BITS) - 1;
    int frameWidth;
    int frameHeight;
    if (tag == LOSSY) {
      frameWidth = content.getShort(data + 6) & mask;
      frameHeight = content.getShort(data + 8) & mask;
    } else {
      int sizes = content.getInt(data + 1);
      frameWidth = 1 + (sizes & mask);
      frameHeight = 1 + (sizes >> SIZE_BITS & mask);
    }
    if (frameWidth == 0 || frameHeight == 0) {
      throw RejectedImageException.corrupt("The WebP file's first frame has no pixels.");
    }
    width = Math.max(width, left + frameWidth);
    height = Math.max(height, top + frameHeight);
  }

  /** Columns of the canvas, in pixels. */
  int width() {
    return width;
  }

  /** Rows of the canvas, in pixels. */
  int height() {
    return height;
  }

  /** The canvas' column of the frame's first one. */
  int left() {
    return left;
  }

  /** The canvas' row of the frame's first one. */
  int top() {
    return top;
  }

  /** The first frame as a file of its own. */
  SplicedInputStream frameStream() {
    byte[] head = new byte[RIFF_HEADER_LENGTH];
    ByteBuffer.wrap(head)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(tag("RIFF"))
        .putInt(4 + frameEnd - frameOffset)
        .putInt(tag("WEBP"));
    return new SplicedInputStream(head, head.length, content.array(), frameOffset, frameEnd);
  }

  private int unsigned24(int at) {
    return content.getShort(at) & 0xFFFF | (content.get(at + 2) & 0xFF) << 16;
  }

  private static int tag(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }
}
