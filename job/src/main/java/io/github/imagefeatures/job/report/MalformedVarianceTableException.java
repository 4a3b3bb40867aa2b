package io.github.imagefeatures.job.report;

import java.io.IOException;
import java.util.Locale;

/** A variance table that does not hold what its format promises; the message names the line. */
public final class MalformedVarianceTableException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedVarianceTableException(int line, String problem) {
    super(
        String.format(
            Locale.ROOT,
            "variance.csv line %d: %s; run the job again to write it anew.",
            line,
            problem));
  }
}
