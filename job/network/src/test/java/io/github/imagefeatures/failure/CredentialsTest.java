package io.github.imagefeatures.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses without their credentials. */
final class CredentialsTest {

  @ParameterizedTest
  @CsvSource({
    "s3a://key:secret@bucket/a/b, s3a://***@bucket/a/b",
    "s3a://key:sec/r+e/t@bucket/a/b, s3a://***@bucket/a/b",
    "s3a://key:12345@bucket/a, s3a://***@bucket/a",
    "https://user@host/x, https://***@host/x",
    "https://host/weights.h5?X-Amz-Signature=abc, https://host/weights.h5?***",
    "s3a://bucket/a@b/c, s3a://bucket/a@b/c",
    "s3a://bucket/what?.jpg, s3a://bucket/what?.jpg",
    "/home/a@b/c, /home/a@b/c",
    "hdfs://host:8020/x, hdfs://host:8020/x",
    "hdfs://host:8020/x@y, hdfs://host:8020/x@y",
    "seed 5, seed 5"
  })
  void credentialsAreMaskedAndNothingElse(String address, String masked) {
    assertEquals(masked, Credentials.masked(address));
  }

  @Test
  void everyAddressInASentenceIsMasked() {
    assertEquals(
        "Copying s3a://***@a/1 to 'https://***@b/2?***' failed: mail me@example.org about"
            + " s3a://c/3.",
        Credentials.masked(
            "Copying s3a://k:s@a/1 to 'https://u:p@b/2?X=Y&Z' failed: mail me@example.org about"
                + " s3a://c/3."));
    assertNull(Credentials.masked(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3a://key:secret@bucket/a", "s3a://key:sec/ret@bucket/a", "https://u:p@host"})
  void aPasswordIsFound(String address) {
    assertTrue(Credentials.holdsPassword(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3a://bucket/a:b@c", "hdfs://host:8020/a@b", "hdfs://user@host/a", "/a:b@c", "a"})
  void whatIsNoPasswordIsNotTakenForOne(String address) {
    assertFalse(Credentials.holdsPassword(address));
  }
}
