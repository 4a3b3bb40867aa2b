package io.github.imagefeatures.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class ReasonTest {

  @Test
  void namesOfClassesAreLeftOut() {
    assertEquals(
        "s3a://bucket/1.jpg: open 1.jpg: Access Denied (Service: S3, Status Code: 403)",
        Reason.of(
            new AccessDeniedException(
                "s3a://bucket/1.jpg",
                null,
                "open 1.jpg: software.amazon.awssdk.services.s3.model.S3Exception: Access Denied"
                    + " (Service: S3, Status Code: 403)")));
    assertEquals(
        "No route to host",
        Reason.of(
            new IOException(
                "java.net.NoRouteToHostException: java.io.Outer$InnerError: No route to host.")));
  }

  @Test
  void namesOfFilesStay() {
    assertEquals(
        "/photos/my.old.JPG: not a file, my.Old.Exception",
        Reason.of(new IOException("/photos/my.old.JPG: not a file, my.Old.Exception")));
  }

  @Test
  void theFirstLineIsEnoughAndAKindStandsForNone() {
    assertEquals("disk full", Reason.of(new IOException("\n disk full;\nmore")));
    assertEquals("IOException", Reason.of(new IOException()));
    assertEquals("/x: access denied", Reason.of(new AccessDeniedException("/x")));
  }
}
