package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final Synthesized DEFAULTS = Synthesized.of(Map.of());
  private static final JsonNode RUN = DEFAULTS.run();

  private static JsonNode properties(String type) {
    return Synthesized.only(RUN, type).path("Properties");
  }

  private static String id(String type) {
    return Synthesized.ids(RUN, type).get(0);
  }

  private static JsonNode environment() {
    return properties("AWS::Lambda::Function").path("Environment").path("Variables");
  }

  private static List<JsonNode> statements(String policyPrefix) {
    List<JsonNode> statements = new ArrayList<>();
    for (String id : Synthesized.ids(RUN, "AWS::IAM::Policy")) {
      if (id.startsWith(policyPrefix)) {
        RUN.path("Resources")
            .path(id)
            .path("Properties")
            .path("PolicyDocument")
            .path("Statement")
            .forEach(statements::add);
      }
    }
    return statements;
  }

  @Test
  void theDeploymentWaitsAsLongAsTheRunMayTake() {
    assertEquals(
        "14400", properties("AWS::CloudFormation::WaitCondition").path("Timeout").asText());
    assertEquals(
        "43200",
        Synthesized.only(
                Synthesized.of(Map.of("timeoutHours", "12")).run(),
                "AWS::CloudFormation::WaitCondition")
            .path("Properties")
            .path("Timeout")
            .asText());
    assertEquals(
        id("AWS::CloudFormation::WaitConditionHandle"),
        properties("AWS::CloudFormation::WaitCondition").path("Handle").path("Ref").asText());
  }

  @Test
  void nobodyWaitsBeforeSomebodyCanTell() {
    List<String> depends =
        Synthesized.texts(
            Synthesized.only(RUN, "AWS::CloudFormation::WaitCondition").path("DependsOn"));
    assertTrue(
        depends.containsAll(
            List.of(
                DEFAULTS.clusterId(),
                id("AWS::Events::Rule"),
                id("AWS::Scheduler::Schedule"),
                id("AWS::Lambda::Permission"))),
        depends.toString());
    assertEquals(
        List.of(DEFAULTS.clusterId()),
        Synthesized.texts(Synthesized.only(RUN, "AWS::Scheduler::Schedule").path("DependsOn")));
  }

  @Test
  void withoutWaitingTheOutcomeIsStillToldToTheTopicAndTheClusterEnded() {
    JsonNode template = Synthesized.of(Map.of("wait", "false")).run();
    assertEquals(List.of(), Synthesized.ids(template, "AWS::CloudFormation::WaitCondition"));
    assertEquals(1, Synthesized.ids(template, "AWS::Scheduler::Schedule").size());
    assertTrue(template.toString().contains("elasticmapreduce:TerminateJobFlows"));
  }

  @Test
  void noOutputReadsTheWaitsData() {
    assertFalse(RUN.path("Outputs").toString().contains("Wait"));
  }

  @Test
  void theFunctionIsToldAllThatItsContractNames() {
    assertEquals(
        "${" + DEFAULTS.clusterId() + "}", Synthesized.text(environment().path("CLUSTER_ID")));
    assertEquals(
        DEFAULTS.cluster().path("Steps").path(0).path("Name").asText(),
        environment().path("STEP_NAME").asText());
    assertEquals(
        "${" + id("AWS::CloudFormation::WaitConditionHandle") + "}",
        Synthesized.text(environment().path("SIGNAL_URL")));
    assertTrue(Synthesized.text(environment().path("TOPIC_ARN")).contains("topic"));
    assertEquals(
        Synthesized.text(DEFAULTS.cluster().path("LogUri")),
        Synthesized.text(environment().path("LOG_URI")));
    assertEquals("PT5H", environment().path("DEADLINE").asText());
    assertEquals(
        properties("AWS::Scheduler::Schedule").path("Name").asText(),
        environment().path("SWEEP_NAME").asText());
    String runId = DEFAULTS.stepArguments().get(DEFAULTS.stepArguments().size() - 1);
    assertTrue(
        Synthesized.text(environment().path("RUN_FOLDER"))
            .endsWith("/runs/" + runId.substring("--run-id=".length())));
  }

  @Test
  void theFunctionIsSmallOnArmAndKeepsItsAddressesEncrypted() {
    JsonNode function = properties("AWS::Lambda::Function");
    assertEquals("arm64", function.path("Architectures").path(0).asText());
    assertEquals(
        "io.github.imagefeatures.outcome.OutcomeHandler::handleRequest",
        function.path("Handler").asText());
    assertTrue(Synthesized.text(function.path("KmsKeyArn")).contains("key"));
    assertEquals(
        2, properties("AWS::Lambda::EventInvokeConfig").path("MaximumRetryAttempts").asInt());
  }

  @Test
  void theFunctionTouchesItsOwnClusterAndReadsItsOwnRunOnly() {
    List<String> written = new ArrayList<>();
    for (JsonNode statement : statements("OutcomeRole")) {
      for (String resource : Synthesized.texts(statement.path("Resource"))) {
        boolean streamsOfItsLog = resource.endsWith("/outcome-log}}:*");
        assertTrue(streamsOfItsLog || !resource.contains("*"), resource);
      }
      written.addAll(Synthesized.texts(statement.path("Action")));
    }
    assertFalse(written.contains("s3:PutObject"));
    for (JsonNode statement : statements("OutcomeRole")) {
      List<String> resources = Synthesized.texts(statement.path("Resource"));
      if (statement.path("Sid").asText().equals("AskAndEndCluster")) {
        assertTrue(resources.get(0).endsWith(":cluster/${" + DEFAULTS.clusterId() + "}"));
      }
      if (statement.path("Sid").asText().equals("ReadOutcome")) {
        assertEquals(1, resources.size());
        assertTrue(resources.get(0).matches(".*/runs/main-.*/failure\\.json"));
      }
    }
  }

  @Test
  void onlyTheRunsOwnClusterCallsTheFunctionAndOnlyWhenSomethingEnded() {
    JsonNode pattern = properties("AWS::Events::Rule").path("EventPattern");
    assertEquals("aws.emr", pattern.path("source").path(0).asText());
    assertEquals(
        DEFAULTS.clusterId(),
        pattern.path("detail").path("clusterId").path(0).path("Ref").asText());
    assertEquals(
        new TreeSet<>(
            List.of("COMPLETED", "FAILED", "CANCELLED", "TERMINATED", "TERMINATED_WITH_ERRORS")),
        new TreeSet<>(Synthesized.texts(pattern.path("detail").path("state"))));
    assertEquals(
        "${" + id("AWS::Events::Rule") + ".Arn}",
        Synthesized.text(properties("AWS::Lambda::Permission").path("SourceArn")));
  }

  @Test
  void aSweepLooksEveryFewMinutesShouldEventsGetLost() {
    JsonNode sweep = properties("AWS::Scheduler::Schedule");
    assertEquals("rate(5 minutes)", sweep.path("ScheduleExpression").asText());
    assertTrue(Synthesized.text(sweep.path("Target").path("Arn")).startsWith("${OutcomeFunction"));
    List<JsonNode> rights = statements("SignalsSweepRole");
    assertEquals(1, rights.size());
    assertTrue(Synthesized.text(rights.get(0).path("Resource")).startsWith("${OutcomeFunction"));
  }

  @Test
  void theFunctionMayEndItsOwnSweepOnly() {
    for (JsonNode statement : statements("OutcomeRole")) {
      if (statement.path("Sid").asText().equals("EndSweep")) {
        assertEquals(
            List.of("scheduler:DeleteSchedule"), Synthesized.texts(statement.path("Action")));
        assertTrue(
            Synthesized.text(statement.path("Resource"))
                .endsWith(
                    ":schedule/default/"
                        + properties("AWS::Scheduler::Schedule").path("Name").asText()));
        return;
      }
    }
    throw new AssertionError();
  }

  @Test
  void aFunctionThatKeepsFailingRaisesAnAlarm() {
    JsonNode alarm = properties("AWS::CloudWatch::Alarm");
    assertEquals("Errors", alarm.path("MetricName").asText());
    assertTrue(Synthesized.text(alarm.path("AlarmActions").path(0)).contains("topic"));
  }

  @Test
  void theFunctionsLogIsTheFoundationsSoThatItOutlivesARunThatFailed() {
    assertEquals(List.of(), Synthesized.ids(RUN, "AWS::Logs::LogGroup"));
    JsonNode log = Synthesized.only(DEFAULTS.foundation(), "AWS::Logs::LogGroup");
    assertEquals("RetainExceptOnCreate", log.path("DeletionPolicy").asText());
    assertEquals(30, log.path("Properties").path("RetentionInDays").asInt());
    assertTrue(Synthesized.text(log.path("Properties").path("KmsKeyId")).contains("Key"));
    assertTrue(
        Synthesized.text(properties("AWS::Lambda::Function").path("LoggingConfig").path("LogGroup"))
            .contains("/image-features/foundation/outcome-log"));
    assertTrue(
        statements("OutcomeRole").stream()
            .filter(each -> each.path("Action").toString().contains("logs:PutLogEvents"))
            .allMatch(each -> each.path("Resource").toString().contains("outcome-log")));
  }

  @Test
  void theOutputsNameFolderPageClusterLogsAndTheCommandThatFetches() {
    JsonNode outputs = RUN.path("Outputs");
    String folder = Synthesized.text(outputs.path("RunFolder").path("Value"));
    assertTrue(folder.startsWith("s3://"));
    assertEquals(folder + "/report.html", Synthesized.text(outputs.path("Page").path("Value")));
    assertEquals(
        DEFAULTS.clusterId(), outputs.path("ClusterId").path("Value").path("Ref").asText());
    assertTrue(Synthesized.text(outputs.path("Logs").path("Value")).contains("/clusters/main/"));
    assertEquals("make results RUN=main", outputs.path("Results").path("Value").asText());
  }
}
