package io.github.imagefeatures.job.run;

/**
 * A run that came to its end.
 *
 * @param manifest what it claims
 * @param folder where it lies
 */
public record FinishedRun(Manifest manifest, String folder) {
  /** {@return where its page lies} */
  public String page() {
    return folder + "/" + RunFolder.REPORT_HTML;
  }
}
