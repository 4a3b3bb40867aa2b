package io.github.imagefeatures.network.weights;

/**
 * Where a run's weights came from; part of the manifest.
 *
 * @param source the file or address they were read from, or {@code seed N}
 * @param sha256 the SHA-256 of the file, 64 lower-case hexadecimal digits; empty when untrained
 * @param description what the file is, in words
 * @param recognition how far they can be trusted
 */
public record WeightsProvenance(
    String source, String sha256, String description, Recognition recognition) {
  private static final String SEED = "seed ";

  /**
   * Of weights drawn at random.
   *
   * @param seed with which they were drawn
   * @return where they came from
   */
  static WeightsProvenance untrained(long seed) {
    return new WeightsProvenance(
        SEED + seed, "", "random numbers, UNTRAINED", Recognition.UNTRAINED);
  }

  /**
   * The seed of weights that were drawn at random.
   *
   * @return the seed that {@link #source} names
   * @throws NumberFormatException when they were not
   */
  public long seed() {
    return Long.parseLong(source.replaceFirst(SEED, ""));
  }

  /** How weights are known. */
  public enum Recognition {
    /** The sha256 is on this project's own list. */
    KNOWN,
    /** The user gave the sha256, and the file has it. */
    VOUCHED,
    /** The user's own file, read and run, but nobody vouches for what it is. */
    UNKNOWN,
    /** Drawn at random: the features have no meaning. */
    UNTRAINED
  }

  /** {@return whether features made with these weights mean anything} */
  public boolean trained() {
    return recognition != Recognition.UNTRAINED;
  }
}
