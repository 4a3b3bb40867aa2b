package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.source.ImageGenerator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code generate}: drawn pictures for a machine that has no images. */
@Command(
    name = "generate",
    description = "Draws pictures of visibly different classes into a new folder.")
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NewImages target;

  @Override
  public Integer call() {
    try {
      target.report(
          spec, new ImageGenerator().generate(target.to(), target.size(spec), target.seed()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    return 0;
  }
}
