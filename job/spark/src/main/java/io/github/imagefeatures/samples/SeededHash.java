package io.github.imagefeatures.samples;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A number that looks random and depends on a seed and a text only: not on the order in which
 * things are seen, nor on what else there is.
 */
final class SeededHash {

  private final long seed;
  private final MessageDigest digest;

  SeededHash(long seed) {
    this.seed = seed;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }

  /** The first 64 bits of SHA-256 over the seed and the text in UTF-8. */
  long of(String text) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
