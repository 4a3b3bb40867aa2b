package io.github.imagefeatures.cdk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Every context value, read and checked here and nowhere else. {@code docs/running-on-aws.md} lists
 * them with their defaults.
 *
 * @param kept what the foundation is made from
 * @param run what the run is made from
 */
public record PipelineSettings(KeptSettings kept, RunSettings run) {

  /** The names of all context values but the job's own options, {@link JobOptions#names()}. */
  static final Set<String> NAMES =
      Set.of(
          "run",
          "again",
          "probe",
          "images",
          "output",
          "imagesKey",
          "outputKey",
          "bootstrapKey",
          "model",
          "releaseLabel",
          "instanceTypes",
          "coreUnits",
          "maxTaskUnits",
          "spot",
          "wait",
          "timeoutHours",
          "localDisks",
          "keyEndpoint",
          "zones",
          "budget",
          "tlsCertificates",
          "notify",
          "removal",
          "permissionsBoundary",
          "vpc",
          "subnets",
          "securityGroups",
          "key",
          "dataBucket",
          "logsBucket",
          "serviceRole",
          "instanceProfile",
          "tags");

  /** Those that only {@code cdk.json} may set. */
  static final Set<String> KEPT_NAMES =
      Set.of("notify", "budget", "zones", "removal", "permissionsBoundary", "tags");

  private static final Pattern RUN =
      Pattern.compile("(?!foundation$)(?=.{1,24}$)[a-z](-?[a-z0-9])*");
  private static final Pattern AGAIN = Pattern.compile("[\\x20-\\x7e]{1,64}");
  private static final Pattern RELEASE = Pattern.compile("emr-7\\.(1[2-9]|[2-9]\\d)\\.\\d{1,2}");
  // All at home in most regions, Intel's first. Not m5a: AMD's first generation is much slower.
  private static final String DEFAULT_TYPES = "m5.xlarge,m6i.xlarge,m6a.xlarge";

  /**
   * Reads the settings.
   *
   * @param context all context values of the app; those of CDK itself are passed over
   * @param inFile the {@code context} of {@code cdk.json}: kept settings stand there and nowhere
   *     else
   * @return the settings, all within their ranges
   * @throws SettingsException with one sentence when a value cannot be used
   */
  public static PipelineSettings of(Map<String, ?> context, Map<String, ?> inFile) {
    ContextValues values = new ContextValues(context);
    requireKnown(values);
    requireKeptInFile(context, inFile);
    RunSettings run = run(values);
    requireDated(run);
    return new PipelineSettings(KeptSettings.of(values), run);
  }

  /** In CDK's archives every file is of 1980: one that was replaced would look unchanged. */
  private static void requireDated(RunSettings run) {
    if (run.options().incremental() && run.images() instanceof ImagesSource.LocalFolder) {
      throw new SettingsException(
          "IF-CDK-16",
          "incremental needs images with times of their own, which the archive of a local folder does not keep: name the s3:// address of images.");
    }
  }

  private static RunSettings run(ContextValues context) {
    return new RunSettings(
        context
            .text(
                "run",
                RUN,
                "a name of 1 to 24 lower-case letters, digits and single hyphens, a letter first, and"
                    + " not 'foundation'")
            .orElse("main"),
        context.text("again", AGAIN, "a text of up to 64 printable ASCII characters").orElse(""),
        context.flag("probe", false),
        ImagesSource.of(context.text("images")),
        context.text("output").map(value -> S3Address.checked("output", value)),
        context.text("imagesKey", KmsKey.ARN, KmsKey.RANGE),
        context.text("outputKey", KmsKey.ARN, KmsKey.RANGE),
        context.text("bootstrapKey", KmsKey.ARN, KmsKey.RANGE),
        JobOptions.of(context),
        context.text("model").map(PipelineSettings::model),
        context
            .text(
                "releaseLabel",
                RELEASE,
                "emr-7.12.0 or a newer release of emr-7, with the Spark 3.5 that the job is built"
                    + " for")
            .orElse("emr-7.14.0"),
        InstanceTypes.of(context.list("instanceTypes", DEFAULT_TYPES)),
        context.number("coreUnits", 1, 1, 100),
        context.number("maxTaskUnits", 1, 0, 1000),
        context.flag("spot", true),
        context.flag("wait", true),
        context.number("timeoutHours", 4, 1, 12));
  }

  private static String model(String value) {
    if (S3Address.isOne(value)) {
      return S3Address.checked("model", value);
    }
    if (!Files.isRegularFile(Path.of(value))) {
      throw ContextValues.wrong(
          "model",
          value,
          "the s3:// address of a weights file or a file of this machine that exists");
    }
    return value;
  }

  /** A misspelt name would otherwise be an expensive run with a default. */
  private static void requireKnown(ContextValues context) {
    Set<String> known = new TreeSet<>(NAMES);
    known.addAll(JobOptions.names());
    Set<String> decided = JobOptions.decided();
    for (String name : context.names()) {
      boolean ofCdkItself = name.contains(":") || name.startsWith("@") || name.contains("-");
      if (!ofCdkItself && !known.contains(name) && !decided.contains(name)) {
        throw new SettingsException(
            "IF-CDK-02",
            "There is no context value '%s': the names are %s."
                .formatted(name, String.join(", ", known)));
      }
    }
  }

  private static void requireKeptInFile(Map<String, ?> context, Map<String, ?> inFile) {
    Set<String> kept = new TreeSet<>(KEPT_NAMES);
    kept.addAll(ExistingParts.NAMES);
    for (String name : kept) {
      Object value = context.get(name);
      if (value != null && !value.equals(inFile.get(name))) {
        throw new SettingsException(
            "IF-CDK-04",
            "%s belongs to what is kept, not to one deployment: set it in cdk.json, not with -c."
                .formatted(name));
      }
    }
  }
}
