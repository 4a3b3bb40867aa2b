package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.ImagesSource;
import io.github.imagefeatures.cdk.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awscdk.services.emr.CfnCluster.HadoopJarStepConfigProperty;
import software.amazon.awscdk.services.emr.CfnCluster.StepConfigProperty;
import software.amazon.awscdk.services.s3.assets.Asset;

/**
 * The one step of the cluster. CloudFormation wants the elements of {@code Args} to differ from
 * each other, so every option is one element with its value, and whatever Spark is told stands in
 * {@code spark-defaults}, where there need not be one {@code --conf} after another.
 */
final class JobStep {
  static final String NAME = "image-features";

  private static final String OUTPUT = "--output=";
  private static final String MODEL = "--model=";

  /** The options of a run that a probe has, too. */
  private static final Set<String> PROBE_OPTIONS =
      Set.of(
          "--engine",
          "--model-sha256",
          "--network",
          "--network-output",
          "--network-sha256",
          "--pooling",
          "--preprocessing",
          "--spark-internals",
          "--verbose");

  private final RunSettings settings;
  private final RunAssets assets;
  private final String output;

  /**
   * @param output where {@code runs/} is, {@code s3://...}
   */
  JobStep(RunSettings settings, RunAssets assets, String output) {
    this.settings = settings;
    this.assets = assets;
    this.output = output;
  }

  /** All but the run's id, which is made from them. */
  List<String> argumentsWithoutId() {
    List<String> arguments = submission();
    arguments.addAll(settings.probes() ? probe() : run());
    return arguments;
  }

  private List<String> submission() {
    List<String> arguments = new ArrayList<>();
    arguments.add("spark-submit");
    arguments.add("--deploy-mode=cluster");
    arguments.add("--class=io.github.imagefeatures.job.cli.Main");
    arguments.add(assets.jobJar().getS3ObjectUrl());
    return arguments;
  }

  /** Probes with what of the run's settings matters to it; it knows no image but its own. */
  private List<String> probe() {
    List<String> arguments = new ArrayList<>(List.of("probe", OUTPUT + output));
    model().ifPresent(arguments::add);
    settings.options().arguments().stream()
        .filter(each -> PROBE_OPTIONS.contains(each.split("=", 2)[0]))
        .forEach(arguments::add);
    return arguments;
  }

  private List<String> run() {
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add("--images=" + images());
    arguments.add(OUTPUT + output);
    model().ifPresent(arguments::add);
    arguments.addAll(settings.options().arguments());
    // A step that is started once more finds its run complete.
    arguments.add("--if-complete=succeed");
    return arguments;
  }

  StepConfigProperty withId(String runId) {
    List<String> arguments = argumentsWithoutId();
    if (settings.probes()) {
      // It leaves its report where the run's folder would be, by the run's own rights.
      arguments.replaceAll(each -> each.equals(OUTPUT + output) ? each + "/runs/" + runId : each);
    } else {
      arguments.add("--run-id=" + runId);
    }
    return StepConfigProperty.builder()
        .name(NAME)
        // A step may fail before CloudFormation has seen the cluster run: ending the cluster here
        // would hide the job's own words behind a cluster that could not be made.
        .actionOnFailure("CONTINUE")
        .hadoopJarStep(
            HadoopJarStepConfigProperty.builder().jar("command-runner.jar").args(arguments).build())
        .build();
  }

  private String images() {
    return settings.images() instanceof ImagesSource.InBucket bucket
        ? bucket.uri()
        : "file://" + NodeFolders.IMAGES;
  }

  /** A network from an ONNX file has its own. */
  private Optional<String> model() {
    return assets.weights().map(Asset::getS3ObjectUrl).or(settings::model).map(MODEL::concat);
  }
}
