package io.github.imagefeatures.failure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A copy of an exception, with its causes and suppressed exceptions, that holds no credentials:
 * addresses in messages are masked, class names and stack frames are the original's. So it can be
 * printed by whoever catches it.
 */
public final class MaskedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  private MaskedException(Throwable original, Set<Throwable> copied) {
    super(Credentials.masked(original.getMessage()), copy(original.getCause(), copied));
    this.text = Credentials.masked(original.toString());
    setStackTrace(original.getStackTrace());
    for (Throwable suppressed : original.getSuppressed()) {
      MaskedException copy = copy(suppressed, copied);
      if (copy != null) {
        addSuppressed(copy);
      }
    }
  }

  /**
   * Copies an exception.
   *
   * @param original any, also one that is among its own causes
   * @return the copy
   */
  public static MaskedException of(Throwable original) {
    return copy(original, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /** {@return the stack trace as Java prints it, with that of each cause} */
  public String trace() {
    StringWriter trace = new StringWriter();
    printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** {@return the original's class and masked message} */
  @Override
  public String toString() {
    return text;
  }

  private static MaskedException copy(Throwable original, Set<Throwable> copied) {
    return original == null || !copied.add(original) ? null : new MaskedException(original, copied);
  }
}
