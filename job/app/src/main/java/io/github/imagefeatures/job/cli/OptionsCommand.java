package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.options.OptionDescription;
import io.github.imagefeatures.job.folder.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code options}: every option of every command, as JSON. */
@Command(
    name = "options",
    customSynopsis = "image-features options [OPTIONS]",
    description = {
      "For programs: prints every command's options as JSON: names, type, values, default and"
          + " description."
    },
    footer = "  image-features options")
final class OptionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;

  @Override
  public Integer call() {
    Map<String, Map<String, OptionDescription>> commands =
        OptionDescription.ofCommands(spec.root().commandLine());
    program
        .console()
        .answer(
            spec.commandLine(), commands, out -> out.println(Json.tree(commands).toPrettyString()));
    return 0;
  }
}
