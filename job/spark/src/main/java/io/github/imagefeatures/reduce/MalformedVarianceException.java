package io.github.imagefeatures.reduce;

import java.io.IOException;
import java.util.Locale;

/**
 * A {@code variance.csv} that does not hold what its format promises; the message names the line.
 */
public final class MalformedVarianceException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedVarianceException(int line, String problem) {
    super(
        String.format(
            Locale.ROOT,
            "variance.csv line %d: %s; run the job again to write it anew.",
            line,
            problem));
  }
}
