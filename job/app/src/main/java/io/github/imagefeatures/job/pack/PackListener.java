package io.github.imagefeatures.job.pack;

/** Is told how packing goes. */
public interface PackListener {
  /** Is told nothing. */
  PackListener NONE = new PackListener() {};

  /**
   * Images are about to be packed.
   *
   * @param images how many there are
   * @param already how many of them are in tars that are kept
   */
  default void packingStarted(long images, long already) {}

  /**
   * Images have been packed.
   *
   * @param images how many so far, those of kept tars among them
   */
  default void packed(long images) {}

  /**
   * Something must be heard.
   *
   * @param sentence about it
   */
  default void warn(String sentence) {}
}
