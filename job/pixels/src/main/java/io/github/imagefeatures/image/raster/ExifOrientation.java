package io.github.imagefeatures.image.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an image is stored, by its metadata: the field Orientation of Exif, or where that is missing
 * the one of XMP.
 *
 * <p>Follows {@code Image.getexif} of Pillow's {@code Image.py} and {@code
 * ImageFileDirectory_v2.load} of its {@code TiffImagePlugin.py}: fields in front of a damaged one
 * count. Where Pillow fails, the image counts as upright.
 */
public final class ExifOrientation {
  /** What needs no turning. */
  public static final int UPRIGHT = 1;

  private static final int LARGEST = 8;
  private static final int ORIENTATION = 0x0112;
  private static final int HEADER_LENGTH = 8;
  private static final int FIELD_LENGTH = 12;
  private static final int BYTES_IN_FIELD = 4;
  private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};
  private static final int MOST_PREFIXES = 2;
  private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

  private final ByteBuffer content;

  private ExifOrientation(ByteBuffer content) {
    this.content = content;
  }

  /**
   * Reads how an image is stored.
   *
   * @param exif the Exif block, with or without {@code Exif\0\0} in front; may be empty
   * @param xmp the XMP packet; may be empty
   * @return 1 to 8 as in TIFF and Exif; 1 where nothing else is said, or what is said is damaged
   */
  public static int of(byte[] exif, byte[] xmp) {
    ByteBuffer block = withoutPrefix(exif);
    if (!block.hasRemaining()) {
      return ofXmp(xmp);
    }
    if (!isReadable(block)) {
      return UPRIGHT;
    }
    block.order(block.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    OptionalInt field = new ExifOrientation(block).field();
    return field.isPresent() ? field.getAsInt() : ofXmp(xmp);
  }

  private static ByteBuffer withoutPrefix(byte[] exif) {
    int from = 0;
    for (int i = 0; i < MOST_PREFIXES; i++) {
      int to = from + PREFIX.length;
      if (to <= exif.length && Arrays.equals(exif, from, to, PREFIX, 0, PREFIX.length)) {
        from = to;
      }
    }
    return ByteBuffer.wrap(exif, from, exif.length - from).slice();
  }

  /** Whether it begins as one of Pillow's {@code PREFIXES}; BigTIFF's it does not read here. */
  private static boolean isReadable(ByteBuffer block) {
    if (block.limit() < HEADER_LENGTH) {
      return false;
    }
    return switch (block.getInt(0)) {
      case 0x4D4D002A, 0x49492A00, 0x4D4D2A00, 0x4949002A, 0x4D4D002B -> true;
      default -> false;
    };
  }

  private static int ofXmp(byte[] xmp) {
    Matcher matcher = IN_XMP.matcher(new String(xmp, StandardCharsets.ISO_8859_1));
    return matcher.find() ? known(Integer.parseInt(matcher.group(1))) : UPRIGHT;
  }

  private static int known(double value) {
    boolean whole = value == Math.rint(value) && value > UPRIGHT && value <= LARGEST;
    return whole ? (int) value : UPRIGHT;
  }

  /** The field Orientation of the first directory; empty if none stands before any damage. */
  private OptionalInt field() {
    long directory = unsigned(4);
    if (directory + 2 > content.limit()) {
      return OptionalInt.empty();
    }
    int fields = content.getShort((int) directory) & 0xFFFF;
    int at = (int) directory + 2;
    long elsewhere = 0;
    for (int i = 0; i < fields && at + FIELD_LENGTH <= content.limit(); i++) {
      long size = sizeOf(type(at)) * unsigned(at + 4);
      long values = at + 8;
      if (size > BYTES_IN_FIELD) {
        values = unsigned(at + 8);
        elsewhere += size;
      }
      // Pillow passes over what cannot be there, and ends where something is not.
      boolean possible = size <= BYTES_IN_FIELD || elsewhere <= content.limit();
      if (possible && values + size > content.limit()) {
        return OptionalInt.empty();
      }
      if (possible && size > 0 && (content.getShort(at) & 0xFFFF) == ORIENTATION) {
        return OptionalInt.of(known(valueOf(type(at), (int) values)));
      }
      at += FIELD_LENGTH;
    }
    return OptionalInt.empty();
  }

  private int type(int field) {
    return content.getShort(field + 2) & 0xFFFF;
  }

  private long unsigned(int at) {
    return content.getInt(at) & 0xFFFFFFFFL;
  }

  /** Bytes of a value; 0 for a type that Pillow does not know. */
  private static int sizeOf(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12, 16 -> 8;
      default -> 0;
    };
  }

  /** A value; upright for bytes and text, which Pillow does not take for numbers. */
  private double valueOf(int type, int at) {
    return switch (type) {
      case 3 -> content.getShort(at) & 0xFFFF;
      case 4, 13 -> unsigned(at);
      case 5 -> (double) unsigned(at) / unsigned(at + 4);
      case 6 -> content.get(at);
      case 8 -> content.getShort(at);
      case 9 -> content.getInt(at);
      case 10 -> (double) content.getInt(at) / content.getInt(at + 4);
      case 11 -> content.getFloat(at);
      case 12 -> content.getDouble(at);
      case 16 -> content.getLong(at);
      default -> UPRIGHT;
    };
  }
}
