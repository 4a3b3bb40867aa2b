package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.cli.options.OptionSettings;
import io.github.imagefeatures.job.cli.options.SimilarName;
import io.github.imagefeatures.job.cli.options.UsageException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line: with what was probably meant, and, for a value that is not on
 * it, where it comes from.
 *
 * @param failure that picocli or a command found
 * @param args the command line
 */
public record UsageSentence(ParameterException failure, String[] args) {
  private static final Pattern OPTION = Pattern.compile("--[a-z0-9-]+");

  public FailureId id() {
    if (failure instanceof UsageException ours) {
      return ours.id();
    }
    if (failure instanceof UnmatchedArgumentException || slip().isPresent()) {
      return FailureId.UNKNOWN_ARGUMENT;
    }
    return failure instanceof MissingParameterException
        ? FailureId.MISSING_ARGUMENT
        : FailureId.MALFORMED_VALUE;
  }

  public String text() {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().get(0)) + said() + ".";
    }
    return slip().map(word -> unknown(word) + ".").orElseGet(() -> plain() + said() + ".");
  }

  /** A slip in the name of a required option is also its absence, which alone would puzzle. */
  private Optional<String> slip() {
    return failure instanceof MissingParameterException
        ? Stream.of(args).filter(this::isNoOption).findFirst()
        : Optional.empty();
  }

  private String plain() {
    return inPlainWords(failure.getMessage());
  }

  private boolean isNoOption(String word) {
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    String name = word.split("=")[0];
    return OPTION.matcher(name).matches()
        && !command.optionsMap().containsKey(name)
        && !command.negatedOptionsMap().containsKey(name);
  }

  private String unknown(String word) {
    CommandLine command = failure.getCommandLine();
    if (word.startsWith("-")) {
      List<String> options =
          command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
      return "There is no option '%s'%s".formatted(word, meant(word.split("=")[0], options));
    }
    return command.getSubcommands().isEmpty()
        ? "'%s' belongs to no option".formatted(word)
        : "There is no command '%s'%s"
            .formatted(word, meant(word, command.getSubcommands().keySet()));
  }

  private static String meant(String word, Collection<String> names) {
    return SimilarName.to(word, names).map(" (did you mean %s?)"::formatted).orElse("");
  }

  /** Picocli speaks of Java's types. */
  private static String inPlainWords(String message) {
    return message
        .strip()
        .replaceFirst("[.]?$", "")
        .replaceFirst(" is not an? (long|int)$", " is not an integer, or is out of range")
        .replaceFirst(" is not a double$", " is not a number")
        .replaceFirst(" is not a boolean$", " is neither true nor false")
        .replaceFirst("^Missing required subcommand$", "The command is missing: name one");
  }

  private String said() {
    CommandLine command = failure.getCommandLine();
    if (!(command.getDefaultValueProvider() instanceof OptionSettings settings)) {
      return "";
    }
    String sources =
        OPTION
            .matcher(failure.getMessage())
            .results()
            .map(found -> found.group())
            .distinct()
            .filter(name -> !isOnCommandLine(name))
            .flatMap(name -> source(name, command, settings).stream())
            .collect(Collectors.joining(", "));
    return sources.isEmpty() ? "" : " (" + sources + ")";
  }

  private static List<String> source(String name, CommandLine command, OptionSettings settings) {
    OptionSpec option = command.getCommandSpec().findOption(name);
    return option == null
        ? List.of()
        : settings.source(option).map(from -> name + " is from " + from).stream().toList();
  }

  private boolean isOnCommandLine(String name) {
    return List.of(args).stream().anyMatch(arg -> arg.equals(name) || arg.startsWith(name + "="));
  }
}
