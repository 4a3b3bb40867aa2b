package io.github.imagefeatures.failure;

/** How a command ends. The numbers are documented and stay. */
public enum ExitCode {
  /** Done. */
  DONE(0, "done"),
  /** Something nobody expected; a bug, a crash, a lost cluster. */
  UNEXPECTED(1, "unexpected: a bug, a crash, a lost cluster"),
  /** The command line is wrong, or what stands for it in the environment or a file. */
  USAGE(2, "usage: an option is wrong, also in the environment or a file"),
  /** No images, or they cannot be read, or they cannot be reduced as asked. */
  INPUT(3, "input: no images, or they cannot be read or reduced as asked"),
  /** More images were rejected than allowed. */
  TOO_MANY_REJECTED(4, "too many images rejected"),
  /** Weights that cannot be had, read or trusted. */
  MODEL(5, "model: weights that cannot be had, read or trusted"),
  /** The output cannot be written, read or trusted. */
  OUTPUT(6, "output: it cannot be written, read or trusted"),
  /** A probe has found something that a run would fail of, or do worse with. */
  PROBE(7, "probe: a check failed"),
  /** A run is complete and not as required. */
  REQUIREMENT(8, "requirement: the run is complete, but not as --require wants it"),
  /** Ctrl-C. */
  INTERRUPTED(130, "interrupted with Ctrl-C (143: asked to end by SIGTERM)");

  private final int number;
  private final String words;

  ExitCode(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** {@return what the shell sees} */
  public int number() {
    return number;
  }

  /** {@return what it means, for people} */
  public String words() {
    return words;
  }
}
