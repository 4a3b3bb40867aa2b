package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The foundation as a whole, and as a run sees it. */
class FoundationTest extends FoundationTemplate {
  @Test
  void anotherRunDoesNotChangeTheFoundation() {
    JsonNode other =
        foundation(
            Map.of(
                "run", "other",
                "again", "once more",
                "images", "s3://theirs/images",
                "output", "s3://theirs/output",
                "model", "s3://theirs/own.h5",
                "instanceTypes", "r5.4xlarge",
                "timeoutHours", "12",
                "maxTaskUnits", "100"));
    assertEquals(FOUNDATION, other);
  }

  @Test
  void outcomesGoToAnEncryptedTopicAndToTheAddressThatIsNamed() {
    JsonNode topic = Synthesized.only(FOUNDATION, "AWS::SNS::Topic").path("Properties");
    assertTrue(Synthesized.text(topic.path("KmsMasterKeyId")).startsWith("${Key"));
    assertEquals(List.of(), Synthesized.ids(FOUNDATION, "AWS::SNS::Subscription"));
    JsonNode mail =
        Synthesized.only(foundation(Map.of("notify", "a@example.org")), "AWS::SNS::Subscription");
    assertEquals("email", mail.path("Properties").path("Protocol").asText());
    assertEquals("a@example.org", mail.path("Properties").path("Endpoint").asText());
  }

  @Test
  void theTopicHearsOfAClusterThatNeverCameUp() {
    JsonNode rule = Synthesized.only(FOUNDATION, "AWS::Events::Rule").path("Properties");
    assertEquals("ENABLED", rule.path("State").asText());
    JsonNode pattern = rule.path("EventPattern");
    assertEquals(List.of("aws.emr"), Synthesized.texts(pattern.path("source")));
    assertEquals(
        List.of("EMR Cluster State Change"), Synthesized.texts(pattern.path("detail-type")));
    assertEquals(
        List.of("TERMINATED_WITH_ERRORS"), Synthesized.texts(pattern.path("detail").path("state")));
    assertEquals(
        "image-features-", pattern.path("detail").path("name").path(0).path("prefix").asText());
    assertTrue(
        Synthesized.text(DEFAULTS.cluster().path("Name")).startsWith("image-features-"),
        "the rule knows clusters by their names");
    JsonNode target = rule.path("Targets").path(0);
    assertTrue(Synthesized.text(target.path("Arn")).startsWith("${Outcomes"));
    assertTrue(target.path("InputTransformer").toString().contains("$.detail.message"));
  }

  @Test
  void theRuleOfFailedClustersMayPublishAndUseTheKeyOfTheTopic() {
    JsonNode rule = Synthesized.only(FOUNDATION, "AWS::Events::Rule").path("Properties");
    String role = rule.path("Targets").path(0).path("RoleArn").path("Fn::GetAtt").path(0).asText();
    List<String> actions = new ArrayList<>();
    for (JsonNode policy : Synthesized.all(FOUNDATION, "AWS::IAM::Policy")) {
      if (policy.path("Properties").path("Roles").toString().contains(role)) {
        policy
            .path("Properties")
            .path("PolicyDocument")
            .path("Statement")
            .forEach(each -> actions.addAll(Synthesized.texts(each.path("Action"))));
      }
    }
    assertTrue(
        actions.containsAll(List.of("sns:Publish", "kms:Decrypt", "kms:GenerateDataKey*")),
        actions.toString());
  }

  @Test
  void aBudgetWarnsOfWhatCarriesTheTagWhereOneIsSet() {
    assertEquals(List.of(), Synthesized.ids(FOUNDATION, "AWS::Budgets::Budget"));
    JsonNode budget =
        Synthesized.only(
                foundation(Map.of("budget", "50", "notify", "a@example.org")),
                "AWS::Budgets::Budget")
            .path("Properties");
    assertEquals(50, budget.path("Budget").path("BudgetLimit").path("Amount").asInt());
    assertEquals(
        "user:project$image-features",
        budget.path("Budget").path("CostFilters").path("TagKeyValue").path(0).asText());
    JsonNode warnings = budget.path("NotificationsWithSubscribers");
    assertEquals(List.of("ACTUAL", "FORECASTED"), warnings.findValuesAsText("NotificationType"));
    assertEquals("a@example.org", warnings.findValuesAsText("Address").get(0));
  }

  @Test
  void everythingIsTaggedForCostAllocationByProjectAndRun() {
    for (String type : List.of("AWS::KMS::Key", "AWS::S3::Bucket", "AWS::EC2::VPC")) {
      for (JsonNode each : Synthesized.all(FOUNDATION, type)) {
        String tags = each.path("Properties").path("Tags").toString();
        assertTrue(tags.contains("{\"Key\":\"project\",\"Value\":\"image-features\"}"), tags);
        assertTrue(
            tags.contains("{\"Key\":\"image-features-part\",\"Value\":\"foundation\"}"), tags);
      }
    }
    assertTrue(
        DEFAULTS
            .cluster()
            .path("Tags")
            .toString()
            .contains("{\"Key\":\"image-features-part\",\"Value\":\"main\"}"));
  }

  @Test
  void theFoundationExportsNothingThatARunCouldLock() {
    assertTrue(FOUNDATION.findValues("Export").isEmpty());
    assertEquals(
        FoundationParameter.values().length,
        Synthesized.all(FOUNDATION, "AWS::SSM::Parameter").size());
    assertFalse(DEFAULTS.run().toString().contains("Fn::ImportValue"));
  }

  @Test
  void everyRoleHasThePermissionsBoundaryAndEverythingTheTags() {
    Synthesized bounded =
        Synthesized.of(
            Map.of("permissionsBoundary", "team/bound", "tags", Map.of("team", "vision")));
    for (JsonNode template : List.of(bounded.foundation(), bounded.run())) {
      for (JsonNode role : Synthesized.all(template, "AWS::IAM::Role")) {
        assertEquals(
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/team/bound",
            Synthesized.text(role.path("Properties").path("PermissionsBoundary")));
        assertTrue(role.path("Properties").path("Tags").toString().contains("vision"));
      }
    }
    assertTrue(bounded.cluster().path("Tags").toString().contains("vision"));
    assertEquals(List.of(), new ArrayList<>(DEFAULTS.run().findValues("PermissionsBoundary")));
  }

  @Test
  void aRunRefersToTheFoundationSoThatNothingUnchangedIsEverTouched() {
    // Parameters of an SSM type would be read at every deployment and replace a finished cluster.
    assertEquals(1, DEFAULTS.run().path("Parameters").size());
    assertTrue(DEFAULTS.run().path("Parameters").has("BootstrapVersion"));
    String all = Synthesized.of(Map.of("tlsCertificates", "s3://ours/pem.zip")).run().toString();
    int references = all.split("resolve:ssm:", -1).length - 1;
    assertTrue(references <= 60, references + ": CloudFormation takes 60 in a template");
  }
}
