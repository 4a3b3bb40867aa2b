package io.github.imagefeatures.bench;

/** The first half of the benchmarks, most of which start whole runs. */
class FirstHalfIT extends BenchSmoke {
  FirstHalfIT() {
    super(Bench.ALL.subList(0, Bench.ALL.size() / 2));
  }
}
