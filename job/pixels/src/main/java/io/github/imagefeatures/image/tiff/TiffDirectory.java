package io.github.imagefeatures.image.tiff;

import io.github.imagefeatures.image.RejectedImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The fields of a TIFF file's first image, of the classic kind or BigTIFF. */
final class TiffDirectory {
  private static final int BIG = 43;

  private final ByteBuffer content;
  private final boolean big;
  private final Map<Integer, Field> fields = new HashMap<>();

  /** Where the values of a field are, of what type, and how many. */
  private record Field(int type, long count, int offset) {}

  /**
   * Reads the fields.
   *
   * @param file the file, beginning with TIFF's byte order mark
   * @param length bytes of the file
   * @throws RejectedImageException {@code corrupt} if the fields or their values lie outside of it
   */
  TiffDirectory(byte[] file, int length) throws RejectedImageException {
    content =
        ByteBuffer.wrap(file, 0, length)
            .slice()
            .order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    try {
      big = content.getShort(2) == BIG;
      int at = position(big ? content.getLong(8) : content.getInt(4) & 0xFFFFFFFFL);
      long entries = big ? content.getLong(at) : content.getShort(at) & 0xFFFF;
      at += big ? 8 : 2;
      for (long i = 0; i < entries; i++) {
        readField(at);
        at += big ? 20 : 12;
      }
    } catch (IndexOutOfBoundsException e) {
      throw RejectedImageException.corrupt("The TIFF file ends within its directory.");
    }
  }

  private void readField(int at) {
    int type = content.getShort(at + 2) & 0xFFFF;
    long count = big ? content.getLong(at + 4) : content.getInt(at + 4) & 0xFFFFFFFFL;
    int values = at + (big ? 12 : 8);
    if (count < 0 || count > content.limit()) {
      throw new IndexOutOfBoundsException();
    }
    long size = count * sizeOf(type);
    if (size > (big ? 8 : 4)) {
      values = position(big ? content.getLong(values) : content.getInt(values) & 0xFFFFFFFFL);
    }
    Objects.checkFromIndexSize(values, size, content.limit());
    fields.put(content.getShort(at) & 0xFFFF, new Field(type, count, values));
  }

  private int position(long offset) {
    return (int) Objects.checkIndex(offset, (long) content.limit());
  }

  private static int sizeOf(int type) {
    return switch (type) {
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12, 16, 17, 18 -> 8;
      default -> 1;
    };
  }

  /** Whether numbers of several bytes have the lowest one first. */
  boolean isLittleEndian() {
    return content.order() == ByteOrder.LITTLE_ENDIAN;
  }

  /** Whether the image has a field. */
  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /** The integers of a field; none if there is no such field or it holds something else. */
  long[] values(int tag) {
    Field field = fields.get(tag);
    if (field == null) {
      return new long[0];
    }
    int count = isWholeNumber(field.type) ? (int) field.count : 0;
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = valueAt(field, i);
    }
    return values;
  }

  /** The first integer of a field, or another where there is none. */
  long value(int tag, long absent) {
    Field field = fields.get(tag);
    boolean there = field != null && field.count > 0 && isWholeNumber(field.type);
    return there ? valueAt(field, 0) : absent;
  }

  /** The bytes of a field as they stand in the file; none if there is no such field. */
  byte[] bytes(int tag) {
    Field field = fields.get(tag);
    byte[] bytes = new byte[field == null ? 0 : (int) field.count * sizeOf(field.type)];
    if (bytes.length > 0) {
      content.get(field.offset, bytes);
    }
    return bytes;
  }

  private static boolean isWholeNumber(int type) {
    return switch (type) {
      case 1, 3, 4, 6, 8, 9, 13, 16, 17, 18 -> true;
      default -> false;
    };
  }

  private long valueAt(Field field, int index) {
    int at = field.offset + index * sizeOf(field.type);
    return switch (field.type) {
      case 1 -> content.get(at) & 0xFF;
      case 3 -> content.getShort(at) & 0xFFFF;
      case 4, 13 -> content.getInt(at) & 0xFFFFFFFFL;
      case 6 -> content.get(at);
      case 8 -> content.getShort(at);
      case 9 -> content.getInt(at);
      default -> content.getLong(at);
    };
  }
}
