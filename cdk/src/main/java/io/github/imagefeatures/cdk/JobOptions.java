package io.github.imagefeatures.cdk;

import io.github.imagefeatures.job.cli.console.UsageSentence;
import io.github.imagefeatures.job.cli.options.PrintOptions;
import io.github.imagefeatures.job.cli.options.RunArguments;
import io.github.imagefeatures.job.folder.RunIds;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.PreprocessingPreset;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.reduce.ComponentChoice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options that the job's command {@code run} is given on the cluster. Each option is a setting:
 * {@code --max-rejected-fraction} is {@code maxRejectedFraction}, {@code --no-csv} is {@code
 * csv=false}. Which there are, what they may be, and the sentence that refuses a value are the
 * job's own.
 *
 * @param arguments {@code --name=value}, or {@code --name} of a switch; an option that says what
 *     the job does by itself is left out
 * @param run what the job makes of them, with stand-ins for images, output and weights
 */
public record JobOptions(List<String> arguments, RunOptions run) {

  /** Settings of their own: what they name is also uploaded, encrypted or granted. */
  private static final List<String> ELSEWHERE = List.of("images", "output", "model");

  /** What a deployment decides, each with the reason. */
  private static final Map<String, String> DECIDED =
      Map.of(
          "runId",
          "the deployment names the run's folder, so that another run never gets the same one: use"
              + " run and again",
          "ifComplete",
          "a step that EMR starts once more must succeed when its run is complete: leave it out",
          "allowUntrained",
          "a deployment never goes on with random weights: name some with model",
          "dryRun",
          "a dry run needs no cluster: use 'image-features run --dry-run' on this machine",
          "cluster",
          "the cluster is that of the other settings: use instanceTypes, coreUnits and"
              + " maxTaskUnits",
          "config",
          "a file of this machine is on no node: give its lines as settings",
          "require",
          "a deployment would be rolled back although its run is complete: read findings.json and"
              + " manifest.json of the run's folder",
          "quiet",
          "what the driver prints is what 'make logs' explains a failure with: leave it out",
          "json",
          "nobody reads the driver's output as JSON: read manifest.json or failure.json of the"
              + " run's folder");

  private static final List<String> STAND_INS =
      List.of("--images=s3://images", "--output=s3://output");

  /** What stands in for the weights of a network that has none of its own. */
  private static final String MODEL = "--model=s3://model";

  /** What says how many components there are, if any; without it the default is written down. */
  private static final String HOW_MANY = "--((variance|components|fit-from)=.*|features-only)";

  /** Options that may be addresses, which have one form. */
  private static final List<String> ADDRESSES =
      List.of("fitFrom", "labels", "network", "preprocessing");

  private static final Pattern HYPHEN = Pattern.compile("-(\\w)");

  /** {@return the names of the settings} */
  static List<String> names() {
    return new ArrayList<>(settings().keySet());
  }

  /**
   * Reads the settings and has the job's own parser check them.
   *
   * @param context all settings
   * @return the options, each within its range
   * @throws SettingsException with the job's sentence when it would refuse one
   */
  static JobOptions of(ContextValues context) {
    refuseDecided(context);
    List<String> arguments = new ArrayList<>();
    settings().forEach((name, option) -> argument(context, name, option).ifPresent(arguments::add));
    if (arguments.stream().noneMatch(each -> each.matches(HOW_MANY))) {
      arguments.add(0, "--variance=" + ComponentChoice.DEFAULT_VARIANCE);
    }
    return checked(arguments);
  }

  /** {@return whether the run takes over what an earlier one of the same output has computed} */
  public boolean incremental() {
    return run.incremental();
  }

  /** {@return the run, by its id or address, whose components the images are projected with} */
  public Optional<String> fitFrom() {
    return run.fitFrom();
  }

  /** {@return the address of the file that the labels are from} */
  public Optional<String> labels() {
    return Optional.ofNullable(run.listing().labels());
  }

  /** {@return the ONNX file of the network; empty for the default network} */
  public Optional<OnnxFile> network() {
    return run.onnx();
  }

  private static void refuseDecided(ContextValues context) {
    for (String name : decided()) {
      if (context.text(name).isPresent()) {
        throw new SettingsException(
            "IF-CDK-15",
            "%s is no setting of a deployment: %s.".formatted(name, DECIDED.get(name)));
      }
    }
  }

  private static Map<String, OptionSpec> settings() {
    Map<String, OptionSpec> settings = new TreeMap<>();
    for (OptionSpec option : command(new RunArguments()).getCommandSpec().options()) {
      String name = name(option);
      if (!ELSEWHERE.contains(name) && !DECIDED.containsKey(name)) {
        settings.put(name, option);
      }
    }
    return settings;
  }

