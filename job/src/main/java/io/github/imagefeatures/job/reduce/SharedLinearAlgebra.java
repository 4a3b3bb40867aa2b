package io.github.imagefeatures.job.reduce;

/** The one {@link LinearAlgebra} of a JVM, made when first asked for and closed with the JVM. */
final class SharedLinearAlgebra {
  private static LinearAlgebra shared;

  private SharedLinearAlgebra() {}

  static synchronized LinearAlgebra get() {
    if (shared == null) {
      LinearAlgebra opened = new LinearAlgebra();
      Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "close-linear-algebra"));
      shared = opened;
    }
    return shared;
  }
}
