package io.github.imagefeatures.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Decode, resize and normalise in JMH: time and garbage of one image on one core. */
final class Preprocessing implements Benchmark {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Override
  public String name() {
    return "preprocessing";
  }

  @Override
  public String what() {
    return "One image on one core, by JMH: a small JPEG, a PNG, a photograph of 12 megapixels."
        + " Normalising is part of the resizing loop.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    Effort effort = sitting.effort();
    int[] photograph = effort.photograph();
    String[] images = {
      "jpeg-100x100",
      "png-240x210",
      String.format(Locale.ROOT, "jpeg-%dx%d", photograph[0], photograph[1])
    };
    try {
      for (RunResult result : new Runner(options(sitting, images).build()).run()) {
        add(figures, result);
      }
    } catch (RunnerException e) {
      throw new IOException("JMH failed", e);
    }
  }

  private static ChainedOptionsBuilder options(Sitting sitting, String[] images) {
    Effort effort = sitting.effort();
    TimeValue iteration = TimeValue.milliseconds(effort.jmhMillis());
    return new OptionsBuilder()
        .include(PreprocessingMicro.class.getSimpleName())
        .param("image", images)
        .forks(effort.forked() ? sitting.repeats() : 0)
        .warmupIterations(effort.jmhIterations())
        .warmupTime(iteration)
        .measurementIterations(effort.jmhIterations())
        .measurementTime(iteration)
        .shouldFailOnError(true)
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT);
  }

  private static void add(Figures figures, RunResult result) {
    String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
    String label = result.getParams().getParam("image") + ": " + method;
    List<IterationResult> iterations =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .toList();
    figures.add(
        label, "us", iterations, iteration -> iteration.getPrimaryResult().getScore() / 1000);
    figures.add(label + ", allocated", "bytes", iterations, Preprocessing::allocated);
  }

  private static double allocated(IterationResult iteration) {
    return iteration.getSecondaryResults().get(ALLOCATED).getScore();
  }
}
