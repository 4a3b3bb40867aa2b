package io.github.imagefeatures.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.s3a.AWSBadRequestException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class StoreFailureTest {
  private static final S3Exception EXPIRED =
      (S3Exception)
          S3Exception.builder().message("The provided token has expired.").statusCode(400).build();

  @Test
  void anObjectThatIsGoneOrRefusedIsNoFailureOfItsStore() {
    assertTrue(StoreFailure.in(gone()).isEmpty());
    assertTrue(StoreFailure.in(new IllegalStateException(gone())).isEmpty());
    assertTrue(StoreFailure.in(refused("AccessDenied")).isEmpty());
    assertTrue(StoreFailure.in(new IOException("checksum of block 3")).isEmpty());
  }

  @Test
  void aLostConnectionIsAFailureOfTheStore() {
    StoreFailure failure =
        StoreFailure.in(new IOException("open", new SocketException("Connection reset")))
            .orElseThrow();
    assertEquals(
        "The store of the images does not answer as it should (Connection reset): see that it can be reached, then resume with the same command and --run-id.",
        failure.ofImages().getMessage());
    assertEquals(
        "The store of the labels file does not answer as it should (Connection reset): see that it can be reached, then resume with the same command and --run-id.",
        failure.ofLabels().getMessage());
  }

  @Test
  void credentialsThatAreNotTakenAreNamedAsSuch() {
    String sentence =
        "The credentials for the output have expired or are not valid (The provided token has expired): renew them, then resume with the same command and --run-id.";
    Throwable bad = new AWSBadRequestException("open: 400:ExpiredToken", EXPIRED);
    assertEquals(sentence, StoreFailure.in(bad).orElseThrow().ofOutput().getMessage());
    Throwable refused = refused("InvalidAccessKeyId");
    refused.initCause(EXPIRED);
    assertEquals(sentence, StoreFailure.in(refused).orElseThrow().ofOutput().getMessage());
  }

  /** As Hadoop's client translates S3's answer. */
  private static Throwable gone() {
    Throwable gone = new FileNotFoundException("s3a://bucket/a.jpg");
    return gone.initCause(
        NoSuchKeyException.builder().message("The specified key does not exist.").build());
  }

  private static Throwable refused(String code) {
    return new AccessDeniedException("s3a://bucket/a.jpg", null, "403 Forbidden:" + code);
  }
}
