package io.github.imagefeatures.bench;

/** The second half of the benchmarks, most of which have a session of this JVM. */
class SecondHalfIT extends BenchSmoke {
  SecondHalfIT() {
    super(Bench.ALL.subList(Bench.ALL.size() / 2, Bench.ALL.size()));
  }
}
