package io.github.imagefeatures.image.tiff;

import io.github.imagefeatures.image.RejectedImageException;
import java.util.Locale;

/**
 * What was done to the samples of a TIFF file before they were compressed, and how it is undone:
 * {@code tif_predict.c} in libtiff.
 */
enum TiffPredictor {
  /** Nothing. */
  NONE,

  /** Each sample is the difference to the one to its left. */
  HORIZONTAL {
    @Override
    void undo(byte[] row, int from, int length, TiffSamples samples) {
      int step = samples.samplesTogether() * samples.bits() / 8;
      switch (samples.bits()) {
        case 8 -> {
          for (int i = from + step; i < from + length; i++) {
            row[i] += row[i - step];
          }
        }
        case 16 -> addWide(row, from, length, step, 2, samples.isLittleEndian());
        default -> addWide(row, from, length, step, 4, samples.isLittleEndian());
      }
    }

    private void addWide(
        byte[] row, int from, int length, int step, int size, boolean littleEndian) {
      for (int i = from + step; i + size <= from + length; i += size) {
        int carry = 0;
        for (int k = 0; k < size; k++) {
          int at = i + (littleEndian ? k : size - 1 - k);
          carry += (row[at] & 0xFF) + (row[at - step] & 0xFF);
          row[at] = (byte) carry;
          carry >>= 8;
        }
      }
    }
  },

  /** The bytes of all samples in order of their significance, each the difference to its left. */
  FLOATING_POINT {
    @Override
    void undo(byte[] row, int from, int length, TiffSamples samples) {
      int step = samples.samplesTogether();
      int size = samples.bits() / 8;
      for (int i = from + step; i < from + length; i++) {
        row[i] += row[i - step];
      }
      byte[] bySignificance = new byte[length];
      System.arraycopy(row, from, bySignificance, 0, length);
      int count = length / size;
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < size; k++) {
          int at = from + i * size + (samples.isLittleEndian() ? size - 1 - k : k);
          row[at] = bySignificance[k * count + i];
        }
      }
    }
  };

  /** The predictor of a code; none for one that is not known, as in libtiff. */
  static TiffPredictor of(long code) {
    return code == 2 ? HORIZONTAL : code == 3 ? FLOATING_POINT : NONE;
  }

  /**
   * Checks that it can be undone.
   *
   * @throws RejectedImageException {@code unsupported} if not
   */
  void requireDecodable(TiffSamples samples) throws RejectedImageException {
    int bits = samples.bits();
    boolean possible =
        this == FLOATING_POINT
            ? bits == 32 && samples.isFloat()
            : bits == 8 || bits == 16 || bits == 32;
    if (!possible) {
      throw RejectedImageException.unsupported(
          String.format(
              Locale.ROOT,
              "TIFF with a predictor and %d bits a sample is not decoded; convert the file to PNG.",
              bits));
    }
  }

  /**
   * Undoes it for one row.
   *
   * @param row holds it, as decompressed
   * @param from where it begins
   * @param length bytes of the file
   * @param samples what they are
   */
  void undo(byte[] row, int from, int length, TiffSamples samples) {}
}
