package io.github.imagefeatures.cdk;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the account has already and a deployment uses as it is: none of it is ever changed or
 * deleted, and the foundation makes only what is left.
 *
 * @param vpc id of a VPC whose subnets reach S3; only with subnets
 * @param subnets ids of one or two subnets of it; empty without a VPC
 * @param securityGroups ids of the groups of primary nodes, of core and task nodes, and of EMR's
 *     access to both; empty when the foundation makes them
 * @param key ARN of the KMS key of everything that rests
 * @param dataBucket name of the bucket of results
 * @param logsBucket name of the bucket of what clusters tell
 * @param serviceRole name of the role with which EMR runs clusters
 * @param instanceProfile name of the profile of the nodes of all runs; only with a service role,
 *     which must be allowed to pass its role
 */
public record ExistingParts(
    Optional<String> vpc,
    List<String> subnets,
    List<String> securityGroups,
    Optional<String> key,
    Optional<String> dataBucket,
    Optional<String> logsBucket,
    Optional<String> serviceRole,
    Optional<String> instanceProfile) {

  /** The names of the settings, which stand in {@code cdk.json} alone. */
  static final List<String> NAMES =
      List.of(
          "vpc",
          "subnets",
          "securityGroups",
          "key",
          "dataBucket",
          "logsBucket",
          "serviceRole",
          "instanceProfile");

  private static final Pattern VPC = Pattern.compile("vpc-[0-9a-f]{8,17}");
  private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{8,17}");
  private static final Pattern GROUP = Pattern.compile("sg-[0-9a-f]{8,17}");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ROLE = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern PROFILE = Pattern.compile("[\\w+=,.@-]{1,128}");
  private static final int GROUPS = 3;

  static ExistingParts of(ContextValues context) {
    ExistingParts parts =
        new ExistingParts(
            context.text("vpc", VPC, "the id of a VPC, such as vpc-0123456789abcdef0"),
            subnets(named(context, "subnets")),
            securityGroups(named(context, "securityGroups")),
            context.text("key", KmsKey.ARN, KmsKey.RANGE),
            context.text("dataBucket", BUCKET, "the name of a bucket of the region"),
            context.text("logsBucket", BUCKET, "the name of a bucket of the region"),
            context.text("serviceRole", ROLE, "the name of a role, without path"),
            context.text(
                "instanceProfile", PROFILE, "the name of an instance profile, without path"));
    parts.requireWhole();
    return parts;
  }

  private static List<String> named(ContextValues context, String name) {
    List<String> values = context.list(name, "");
    return values.equals(List.of("")) ? List.of() : List.copyOf(values);
  }

  private static List<String> subnets(List<String> ids) {
    boolean known = ids.stream().allMatch(id -> SUBNET.matcher(id).matches());
    if (!known || ids.size() > 2 || ids.stream().distinct().count() != ids.size()) {
      throw ContextValues.wrong(
          "subnets",
          String.join(",", ids),
          "one subnet or two in two zones, such as subnet-0123456789abcdef0");
    }
    return ids;
  }

  private static List<String> securityGroups(List<String> ids) {
    boolean known = ids.stream().allMatch(id -> GROUP.matcher(id).matches());
    if (!known || (!ids.isEmpty() && ids.size() != GROUPS)) {
      throw ContextValues.wrong(
          "securityGroups",
          String.join(",", ids),
          "three security groups, of primary nodes, of core and task nodes, and of EMR's access to"
              + " them, such as sg-0123456789abcdef0");
    }
    return ids;
  }

  private void requireWhole() {
    require("vpc", vpc.isPresent(), "subnets", !subnets.isEmpty(), "EMR takes nodes from them");
    require(
        "subnets", !subnets.isEmpty(), "vpc", vpc.isPresent(), "security groups are made in it");
    require(
        "securityGroups",
        !securityGroups.isEmpty(),
        "vpc",
        vpc.isPresent(),
        "a group belongs to one VPC");
    require(
        "instanceProfile",
        instanceProfile.isPresent(),
        "serviceRole",
        serviceRole.isPresent(),
        "it must be allowed to pass the profile's role");
  }

  private static void require(
      String name, boolean isSet, String other, boolean otherIsSet, String why) {
    if (isSet && !otherIsSet) {
      throw new SettingsException(
          "IF-CDK-17", "%s needs %s: %s; name both in cdk.json.".formatted(name, other, why));
    }
  }
}
