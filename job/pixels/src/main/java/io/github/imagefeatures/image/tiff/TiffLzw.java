package io.github.imagefeatures.image.tiff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import org.apache.commons.compress.compressors.lzw.LZWInputStream;

/** LZW as TIFF has it; also as its early writers had it, whose codes have the lowest bit first. */
final class TiffLzw extends LZWInputStream {
  private static final int FIRST_CODE_SIZE = 9;
  private static final int LARGEST_CODE_SIZE = 12;
  private static final int CLEAR = 256;
  private static final int END = 257;

  /** How long before the table is full codes become longer: one code, or none in early files. */
  private final int early;

  /**
   * @param in the code
   * @param lowestBitFirst whether it is of the early kind
   */
  TiffLzw(InputStream in, boolean lowestBitFirst) {
    super(in, lowestBitFirst ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    early = lowestBitFirst ? 0 : 1;
    initializeTables(LARGEST_CODE_SIZE);
    clear();
  }

  private void clear() {
    setCodeSize(FIRST_CODE_SIZE);
    setTableSize(END + 1);
    resetPreviousCode();
  }

  @Override
  protected int addEntry(int previousCode, byte character) {
    int entry = addEntry(previousCode, character, 1 << LARGEST_CODE_SIZE);
    if (getTableSize() == (1 << getCodeSize()) - early && getCodeSize() < LARGEST_CODE_SIZE) {
      incrementCodeSize();
    }
    return entry;
  }

  @Override
  protected int decompressNextSymbol() throws IOException {
    int code = readNextCode();
    if (code < 0 || code == END) {
      return -1;
    }
    if (code == CLEAR) {
      clear();
      return 0;
    }
    boolean unfinished = code == getTableSize();
    if (unfinished) {
      addRepeatOfPreviousCode();
    } else if (code > getTableSize()) {
      throw new IOException("a code that is not in the table");
    }
    return expandCodeToOutputStack(code, unfinished);
  }
}
