package io.github.imagefeatures.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JAR as it is deployed, started by Amazon's own Lambda runtime. */
class OutcomeJarIT {
  private static final Path JAR = Path.of(System.getProperty("outcome.jar", "absent"));
  private static final Path RUNTIME = Path.of(System.getProperty("lambda.runtime", "absent"));
  private static final String HANDLER =
      "io.github.imagefeatures.outcome.OutcomeHandler::handleRequest";
  private static final String EVENT =
      """
      {"version": "0", "id": "999cccaa-eaaa-0000-1111-123456789012", "detail-type": "EMR Step Status Change",
       "source": "aws.emr", "account": "123456789012", "time": "2016-12-16T20:53:09Z", "region": "us-east-1",
       "resources": [], "detail": {"severity": "ERROR", "actionOnFailure": "CONTINUE", "stepId": "s-1",
       "name": "run", "clusterId": "j-1", "state": "FAILED", "message": "Step s-1 in cluster j-1 failed"}}
      """;

  @TempDir Path folder;

  @Test
  void theHandlerWorksInAmazonsRuntime() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "Amazon's Lambda runtime is for Linux");
    try (FakeAws aws = new FakeAws();
        FakeLambda lambda = new FakeLambda()) {
      aws.emr.stepIs("COMPLETED", null);
      aws.emr.clusterIs("TERMINATING", "USER_REQUEST", "Terminated by user request");
      lambda.events.add(EVENT);
      Process function = start(aws, lambda);
      try {
        FakeLambda.Answer answer = answer(lambda, function);

        assertNotNull(answer, () -> "no answer; the log says " + log());
        assertEquals(
            new FakeLambda.Answer("response", "\"Told SUCCESS: The run is complete.\""), answer);
        assertEquals("SUCCESS", aws.signals.get(0).fields().get("Status"));
        assertEquals(1, aws.messages.size());
        assertFalse(aws.scheduler.hasSweep);
      } finally {
        function.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void theJarIsSmallAndRunsOnAnyArchitecture() throws IOException {
    assertTrue(Files.size(JAR) < 16_000_000, () -> JAR + " has grown");
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> unwanted =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(
                  name ->
                      name.matches(".*\\.(so|dylib|dll|jnilib)")
                          || name.startsWith("io/netty")
                          || name.startsWith("org/apache"))
              .toList();
      assertEquals(List.of(), unwanted);
    }
  }

  /** The function's answer; null when it died or was silent for a minute. */
  private static FakeLambda.Answer answer(FakeLambda lambda, Process function)
      throws InterruptedException {
    FakeLambda.Answer answer = null;
    for (int second = 0; answer == null && second < 60 && function.isAlive(); second++) {
      answer = lambda.answers.poll(1, TimeUnit.SECONDS);
    }
    return answer;
  }

  private Process start(FakeAws aws, FakeLambda lambda) throws IOException {
    ProcessBuilder function =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            RUNTIME + "/*" + File.pathSeparator + JAR,
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
            HANDLER);
    function
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("AWS_LAMBDA_RUNTIME_API", lambda.address()),
                Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_java17"),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", "outcome"),
                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
                Map.entry("AWS_ENDPOINT_URL", aws.endpoint()),
                Map.entry("AWS_REGION", "eu-west-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "test"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "test"),
                Map.entry("CLUSTER_ID", FakeEmr.CLUSTER),
                Map.entry("SIGNAL_URL", aws.endpoint() + FakeAws.HANDLE),
                Map.entry("TOPIC_ARN", "arn:aws:sns:eu-west-1:111122223333:outcomes"),
                Map.entry("RUN_FOLDER", "s3://data/output/runs/a-1"),
                Map.entry("LOG_URI", "s3://logs/emr"),
                Map.entry("SWEEP_NAME", FakeScheduler.SWEEP)));
    // A crash report, if any, lies with the test's own files.
    function.directory(folder.toFile());
    return function
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
