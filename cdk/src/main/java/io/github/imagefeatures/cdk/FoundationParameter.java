package io.github.imagefeatures.cdk;

import software.amazon.awscdk.CfnDynamicReference;
import software.amazon.awscdk.CfnDynamicReferenceService;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/**
 * What a run takes from the foundation, by way of the Parameter Store: unlike an export, a
 * parameter does not forbid the foundation to change what a finished run once used. A run refers to
 * it by a dynamic reference, which is read when a resource is made: unlike a template's parameter
 * of an SSM type, a new value does not touch the cluster of a finished run, and the command line
 * sees that nothing has changed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html">Get
 *     a plaintext value from Systems Manager Parameter Store</a>
 */
public enum FoundationParameter {
  /** Name of the bucket of results. */
  DATA_BUCKET("data-bucket"),
  /** Name of the bucket of logs. */
  LOGS_BUCKET("logs-bucket"),
  /** Name of the bucket of weights and certificates. */
  CODE_BUCKET("code-bucket"),
  /** ARN of the key. */
  KEY("key"),
  /** Id of the first zone's subnet. */
  SUBNET_A("subnet-a"),
  /** Id of the second zone's subnet. */
  SUBNET_B("subnet-b"),
  /** Id of the primary nodes' security group. */
  PRIMARY_GROUP("primary-group"),
  /** Id of the core and task nodes' security group. */
  CORE_GROUP("core-group"),
  /** Id of EMR's security group. */
  SERVICE_GROUP("service-group"),
  /** Name of EMR's role. */
  SERVICE_ROLE("service-role"),
  /** Name of EMR's security configuration. */
  SECURITY_CONFIGURATION("security-configuration"),
  /** ARN of the topic of outcomes. */
  TOPIC("topic"),
  /** Name of the log of all outcome functions. */
  OUTCOME_LOG("outcome-log");

  private final String parameterName;

  FoundationParameter(String name) {
    this.parameterName = "/" + Names.PREFIX + "/foundation/" + name;
  }

  /** {@return its name in the Parameter Store} */
  public String parameterName() {
    return parameterName;
  }

  /**
   * Keeps the value; called by the foundation.
   *
   * @param scope the foundation
   * @param value what a run reads
   */
  public void write(Construct scope, String value) {
    StringParameter.Builder.create(scope, "Parameter-" + name())
        .parameterName(parameterName)
        .stringValue(value)
        .build();
  }

  /**
   * Stands for the value until a resource is made from it; used by a run.
   *
   * @return a token
   */
  public String reference() {
    return new CfnDynamicReference(CfnDynamicReferenceService.SSM, parameterName).toString();
  }
}
