package io.github.imagefeatures.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The foundation with the defaults, and ways to its parts. */
abstract class FoundationTemplate {
  static final Synthesized DEFAULTS = Synthesized.of(Map.of());
  static final JsonNode FOUNDATION = DEFAULTS.foundation();

  static JsonNode foundation(Map<String, ?> context) {
    return Synthesized.of(context).foundation();
  }

  static JsonNode resource(String id) {
    return FOUNDATION.path("Resources").path(id);
  }

  static String bucketId(String name) {
    return Synthesized.ids(FOUNDATION, "AWS::S3::Bucket").stream()
        .filter(id -> id.startsWith("Buckets" + name))
        .findFirst()
        .orElseThrow();
  }

  static JsonNode bucket(String name) {
    return resource(bucketId(name)).path("Properties");
  }

  static JsonNode bucketPolicy(String name) {
    for (JsonNode policy : Synthesized.all(FOUNDATION, "AWS::S3::BucketPolicy")) {
      if (policy.path("Properties").path("Bucket").path("Ref").asText().equals(bucketId(name))) {
        return policy.path("Properties").path("PolicyDocument");
      }
    }
    throw new AssertionError(name);
  }

  static JsonNode statement(JsonNode document, String sid) {
    for (JsonNode each : document.path("Statement")) {
      if (each.path("Sid").asText().equals(sid)) {
        return each;
      }
    }
    throw new AssertionError(sid + " is not in " + document);
  }

  static JsonNode endpoint(JsonNode template, String type) {
    for (JsonNode each : Synthesized.all(template, "AWS::EC2::VPCEndpoint")) {
      if (each.path("Properties").path("VpcEndpointType").asText().equals(type)) {
        return each.path("Properties");
      }
    }
    throw new AssertionError(type);
  }

  static JsonNode securityConfiguration(JsonNode template) {
    return Synthesized.only(template, "AWS::EMR::SecurityConfiguration")
        .path("Properties")
        .path("SecurityConfiguration");
  }
}
