package io.github.imagefeatures.outcome;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of a bucket.
 *
 * @param bucket the bucket's name
 * @param prefix the key without a slash at its end; empty for the bucket itself
 */
record S3Folder(String bucket, String prefix) {
  private static final Pattern ADDRESS = Pattern.compile("s3[an]?://([^/]+)/?(.*?)/*");

  /**
   * @param name what the address is called, for the message
   * @param address {@code s3://bucket/prefix}
   */
  static S3Folder of(String name, String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "The environment variable %s is %s: give an address like s3://bucket/folder."
              .formatted(name, address));
    }
    return new S3Folder(matcher.group(1), matcher.group(2));
  }

  /** The key of what lies in this folder under a name. */
  String key(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The address of what lies in this folder under a name. */
  String address(String name) {
    return "s3://" + bucket + "/" + key(name);
  }

  /** The folder's own name. */
  String name() {
    return prefix.substring(prefix.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return prefix.isEmpty() ? "s3://" + bucket : "s3://" + bucket + "/" + prefix;
  }
}
