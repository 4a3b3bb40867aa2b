package io.github.imagefeatures.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A run whose step and cluster are what a test makes them, and the function that watches it. */
abstract class WatchedRun {
  static final String FOLDER = "s3://data/output/runs/a-1";
  static final String FAILURE_FILE = "data/output/runs/a-1/failure.json";
  static final Map<String, Object> STEP_EVENT =
      Map.of("source", "aws.emr", "detail-type", "EMR Step Status Change");
  static final Map<String, Object> SWEEP = Map.of();
  static final Map<String, Object> EMR_DETAILS =
      Map.of(
          "Reason", "Unknown Error.",
          "Message", "Application application_1_0001 finished with failed status",
          "LogFile", "s3://logs/emr/" + FakeEmr.CLUSTER + "/steps/s-1/stderr.gz");

  final Map<String, String> environment = new HashMap<>();
  FakeAws aws;

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws();
    System.setProperty("aws.endpointUrl", aws.endpoint());
    System.setProperty("aws.region", "eu-west-1");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    environment.put("CLUSTER_ID", FakeEmr.CLUSTER);
    environment.put("SIGNAL_URL", aws.endpoint() + FakeAws.HANDLE);
    environment.put("TOPIC_ARN", "arn:aws:sns:eu-west-1:111122223333:outcomes");
    environment.put("RUN_FOLDER", FOLDER);
    environment.put("LOG_URI", "s3://logs/emr/");
    environment.put("SWEEP_NAME", FakeScheduler.SWEEP);
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  /** A function that Lambda has just started. */
  OutcomeHandler fresh() {
    return new OutcomeHandler(environment);
  }

  String handle(Map<String, Object> event) {
    return fresh().handleRequest(event, new FakeContext());
  }

  Map<String, Object> onlySignal() throws IOException {
    assertEquals(1, aws.signals.size());
    return aws.signals.get(0).fields();
  }

  String onlyReason() throws IOException {
    Map<String, Object> signal = onlySignal();
    assertEquals("FAILURE", signal.get("Status"));
    return (String) signal.get("Reason");
  }

  void jobLeaves(String json) {
    aws.objects.put(FAILURE_FILE, new FakeAws.Stored(json, Instant.now()));
  }
}
