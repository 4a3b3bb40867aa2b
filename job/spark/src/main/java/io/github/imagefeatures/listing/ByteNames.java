package io.github.imagefeatures.listing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files that are no UTF-8, as archives in GBK, Shift JIS or Latin-1 unpack them. As text,
 * each byte that is not UTF-8 is the replacement character U+FFFD and two hexadecimal digits, so
 * that no two names have one text and that the file is found again.
 */
public final class ByteNames {
  private static final char REPLACEMENT = '\uFFFD';
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Pattern ESCAPED = Pattern.compile(REPLACEMENT + "([0-9A-F]{2})");
  private static final Pattern PERCENT = Pattern.compile("%([0-9A-Fa-f]{2})");

  private ByteNames() {}

  /**
   * Whether a name is not what it looks like.
   *
   * @param name as Java decodes it, or as a path was listed
   * @return true if it has lost bytes, or has them as digits
   */
  public static boolean isNoText(String name) {
    return name.indexOf(REPLACEMENT) >= 0;
  }

  /** The text of a name. */
  static String text(byte[] name) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer out = CharBuffer.allocate(name.length);
    StringBuilder text = new StringBuilder(name.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      // The character itself, in a name that is text, is written in the same way.
      appendText(out.flip().toString(), text);
      out.clear();
      if (!result.isError()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.append(REPLACEMENT).append(HEX.toHexDigits(in.get()));
      }
    }
  }

  private static void appendText(String decoded, StringBuilder text) {
    for (int i = 0; i < decoded.length(); i++) {
      if (decoded.charAt(i) == REPLACEMENT) {
        for (byte part : String.valueOf(REPLACEMENT).getBytes(StandardCharsets.UTF_8)) {
          text.append(REPLACEMENT).append(HEX.toHexDigits(part));
        }
      } else {
        text.append(decoded.charAt(i));
      }
    }
  }

  /** The text of a file's path, whose bytes the file system has and Java's string has not. */
  static String text(Path path) {
    String uri = path.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
    Matcher percent = PERCENT.matcher(uri);
    int from = 0;
    while (percent.find()) {
      bytes.writeBytes(uri.substring(from, percent.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(HexFormat.fromHexDigits(percent.group(1)));
      from = percent.end();
    }
    bytes.writeBytes(uri.substring(from).getBytes(StandardCharsets.UTF_8));
    return text(bytes.toByteArray());
  }

  /**
   * The local file of a path.
   *
   * @param path as listed
   * @return the file that was listed under it
   */
  public static Path file(String path) {
    if (!isNoText(path)) {
      return Path.of(path);
    }
    StringBuilder uri = new StringBuilder("file://");
    Matcher escaped = ESCAPED.matcher(path);
    int from = 0;
    while (escaped.find()) {
      appendPercent(path.substring(from, escaped.start()), uri);
      uri.append('%').append(escaped.group(1));
      from = escaped.end();
    }
    appendPercent(path.substring(from), uri);
    return Path.of(java.net.URI.create(uri.toString()));
  }

  private static void appendPercent(String text, StringBuilder uri) {
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain = each == '/' || each >= '0' && each <= '9' || each >= 'a' && each <= 'z';
      if (isPlain) {
        uri.append((char) each);
      } else {
        uri.append('%').append(HEX.toHexDigits(each));
      }
    }
  }
}
