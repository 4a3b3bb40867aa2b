package io.github.imagefeatures.bench;

import java.io.IOException;

/** One question about speed, asked in one sitting. */
interface Benchmark {
  /** What it is called on the command line. */
  String name();

  /** What is measured, in one sentence. */
  String what();

  /**
   * Measures.
   *
   * @param sitting the machine's images, weights and yardsticks
   * @param figures gets what was found
   * @throws IOException if a file of the benchmark's own cannot be had
   */
  void run(Sitting sitting, Figures figures) throws IOException;
}
