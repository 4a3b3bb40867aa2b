package io.github.imagefeatures.cdk;

import java.util.regex.Pattern;

/** Addresses of the form {@code s3://bucket/key}. */
public final class S3Address {
  private static final Pattern ALLOWED =
      Pattern.compile("s3a?://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^*?\\p{Cntrl}]*)?");

  private S3Address() {}

  /** Whether a text is meant as an address and not as a path of this machine. */
  static boolean isOne(String value) {
    return value.startsWith("s3://") || value.startsWith("s3a://");
  }

  /**
   * Checks an address and gives it its one form: {@code s3://}, no slash at the end.
   *
   * @param name the name of the context value
   * @throws SettingsException when it is not one
   */
  static String checked(String name, String value) {
    if (!ALLOWED.matcher(value).matches()) {
      throw ContextValues.wrong(
          name, value, "an address such as s3://bucket/prefix, without '*' and '?'");
    }
    return value.replaceFirst("^s3a://", "s3://").replaceFirst("/+$", "");
  }

  /**
   * The bucket of an address.
   *
   * @param address an {@code s3://} address
   * @return the bucket
   */
  public static String bucket(String address) {
    return address.substring("s3://".length()).replaceFirst("/.*$", "");
  }

  /**
   * What comes after the bucket; empty when nothing does, never with a slash at its start.
   *
   * @param address an {@code s3://} address
   * @return the key
   */
  public static String key(String address) {
    String[] parts = address.substring("s3://".length()).split("/", 2);
    return parts.length == 1 ? "" : parts[1];
  }
}
