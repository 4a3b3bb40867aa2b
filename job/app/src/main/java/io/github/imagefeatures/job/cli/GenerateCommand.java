package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.cli.options.NewImages;
import io.github.imagefeatures.job.cli.options.UsageException;
import io.github.imagefeatures.samples.ImageGenerator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code generate}: drawn pictures for a machine that has no images. */
@Command(
    name = "generate",
    customSynopsis = "image-features generate --to=DIR [OPTIONS]",
    description = "Draws pictures of visibly different classes into a new folder.",
    footer = "  image-features generate --to images/drawn --classes 4 --per-class 25")
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;
  @Mixin private NewImages target;

  @Override
  public Integer call() {
    try {
      program
          .console()
          .answer(
              spec.commandLine(),
              new ImageGenerator().generate(target.to(), target.size(spec), target.seed()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(spec.commandLine(), FailureId.SET_SIZE, e.getMessage());
    }
    return 0;
  }
}