  /** The names of what the job's list has and a deployment does not take. */
  static TreeSet<String> decided() {
    return new TreeSet<>(DECIDED.keySet());
  }

  private static CommandLine command(RunArguments arguments) {
    CommandLine command = new CommandLine(arguments).addMixin("print", new PrintOptions());
    RunArguments.registerChoices(command);
    return command.setAbbreviatedOptionsAllowed(false);
  }

  private static String name(OptionSpec option) {
    return HYPHEN
        .matcher(option.longestName().replaceFirst("^--(no-)?", ""))
        .replaceAll((MatchResult found) -> found.group(1).toUpperCase(Locale.ROOT));
  }

  private static Optional<String> argument(ContextValues context, String name, OptionSpec option) {
    boolean isSwitch = option.typeInfo().isBoolean();
    if (!isSwitch) {
      return context.text(name).map(value -> option.longestName() + "=" + inOneForm(name, value));
    }
    boolean isNegative = option.longestName().startsWith("--no-");
    if (context.flag(name, isNegative) == isNegative) {
      return Optional.empty();
    }
    return Optional.of(option.longestName());
  }

  private static String inOneForm(String name, String value) {
    return ADDRESSES.contains(name) && S3Address.isOne(value)
        ? S3Address.checked(name, value)
        : value;
  }

  private static JobOptions checked(List<String> arguments) {
    List<String> all = new ArrayList<>(STAND_INS);
    if (arguments.stream().noneMatch(each -> each.startsWith("--network="))) {
      all.add(MODEL);
    }
    all.addAll(arguments);
    String[] args = all.toArray(String[]::new);
    RunArguments parsed = new RunArguments();
    try {
      CommandLine command = command(parsed);
      command.parseArgs(args);
      RunOptions run = parsed.options();
      if (run.onnx().isPresent()) {
        requireInBucket(run.onnx().get());
      } else {
        requireInNetwork(run.components());
      }
      run.fitFrom().ifPresent(JobOptions::requireRunOrBucket);
      JobOptions options = new JobOptions(said(command, arguments), run);
      options.labels().ifPresent(JobOptions::requireInBucket);
      return options;
    } catch (ParameterException e) {
      UsageSentence refused = new UsageSentence(e, args);
      throw new SettingsException(refused.id().toString(), refused.text());
    }
  }

  /** The job finds this when it has computed all features. */
  private static void requireInNetwork(ComponentChoice components) {
    int features = Networks.DEFAULT.features();
    if (components instanceof ComponentChoice.Fixed fixed && fixed.count() > features) {
      throw ContextValues.wrong(
          "components",
          fixed.count(),
          String.format(Locale.ROOT, "an integer from 1 to %d", features));
    }
  }

  private static void requireRunOrBucket(String fit) {
    if (RunIds.isFolder(fit) && !S3Address.isOne(fit)) {
      throw ContextValues.wrong(
          "fitFrom", fit, "the id of a run of the same output, or the s3:// address of a run");
    }
  }

  private static void requireInBucket(OnnxFile network) {
    if (!S3Address.isOne(network.address())) {
      throw ContextValues.wrong(
          "network",
          network.address(),
          Networks.DEFAULT_NAME + " or the s3:// address of an ONNX file");
    }
    network
        .preprocessing()
        .filter(named -> PreprocessingPreset.named(named).isEmpty() && !S3Address.isOne(named))
        .ifPresent(
            named -> {
              throw ContextValues.wrong(
                  "preprocessing",
                  named,
                  "the s3:// address of a JSON file or one of " + PreprocessingPreset.names());
            });
  }

  private static void requireInBucket(String labels) {
    if (!S3Address.isOne(labels)) {
      throw ContextValues.wrong("labels", labels, "the s3:// address of a labels file");
    }
  }

  /** In one form, and without what is the default anyway: the same run has one fingerprint. */
  private static List<String> said(CommandLine command, List<String> arguments) {
    CommandLine silent = command(new RunArguments());
    silent.parseArgs(STAND_INS.toArray(String[]::new));
    List<String> said = new ArrayList<>();
    for (String argument : arguments) {
      OptionSpec option = option(command, argument);
      Object value = option.getValue();
      if (!value.equals(option(silent, argument).getValue())) {
        said.add(
            value instanceof Number number ? option.longestName() + "=" + plain(number) : argument);
      }
    }
    return said;
  }

  private static OptionSpec option(CommandLine command, String argument) {
    return command.getCommandSpec().findOption(argument.split("=", 2)[0]);
  }

  private static String plain(Number value) {
    return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
  }
}
