package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code make logs}. */
class LogsTest extends DeploymentScripts {
  private static final String CLUSTERS =
      "*list-clusters*) printf 'j-3\\timage-features-fruit-salad-0123456789\\n"
          + "j-2\\timage-features-fruit-0123456789\\nj-1\\timage-features-fruit-9876543210\\n' ;;";
  private static final String TIME =
      "*describe-cluster*j-2*CreationDateTime*) echo 2026-11-01T00:00:00+00:00 ;;";
  private static final String STATE =
      "*describe-cluster*j-2*) printf 'TERMINATED\\tTerminated by user request\\n' ;;";
  private static final String STEP =
      "*list-steps*j-2*) printf 'spark-submit\\trun\\t--output=s3://data/team\\t--run-id=fruit-01-ab\\n'"
          + " ;;";
  private static final String LOGS_BUCKET = "*logs-bucket*) echo logs-of-clusters ;;";
  private static final String OUTCOME_LOG = "*outcome-log*) echo the-log ;;";

  private Outcome logs(String... more) throws Exception {
    List<String> cases = new ArrayList<>(List.of(more));
    cases.addAll(List.of(CLUSTERS, TIME, STATE, STEP, LOGS_BUCKET, OUTCOME_LOG));
    aws(cases.toArray(String[]::new));
    return run(Map.of("RUN", "fruit"), "cdk/bin/logs");
  }

  @Test
  void theJobsSentenceAndTheEndOfTheDriversLogArePrinted() throws Exception {
    Outcome outcome =
        logs(
            "*'s3 sync'*) driver=logs/fruit/containers/application_1/container_1_000001; mkdir -p"
                + " $driver && echo 'the driver says' | gzip >$driver/stderr.gz ;;",
            "*failure.json*) echo '{\"sentence\": \"There are no images.\", \"id\": \"IF-IN-02\"}'"
                + " >logs/fruit/failure.json ;;",
            "*filter-log-events*) printf 'START\\nTold FAILURE: There are no images.\\n' ;;");
    assertEquals(0, outcome.code(), outcome.output());
    assertEquals(
        """
        cluster j-2: TERMINATED Terminated by user request
        the job: There are no images. [IF-IN-02]
        Told FAILURE: There are no images.
        the driver's log (logs/fruit/containers/application_1/container_1_000001/stderr.gz) ends with:
          the driver says
        logs/fruit/
        """,
        outcome.output());
    String all = String.join("\n", calls());
    assertTrue(all.contains("s3://logs-of-clusters/clusters/fruit/j-2/ logs/fruit/"), all);
    assertTrue(all.contains("s3://data/team/runs/fruit-01-ab/failure.json"), all);
    assertTrue(all.contains("--log-group-name the-log"), all);
    assertTrue(all.contains("--start-time 1793491200000"), all);
    assertTrue(all.contains("'/image-features-fruit-Outcome'"), all);
  }

  @Test
  void aBootstrapActionsSentenceIsPrinted() throws Exception {
    Outcome outcome =
        logs(
            "*'s3 sync'*) action=logs/fruit/node/i-1/bootstrap-actions/1; mkdir -p $action && echo"
                + " 'check-node: no AVX [IF-NODE-02]' | gzip >$action/stderr.gz ;;");
    assertTrue(
        outcome.output().contains("a bootstrap action: check-node: no AVX [IF-NODE-02]\n"),
        outcome.output());
  }

  @Test
  void aPartThatCannotBeFetchedKeepsTheRestFromNobody() throws Exception {
    Outcome outcome =
        logs("*'s3 sync'*) exit 1 ;;", "*filter-log-events*) echo 'Told FAILURE: No.' ;;");
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(outcome.output().contains("the part 'cluster logs' cannot be fetched\n"));
    assertTrue(outcome.output().contains("Told FAILURE: No.\n"), outcome.output());
    assertTrue(Files.exists(folder.resolve("logs/fruit/outcome-function.log")));
  }

  @Test
  void aRunThatNeverHadAClusterIsOneSentence() throws Exception {
    aws("*list-clusters*) printf 'j-3\\timage-features-fruit-salad-0123456789\\n' ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/logs");
    assertEquals(1, outcome.code());
    assertEquals(
        "image-features: EMR knows no cluster of the run 'fruit': name another with RUN=, or look at"
            + " the events of image-features-fruit. [IF-AWS-17]\n",
        outcome.output());
  }
}
