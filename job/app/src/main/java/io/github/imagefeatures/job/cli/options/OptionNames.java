package io.github.imagefeatures.job.cli.options;

import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The names of options outside the command line: without dashes in front. */
final class OptionNames {
  private OptionNames() {}

  /** Every option of a program and its commands that has a value or is switched on. */
  static SortedSet<String> of(CommandLine program) {
    SortedSet<String> names = new TreeSet<>();
    for (OptionSpec option : program.getCommandSpec().options()) {
      if (isSetting(option)) {
        names.add(of(option));
      }
    }
    program.getSubcommands().values().forEach(command -> names.addAll(of(command)));
    return names;
  }

  static String of(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  /** What is done to named runs, such as removing them, is said on the command line alone. */
  static boolean isSetting(OptionSpec option) {
    return !option.usageHelp() && !option.versionHelp() && !option.isMultiValue();
  }
}
