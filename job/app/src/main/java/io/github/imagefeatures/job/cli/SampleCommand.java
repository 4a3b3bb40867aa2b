package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.options.NewImages;
import io.github.imagefeatures.samples.ImageSample;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sample}: a subset to try things on. */
@Command(
    name = "sample",
    customSynopsis = "image-features sample --from=DIR --to=DIR [OPTIONS]",
    description =
        "Copies a seeded subset of a folder of images, class folders and names kept, into a new"
            + " folder.",
    footer = "  image-features sample --from photos --to few --classes 30 --per-class 10")
final class SampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;

  @Option(names = "--from", required = true, paramLabel = "DIR", description = "The images.")
  private String from;

  @Mixin private NewImages target;

  @Override
  public Integer call() {
    program
        .console()
        .answer(
            spec.commandLine(),
            new ImageSample(new Configuration())
                .copy(from, target.to(), target.size(spec), target.seed()));
    return 0;
  }
}
