package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.listing.ImagePath;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of a set of paths that does not depend on their order: the sum, modulo 2^128, of the
 * first 16 bytes of each path's SHA-256. So a finished run can be checked for exactly the images
 * that were listed without keeping the listing. A path counts with the scheme of its file system.
 */
public final class PathDigest implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient MessageDigest sha256;
  private long high;
  private long low;

  public void add(String path) {
    byte[] digest = sha256().digest(ImagePath.withScheme(path).getBytes(StandardCharsets.UTF_8));
    addParts(toLong(digest, 0), toLong(digest, 8));
  }

  /** Adds the paths of another one. */
  public void add(PathDigest others) {
    addParts(others.high, others.low);
  }

  /** 32 hexadecimal digits. */
  public String value() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  private MessageDigest sha256() {
    if (sha256 == null) {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
    return sha256;
  }

  private void addParts(long otherHigh, long otherLow) {
    low += otherLow;
    boolean carry = Long.compareUnsigned(low, otherLow) < 0;
    high += otherHigh + (carry ? 1 : 0);
  }

  private static long toLong(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
