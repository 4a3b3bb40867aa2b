package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.Deliverables;
import io.github.imagefeatures.cdk.FoundationParameter;
import io.github.imagefeatures.cdk.Names;
import io.github.imagefeatures.cdk.PipelineSettings;
import io.github.imagefeatures.cdk.RunSettings;
import io.github.imagefeatures.cdk.S3Address;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnWaitConditionHandle;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.emr.CfnCluster;
import software.constructs.Construct;

/** One run: a cluster, its step, and the wait for its outcome. */
public final class RunStack extends Stack {

  /**
   * @param scope the app
   * @param settings what the run is made from
   * @param deliverables what it uploads
   */
  public RunStack(Construct scope, PipelineSettings settings, Deliverables deliverables) {
    super(
        scope,
        Names.runStack(settings.run().name()),
        StackProps.builder()
            .description("image-features: the run " + settings.run().name())
            .build());
    RunSettings run = settings.run();
    FoundationValues foundation = FoundationValues.references(settings.kept().existing());
    RunAssets assets = new RunAssets(this, run, deliverables);
    Optional<String> profile = settings.kept().existing().instanceProfile();
    Optional<NodeRole> nodes =
        profile.isPresent() ? Optional.empty() : Optional.of(new NodeRole(this, run));
    String outputBucket =
        run.output().map(S3Address::bucket).orElseGet(FoundationParameter.DATA_BUCKET::reference);
    String outputPrefix = run.output().map(S3Address::key).orElse("");
    JobStep step = new JobStep(run, assets, RunFolder.output(outputBucket, outputPrefix));
    RunCluster runCluster =
        new RunCluster(
            settings,
            assets,
            foundation,
            profile.orElseGet(() -> nodes.orElseThrow().profile()),
            step);

    String fingerprint = runCluster.fingerprint(this);
    RunFolder folder = new RunFolder(outputBucket, outputPrefix, runId(run, fingerprint));
    nodes.ifPresent(role -> role.grant(settings, assets, foundation, folder));
    CfnCluster cluster = runCluster.create(this, fingerprint, folder.runId());
    nodes.ifPresent(cluster.getNode()::addDependency);

    watch(run, deliverables, foundation, folder, cluster, fingerprint, runCluster.logUri());
    outputs(run, folder, cluster, runCluster.logUri());
  }

  /** Another stack of the same name is another run, hence the piece of the stack's id. */
  private String runId(RunSettings run, String fingerprint) {
    String stackUuid = Fn.select(2, Fn.split("/", getStackId()));
    return Fn.join("-", List.of(run.name(), fingerprint, Fn.select(0, Fn.split("-", stackUuid))));
  }

  private void watch(
      RunSettings run,
      Deliverables deliverables,
      FoundationValues foundation,
      RunFolder folder,
      CfnCluster cluster,
      String fingerprint,
      String logUri) {
    String sweep = OutcomeFunction.sweepName(run, fingerprint);
    OutcomeFunction outcome = new OutcomeFunction(this, run, deliverables, foundation);
    OutcomeSignals signals = new OutcomeSignals(this, fingerprint);
    CfnWaitConditionHandle handle = signals.handle();
    outcome.watch(run, foundation, folder, cluster.getRef(), handle.getRef(), logUri, sweep);
    var callers = signals.callers(outcome.function(), cluster, sweep);
    if (run.waits()) {
      signals.waitFor(handle, run, cluster, callers);
    }
  }

  private void outputs(RunSettings run, RunFolder folder, CfnCluster cluster, String logUri) {
    output("RunFolder", "Where the results are", folder.uri());
    output("Page", "The report", Fn.join("", List.of(folder.uri(), "/" + run.report())));
    output("ClusterId", "The cluster", cluster.getRef());
    output("Logs", "What the cluster told", Fn.join("", List.of(logUri, cluster.getRef(), "/")));
    output("Results", "Fetches page and tables", "make results RUN=" + run.name());
  }

  private void output(String id, String description, String value) {
    CfnOutput.Builder.create(this, id).description(description).value(value).build();
  }
}
