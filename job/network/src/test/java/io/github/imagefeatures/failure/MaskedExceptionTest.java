package io.github.imagefeatures.failure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What is left of an exception without its credentials. */
final class MaskedExceptionTest {
  private static final String SECRET = "s3a://ID:SECRET@bucket/images";

  @Test
  void itPrintsAsTheOriginalButForCredentials() {
    Exception original = new IllegalStateException("outside " + SECRET, new IOException(SECRET));
    original.addSuppressed(new IOException("also " + SECRET));
    StringWriter trace = new StringWriter();
    original.printStackTrace(new PrintWriter(trace));

    MaskedException masked = MaskedException.of(original);

    assertEquals(trace.toString().replace("ID:SECRET@", "***@"), masked.trace());
    assertEquals("outside s3a://***@bucket/images", masked.getMessage());
    assertArrayEquals(original.getStackTrace(), masked.getStackTrace());
  }

  @Test
  void anExceptionAmongItsOwnCausesIsCopiedOnce() {
    Exception inner = new Exception("inner");
    Exception outer = new Exception("outer", inner);
    inner.initCause(outer);

    MaskedException masked = MaskedException.of(outer);

    assertEquals("java.lang.Exception: inner", masked.getCause().toString());
    assertEquals(null, masked.getCause().getCause());
  }
}
