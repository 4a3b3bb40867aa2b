package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.raster.ExifOrientation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a PNG file says of how it is stored: the chunk {@code eXIf}, or what ImageMagick writes in
 * its place as text, and XMP. As in Pillow's {@code PngImagePlugin.py}: the last of several counts,
 * be it before or behind the image data.
 */
final class PngMetadata {
  private static final int SIGNATURE_LENGTH = 8;
  private static final int CHUNK_OVERHEAD = 12;
  private static final String RAW_EXIF = "Raw profile type exif";
  private static final String XMP = "XML:com.adobe.xmp";

  /** Lines in front of the hexadecimal digits: an empty one, the kind, the length. */
  private static final int RAW_LINES = 3;

  /** A keyword has 79 letters at most. */
  private static final int LONGEST_KEY = 80;

  /** What Pillow unpacks of a text at most. */
  private static final int LONGEST_TEXT = 1 << 20;

  /** What is looked at only in the end, so that many texts cost no more than one. */
  private record Chunk(String type, int from, int to) {}

  private final byte[] content;
  private Chunk exif;
  private Chunk rawExif;
  private Chunk xmp;

  private PngMetadata(byte[] content) {
    this.content = content;
  }

  /**
   * Reads how an image is stored.
   *
   * @param content a file whose chunks lie within it
   * @param end behind the last chunk
   * @return 1 to 8; 1 is upright
   */
  static int orientation(byte[] content, int end) {
    PngMetadata metadata = new PngMetadata(content);
    ByteBuffer file = ByteBuffer.wrap(content);
    for (int at = SIGNATURE_LENGTH; at < end; ) {
      int size = file.getInt(at);
      String type = new String(content, at + 4, 4, StandardCharsets.ISO_8859_1);
      metadata.look(new Chunk(type, at + 8, at + 8 + size));
      at += size + CHUNK_OVERHEAD;
    }
    byte[] block =
        metadata.exif == null ? unhexed(metadata.text(metadata.rawExif)) : metadata.block();
    return ExifOrientation.of(block, metadata.text(metadata.xmp));
  }

  private void look(Chunk chunk) {
    switch (chunk.type) {
      case "eXIf" -> exif = chunk;
      case "tEXt", "zTXt", "iTXt" -> {
        int keyEnd = nul(chunk.from, Math.min(chunk.to, chunk.from + LONGEST_KEY));
        String key =
            new String(content, chunk.from, keyEnd - chunk.from, StandardCharsets.ISO_8859_1);
        Chunk text = new Chunk(chunk.type, Math.min(keyEnd + 1, chunk.to), chunk.to);
        rawExif = key.equals(RAW_EXIF) ? text : rawExif;
        xmp = key.equals(XMP) ? text : xmp;
      }
      default -> {}
    }
  }

  private byte[] block() {
    return Arrays.copyOfRange(content, exif.from, exif.to);
  }

  /** The text behind a keyword; none if there is no such chunk, or it is damaged. */
  private byte[] text(Chunk chunk) {
    if (chunk == null || chunk.from == chunk.to) {
      return new byte[0];
    }
    return switch (chunk.type) {
      case "tEXt" -> Arrays.copyOfRange(content, chunk.from, chunk.to);
      case "zTXt" -> inflated(chunk.from + 1, chunk.to);
      default -> international(chunk.from, chunk.to);
    };
  }

  /** Two bytes for the compression, then the language and the keyword in that language. */
  private byte[] international(int from, int to) {
    int language = nul(Math.min(from + 2, to), to);
    int begin = Math.min(nul(Math.min(language + 1, to), to) + 1, to);
    return content[from] == 0 ? Arrays.copyOfRange(content, begin, to) : inflated(begin, to);
  }

  private byte[] inflated(int from, int to) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(content, from, to - from);
      byte[] text = new byte[LONGEST_TEXT];
      return Arrays.copyOf(text, inflater.inflate(text));
    } catch (DataFormatException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }

  private static byte[] unhexed(byte[] text) {
    String[] lines = new String(text, StandardCharsets.ISO_8859_1).split("\n", -1);
    StringBuilder digits = new StringBuilder();
    for (int i = RAW_LINES; i < lines.length; i++) {
      digits.append(lines[i].strip());
    }
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(digits.charAt(2 * i), 16);
      int low = Character.digit(digits.charAt(2 * i + 1), 16);
      if (high < 0 || low < 0) {
        return new byte[0];
      }
      bytes[i] = (byte) (high << 4 | low);
    }
    return bytes;
  }

  private int nul(int from, int to) {
    int at = from;
    while (at < to && content[at] != 0) {
      at++;
    }
    return at;
  }
}
