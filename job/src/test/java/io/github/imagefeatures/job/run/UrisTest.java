package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses without their credentials. */
final class UrisTest {

  @ParameterizedTest
  @CsvSource({
    "s3a://key:secret@bucket/a/b, s3a://***@bucket/a/b",
    "https://user@host/x, https://***@host/x",
    "https://host/weights.h5?X-Amz-Signature=abc, https://host/weights.h5?***",
    "s3a://bucket/a@b/c, s3a://bucket/a@b/c",
    "s3a://bucket/what?.jpg, s3a://bucket/what?.jpg",
    "/home/a@b/c, /home/a@b/c",
    "hdfs://host:8020/x, hdfs://host:8020/x",
    "seed 5, seed 5"
  })
  void credentialsAreMaskedAndNothingElse(String address, String masked) {
    assertEquals(masked, Uris.masked(address));
  }
}
