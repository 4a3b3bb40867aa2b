package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.job.cli.options.OptionSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * How help is laid out: what the command does, its options by idea (a mixin with a heading is one),
 * examples, the program's exit codes, where else options may stand, and where to read on.
 */
public final class HelpPage {
  private static final String ENVIRONMENT = "environment";

  private static final List<String> ELSEWHERE =
      List.of(
          "",
          "Environment and file:",
          "  Every option has a variable: --max-pixels is IMAGE_FEATURES_MAX_PIXELS.",
          "  A line 'max-pixels = 1000000' in " + OptionSettings.FILE_NAME + ", in the",
          "  working folder or named with --config, does the same. The command line wins,",
          "  then the environment, then the file. NO_COLOR takes colours away.",
          "",
          "Read on:",
          "  image-features --help (all commands, exit codes)",
          "  docs/outputs.md (what is written), docs/command-line.md (settings, --json),",
          "  docs/troubleshooting.md (what to do about a failure)");

  /** Lays out a program and its commands. */
  public void layOut(CommandLine program) {
    Map<String, CommandLine.IHelpSectionRenderer> sections =
        new LinkedHashMap<>(program.getHelpSectionMap());
    sections.remove(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPage::options);
    sections.put(ENVIRONMENT, HelpPage::elsewhere);
    program.setHelpSectionMap(sections);
    program.setHelpSectionKeys(order(program.getHelpSectionKeys()));
    addExitCodes(program);
    addHeadings(program);
  }

  /** What commands there are, for somebody who typed the program's name alone. */
  public static String inShort(CommandLine program) {
    Help help = program.getHelp();
    return help.synopsisHeading()
        + help.synopsis(0)
        + help.description()
        + help.commandListHeading()
        + help.commandList()
        + System.lineSeparator();
  }

  /** Examples are footers, and come before the exit codes. */
  private static List<String> order(List<String> usual) {
    List<String> keys = new ArrayList<>(usual);
    List<String> codes =
        List.of(
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST);
    keys.removeAll(codes);
    keys.addAll(codes);
    keys.add(ENVIRONMENT);
    return keys;
  }

  private static void addExitCodes(CommandLine command) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(Integer.toString(code.number()), code.words());
    }
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes);
  }

  private static void addHeadings(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .footerHeading("%nExamples:%n")
        .commandListHeading("%nCommands:%n")
        .sortOptions(false);
    command.getSubcommands().values().forEach(HelpPage::addHeadings);
  }

  private static String options(Help help) {
    StringBuilder text = new StringBuilder();
    byIdea(help.commandSpec())
        .forEach(
            (heading, options) ->
                text.append("%n%s:%n".formatted(heading))
                    .append(help.optionListExcludingGroups(options)));
    return text.toString();
  }

  private static Map<String, List<OptionSpec>> byIdea(CommandSpec command) {
    Map<String, String> headings = new LinkedHashMap<>();
    for (CommandSpec mixin : command.mixins().values()) {
      String heading = mixin.usageMessage().optionListHeading();
      if (heading != null && !heading.isBlank()) {
        mixin.options().forEach(option -> headings.put(option.longestName(), heading));
      }
    }
    Map<String, List<OptionSpec>> ideas = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        ideas.computeIfAbsent(idea(option, headings), any -> new ArrayList<>()).add(option);
      }
    }
    List<OptionSpec> ofAll = ideas.remove(OF_ALL);
    if (ofAll != null) {
      ideas.put(OF_ALL, ofAll);
    }
    return ideas;
  }

  private static final String OF_ALL = "Of every command";

  private static String idea(OptionSpec option, Map<String, String> headings) {
    boolean ofAll =
        option.inherited() || option.root() != null || option.usageHelp() || option.versionHelp();
    return ofAll ? OF_ALL : headings.getOrDefault(option.longestName(), "Options");
  }

  private static String elsewhere(Help help) {
    return String.join(System.lineSeparator(), ELSEWHERE) + System.lineSeparator();
  }
}
