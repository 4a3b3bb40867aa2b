package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.cxapi.SynthesisMessage;

/** cdk-nag's AwsSolutions rules; each finding that stays has its reason here. */
class NagTest {

  /** A rule that does not fit, where, and why. */
  private record Reason(String rule, String why) {}

  private static final List<Reason> FOUNDATION =
      List.of(
          new Reason(
              "AwsSolutions-IAM4",
              "AmazonEMRServicePolicy_v2 is what EMR asks for, kept up by AWS, and bound to the tag"
                  + " of our resources."),
          new Reason(
              "AwsSolutions-IAM5",
              "PassRole names the instance roles of runs, which the foundation cannot know one by"
                  + " one."));

  private static final List<Reason> RUN =
      List.of(
          new Reason(
              "AwsSolutions-EMR4",
              "The rule looks for another JSON than the one that EMR documents; EncryptionKeyTest"
                  + " asserts the documented shape."),
          new Reason(
              "AwsSolutions-EMR5",
              "As EMR4; in transit Spark authenticates and encrypts by itself unless certificates"
                  + " are named (SparkConfigurationTest)."),
          new Reason(
              "AwsSolutions-L1",
              "Java 21 is supported by Lambda for years to come; the function is built for 17 and"
                  + " runs on both."),
          new Reason(
              "AwsSolutions-EMR6",
              "Nobody logs in to a node: there is no key pair, no way in, and no Kerberos to"
                  + " keep."),
          new Reason(
              "AwsSolutions-IAM5",
              "Object names below the run's own folder, logs and images; NodeRoleTest asserts that"
                  + " no bucket, action or whole resource is a wildcard."));

  private static List<String> findings(Map<String, ?> context, boolean explained) {
    App app = Synthesized.app(context, Synthesized.temporary("nag"));
    // Findings are collected here, not thrown at the first.
    app.getNode().setContext("@aws-cdk/core:annotationsInValidationReport", false);
    Stack run =
        PipelineApp.build(app, Synthesized.settings(context), Synthesized.standIns(context));
    Stack foundation = (Stack) app.getNode().findChild(Names.FOUNDATION);
    if (explained) {
      suppress(foundation, FOUNDATION);
      suppress(run, RUN);
    }
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
    List<String> findings = new ArrayList<>();
    for (Stack stack : List.of(foundation, run)) {
      Annotations annotations = Annotations.fromStack(stack);
      collect(findings, annotations.findError("*", Match.stringLikeRegexp("AwsSolutions.*")));
      collect(findings, annotations.findWarning("*", Match.stringLikeRegexp("AwsSolutions.*")));
      collect(findings, annotations.findWarning("*", Match.stringLikeRegexp("CdkNag.*")));
    }
    return findings;
  }

  private static void suppress(Stack stack, List<Reason> reasons) {
    NagSuppressions.addStackSuppressions(
        stack,
        reasons.stream()
            .map(each -> NagPackSuppression.builder().id(each.rule()).reason(each.why()).build())
            .toList());
  }

  private static void collect(List<String> findings, List<SynthesisMessage> messages) {
    messages.forEach(
        message -> findings.add(message.getId() + ": " + message.getEntry().getData()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void noFindingIsUnexplained(String keyEndpoint) {
    Map<String, String> context = Map.of("localDisks", "kms", "keyEndpoint", keyEndpoint);
    assertEquals(List.of(), findings(context, true));
  }

  @Test
  void noFindingIsUnexplainedWhereEverythingIsThere() {
    assertEquals(List.of(), findings(ExistingPartsTest.EVERYTHING, true));
  }

  @Test
  void everyReasonIsStillNeeded() {
    String all = String.join("\n", findings(Map.of(), false));
    assertFalse(all.isEmpty());
    var unneeded = new TreeSet<String>();
    for (Reason reason : FOUNDATION) {
      if (!all.contains(reason.rule())) {
        unneeded.add(reason.rule());
      }
    }
    for (Reason reason : RUN) {
      if (!all.contains(reason.rule())) {
        unneeded.add(reason.rule());
      }
    }
    assertEquals(new TreeSet<>(), unneeded, all);
  }
}
