package io.github.imagefeatures.listing;

import io.github.imagefeatures.spill.RowBuffer;
import io.github.imagefeatures.spill.RowCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Listed images in some 20 bytes each: most have all but the end of their path from the last. */
public final class ListedImageCodec implements RowCodec<ListedImage> {
  /** Images that a list holds in memory, some 165 bytes each. */
  public static final int IN_MEMORY = 1_000_000;

  private static final ListedImage NONE = new ListedImage("", "", 0, 0);
  private static final int SAME_LABEL = 1;
  private static final int SAME_SPLIT = 2;
  private static final int SAME_TIME = 4;
  private static final int SAME_TAR = 8;
  private static final int IN_TAR = 16;

  /**
   * A list of images to be filled, however many they are.
   *
   * @return an empty one
   */
  public static RowBuffer<ListedImage> buffer() {
    return new RowBuffer<>(new ListedImageCodec(), IN_MEMORY);
  }

  @Override
  public void write(ListedImage row, ListedImage previous, DataOutput out) throws IOException {
    ListedImage before = previous == null ? NONE : previous;
    boolean isSameTar = row.tar() != null && row.tar().equals(before.tar());
    int same =
        (row.label().equals(before.label()) ? SAME_LABEL : 0)
            | (row.split().equals(before.split()) ? SAME_SPLIT : 0)
            | (row.modificationTime() == before.modificationTime() ? SAME_TIME : 0)
            | (isSameTar ? SAME_TAR : 0)
            | (row.tar() != null ? IN_TAR : 0);
    out.writeByte(same);
    writeText(row.path(), before.path(), out);
    writeNumber(row.length(), out);
    if ((same & SAME_LABEL) == 0) {
      writeText(row.label(), "", out);
    }
    if ((same & SAME_SPLIT) == 0) {
      writeText(row.split(), "", out);
    }
    if ((same & SAME_TIME) == 0) {
      out.writeLong(row.modificationTime());
    }
    if (row.tar() != null) {
      writeNumber(row.offset(), out);
      if (!isSameTar) {
        writeText(row.tar(), "", out);
      }
    }
  }

  @Override
  public ListedImage read(ListedImage previous, DataInput in) throws IOException {
    ListedImage before = previous == null ? NONE : previous;
    int same = in.readByte();
    String path = readText(before.path(), in);
    long length = readNumber(in);
    String label = (same & SAME_LABEL) == 0 ? readText("", in) : before.label();
    String split = (same & SAME_SPLIT) == 0 ? readText("", in) : before.split();
    long time = (same & SAME_TIME) == 0 ? in.readLong() : before.modificationTime();
    if ((same & IN_TAR) == 0) {
      return new ListedImage(path, label, length, time, null, 0, split);
    }
    long offset = readNumber(in);
    String tar = (same & SAME_TAR) == 0 ? readText("", in) : before.tar();
    return new ListedImage(path, label, length, time, tar, offset, split);
  }

  /** Character by character: a path may hold halves of surrogate pairs, which no charset keeps. */
  private static void writeText(String text, String before, DataOutput out) throws IOException {
    int most = Math.min(text.length(), before.length());
    int same = 0;
    while (same < most && text.charAt(same) == before.charAt(same)) {
      same++;
    }
    writeNumber(same, out);
    writeNumber(text.length() - same, out);
    for (int i = same; i < text.length(); i++) {
      writeNumber(text.charAt(i), out);
    }
  }

  private static String readText(String before, DataInput in) throws IOException {
    int same = (int) readNumber(in);
    char[] text = new char[same + (int) readNumber(in)];
    before.getChars(0, same, text, 0);
    for (int i = same; i < text.length; i++) {
      text[i] = (char) readNumber(in);
    }
    return new String(text);
  }

  /** Seven bits a byte, the lowest first; a negative number has ten bytes. */
  private static void writeNumber(long number, DataOutput out) throws IOException {
    long left = number;
    while ((left & ~0x7fL) != 0) {
      out.writeByte((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  private static long readNumber(DataInput in) throws IOException {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = in.readByte();
      number |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }
}
