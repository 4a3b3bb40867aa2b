package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.ImagesSource;
import io.github.imagefeatures.cdk.RunSettings;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.emr.CfnCluster.HadoopJarStepConfigProperty;
import software.amazon.awscdk.services.emr.CfnCluster.StepConfigProperty;

/**
 * The one step of the cluster. CloudFormation wants the elements of {@code Args} to differ from
 * each other, so every option is one element with its value, and whatever Spark is told stands in
 * {@code spark-defaults}, where there need not be one {@code --conf} after another.
 */
final class JobStep {
  static final String NAME = "image-features";

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
    List<String> arguments = new ArrayList<>();
    arguments.add("spark-submit");
    arguments.add("--deploy-mode=cluster");
    arguments.add("--class=io.github.imagefeatures.job.cli.Main");
    arguments.add(assets.jobJar().getS3ObjectUrl());
    arguments.add("run");
    arguments.add("--images=" + images());
    arguments.add("--output=" + output);
    arguments.add("--model=" + model());
    arguments.addAll(settings.options().arguments());
    // A step that is started once more finds its run complete.
    arguments.add("--if-complete=succeed");
    return arguments;
  }

  StepConfigProperty withId(String runId) {
    List<String> arguments = argumentsWithoutId();
    arguments.add("--run-id=" + runId);
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

  private String model() {
    return assets.weights().map(asset -> asset.getS3ObjectUrl()).orElseGet(settings.model()::get);
  }
}
