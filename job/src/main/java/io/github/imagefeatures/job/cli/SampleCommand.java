package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.source.ImageSample;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sample}: a subset to try things on. */
@Command(
    name = "sample",
    description =
        "Copies a seeded subset of a folder of images, class folders and names kept, into a new folder.")
final class SampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--from", required = true, paramLabel = "DIR", description = "The images.")
  private String from;

  @Mixin private NewImages target;

  @Override
  public Integer call() {
    target.report(
        spec,
        new ImageSample(new Configuration())
            .copy(from, target.to(), target.size(spec), target.seed()));
    return 0;
  }
}
