package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.DecodeMemory;
import io.github.imagefeatures.image.FormatDecoder;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;

/** Decodes BMP as Pillow does, row by row, whatever order the rows are stored in. */
final class BmpDecoder implements FormatDecoder {
  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException {
    BmpHeader header = new BmpHeader(content, length, limits);
    int from = header.pixelOffset();
    if (from < 0 || from > length) {
      throw endsEarly();
    }
    if (header.compression() == BmpHeader.RAW) {
      int stride = (int) (((long) header.width() * header.bits() + 31) / 32 * 4);
      long lastRow = from + (long) stride * (header.height() - 1);
      if (lastRow + ((long) header.width() * header.bits() + 7) / 8 > length) {
        throw endsEarly();
      }
      passOn(header, content, from, stride, header.bits(), sink);
    } else {
      long pixels = (long) header.width() * header.height();
      try (DecodeMemory.Held held = DecodeMemory.OF_THIS_JVM.onHeap(pixels, 1)) {
        byte[] indices = new byte[(int) pixels];
        new Runs(content, from, length, header.width(), indices)
            .decode(header.compression() == BmpHeader.RUNS_OF_4);
        passOn(header, indices, 0, header.width(), 8, sink);
      }
    }
  }

  private static void passOn(
      BmpHeader header, byte[] pixels, int from, int stride, int bits, RowSink sink) {
    byte[] rgb = new byte[3 * header.width()];
    sink.begin(header.width(), header.height());
    for (int y = 0; y < header.height(); y++) {
      int row = header.isTopDown() ? y : header.height() - 1 - y;
      int at = from + row * stride;
      switch (bits) {
        case 16 -> shortPixels(header, pixels, at, rgb);
        case 24, 32 -> bytePixels(header, pixels, at, bits / 8, rgb);
        default -> indexedPixels(header.palette(), pixels, at, bits, rgb);
      }
      sink.row(rgb, 0);
    }
  }

  private static void indexedPixels(byte[] palette, byte[] pixels, int from, int bits, byte[] rgb) {
    for (int x = 0; 3 * x < rgb.length; x++) {
      int firstBit = x * bits;
      int shift = 8 - bits - (firstBit & 7);
      int index = (pixels[from + (firstBit >> 3)] & 0xFF) >> shift & (1 << bits) - 1;
      System.arraycopy(palette, 3 * index, rgb, 3 * x, 3);
    }
  }

  private static void shortPixels(BmpHeader header, byte[] pixels, int from, byte[] rgb) {
    int bitsOfGreen = header.hasSixBitsOfGreen() ? 6 : 5;
    int mostGreen = (1 << bitsOfGreen) - 1;
    for (int x = 0; 3 * x < rgb.length; x++) {
      int pixel = pixels[from + 2 * x] & 0xFF | (pixels[from + 2 * x + 1] & 0xFF) << 8;
      rgb[3 * x] = (byte) ((pixel >> (5 + bitsOfGreen) & 31) * 255 / 31);
      rgb[3 * x + 1] = (byte) ((pixel >> 5 & mostGreen) * 255 / mostGreen);
      rgb[3 * x + 2] = (byte) ((pixel & 31) * 255 / 31);
    }
  }

  private static void bytePixels(BmpHeader header, byte[] pixels, int from, int size, byte[] rgb) {
    int red = from + header.byteOf(0);
    int green = from + header.byteOf(1);
    int blue = from + header.byteOf(2);
    for (int x = 0; 3 * x < rgb.length; x++) {
      rgb[3 * x] = pixels[red + x * size];
      rgb[3 * x + 1] = pixels[green + x * size];
      rgb[3 * x + 2] = pixels[blue + x * size];
    }
  }

  private static RejectedImageException endsEarly() {
    return RejectedImageException.corrupt("The BMP file ends before its last pixel.");
  }

  /** Run lengths: {@code BmpRleDecoder} in Pillow's {@code BmpImagePlugin.py}. */
  private static final class Runs {
    private static final int END_OF_ROW = 0;
    private static final int END = 1;
    private static final int DELTA = 2;

    private final byte[] code;
    private final int end;
    private final int width;
    private final byte[] indices;
    private int at;
    private int count;
    private int column;

    Runs(byte[] code, int from, int end, int width, byte[] indices) {
      this.code = code;
      this.at = from;
      this.end = end;
      this.width = width;
      this.indices = indices;
    }

    void decode(boolean half) throws RejectedImageException {
      boolean more = true;
      while (more && count < indices.length) {
        int length = next();
        int value = next();
        more = length > 0 ? run(length, value, half) : escape(value, half);
      }
      if (count < indices.length) {
        throw endsEarly();
      }
    }

    private int next() throws RejectedImageException {
      if (at >= end) {
        throw endsEarly();
      }
      return code[at++] & 0xFF;
    }

    private boolean run(int length, int value, boolean half) {
      int pixels = Math.max(0, Math.min(length, width - column));
      for (int i = 0; i < pixels; i++) {
        indices[count++] = (byte) (half ? value >> (i % 2 == 0 ? 4 : 0) & 0xF : value);
      }
      column += pixels;
      return true;
    }

    private boolean escape(int value, boolean half) throws RejectedImageException {
      switch (value) {
        case END_OF_ROW -> {
          count = (count + width - 1) / width * width;
          column = 0;
        }
        case END -> {
          return false;
        }
        case DELTA -> {
          int right = next();
          int rows = next();
          count = (int) Math.min(indices.length, count + right + (long) rows * width);
          column = count % width;
        }
        default -> verbatim(value, half);
      }
      return true;
    }

    private void verbatim(int length, boolean half) throws RejectedImageException {
      int pixels = Math.min(length, indices.length - count);
      int both = 0;
      for (int i = 0; i < pixels; i++) {
        both = !half || i % 2 == 0 ? next() : both;
        indices[count++] = (byte) (half ? both >> (i % 2 == 0 ? 4 : 0) & 0xF : both);
      }
      column += length;
      at += at & 1;
    }
  }
}
