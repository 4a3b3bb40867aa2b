package io.github.imagefeatures.outcome;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The Lambda function of one run stack. Whatever calls it, it asks EMR how the run's step and
 * cluster are, and once the step has ended it tells the topic, signals the wait condition and
 * terminates the cluster. Once it sees the cluster ending, it deletes the sweep that calls it.
 *
 * <p>The signal comes after the topic and its tag: the signal of a failure makes CloudFormation
 * delete this function and its rights while it runs.
 *
 * <p>Every part can be done twice without harm. What has been done is known by tags on the cluster
 * ({@link #TOLD}, {@link #SIGNALLED}), and, because EMR takes no tags for a cluster that has ended,
 * also by this object for as long as Lambda keeps it. Where both are lost, the same signal goes out
 * once more, which CloudFormation ignores, and the topic receives the same message again. Whatever
 * fails is thrown: Lambda's own retries and the next sweep come back to it.
 */
public final class OutcomeHandler implements RequestHandler<Map<String, Object>, String> {
  /** The cluster's tag that holds the outcome that the topic has been told. */
  static final String TOLD = "image-features-outcome";

  /** The cluster's tag that holds the outcome that the wait condition has been signalled. */
  static final String SIGNALLED = "image-features-signalled";

  private final OutcomeSettings settings;
  private final EmrClient emr;
  private final S3Client s3;
  private final SnsClient sns;
  private final Sweep sweep;
  private boolean told;
  private boolean signalled;

  /** For Lambda: settings and endpoints from the environment. */
  public OutcomeHandler() {
    this(System.getenv());
  }

  OutcomeHandler(Map<String, String> environment) {
    this.settings = OutcomeSettings.of(environment);
    SdkHttpClient http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(10))
            .socketTimeout(Duration.ofSeconds(20))
            .build();
    // Four attempts span seconds; longer throttling is left to Lambda's retries and the sweeps.
    var retries = AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(4).build();
    this.emr = client(EmrClient.builder(), http, retries);
    this.s3 = client(S3Client.builder(), http, retries);
    this.sns = client(SnsClient.builder(), http, retries);
    this.sweep = new Sweep(client(SchedulerClient.builder(), http, retries), settings);
  }

  private static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      B builder, SdkHttpClient http, RetryStrategy retries) {
    return builder
        .httpClient(http)
        .overrideConfiguration(configuration -> configuration.retryStrategy(retries))
        .build();
  }

  /**
   * Looks at the run and does what its state asks for.
   *
   * @param event what called; not read, since events come late, twice, or not at all
   * @param context gives the log
   * @return one sentence about what was found and done
   */
  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    RunCluster cluster = new RunCluster(emr, settings);
    String done = cluster.look().map(run -> act(run, cluster, context)).orElseGet(this::forget);
    context.getLogger().log(done + "\n");
    return done;
  }

  private String forget() {
    sweep.end();
    return "EMR knows no cluster %s any more: nothing is left to do."
        .formatted(settings.clusterId());
  }

  private String act(ObservedRun run, RunCluster cluster, Context context) {
    told |= run.hasTag(TOLD);
    signalled |= run.hasTag(SIGNALLED);
    if (told && signalled) {
      end(run, cluster);
      return "The outcome had been told before.";
    }
    Instant now = Instant.now();
    FailureFile failureFile =
        new FailureFile(s3, settings.runFolder(), line -> context.getLogger().log(line + "\n"));
    Optional<Outcome> outcome = new Verdict(settings, failureFile).of(run, now);
    if (outcome.isEmpty()) {
      return "The run has not ended: the cluster is %s, the step %s."
          .formatted(
              run.cluster().status().stateAsString(),
              run.step().map(step -> step.status().stateAsString()).orElse("not there yet"));
    }
    tellAndEnd(outcome.get(), run, cluster, settings.isOverdue(run.created(), now));
    return "Told %s: %s".formatted(outcome.get().status(), outcome.get().sentence());
  }

  /** The cluster costs money, so it ends even when the outcome could not be told. */
  private void tellAndEnd(Outcome outcome, ObservedRun run, RunCluster cluster, boolean overdue) {
    try {
      tell(outcome, cluster, overdue);
    } catch (RuntimeException e) {
      try {
        terminate(run, cluster);
      } catch (RuntimeException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    end(run, cluster);
  }

  /** A topic that fails keeps nobody waiting: the signal goes out all the same. */
  private void tell(Outcome outcome, RunCluster cluster, boolean overdue) {
    try {
      publish(outcome, cluster);
    } catch (RuntimeException e) {
      try {
        signal(outcome, cluster, overdue);
      } catch (RuntimeException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    signal(outcome, cluster, overdue);
  }

  private void publish(Outcome outcome, RunCluster cluster) {
    if (!told) {
      new OutcomeTopic(sns, settings).publish(outcome);
      told = true;
      cluster.mark(TOLD, outcome.status());
    }
  }

  private void signal(Outcome outcome, RunCluster cluster, boolean overdue) {
    if (!signalled) {
      try {
        new WaitHandle(settings.signalUrl(), settings.runFolder().toString()).signal(outcome);
      } catch (WaitHandle.SignalException e) {
        // Past the deadline the wait is over and its URL has expired.
        if (!overdue) {
          throw e;
        }
      }
      signalled = true;
      cluster.mark(SIGNALLED, outcome.status());
    }
  }

  /** The sweep stays until it has seen that the cluster ends. */
  private void end(ObservedRun run, RunCluster cluster) {
    terminate(run, cluster);
    if (run.hasEndingCluster()) {
      sweep.end();
    }
  }

  private static void terminate(ObservedRun run, RunCluster cluster) {
    if (!run.hasEndingCluster()) {
      cluster.terminate();
    }
  }
}
