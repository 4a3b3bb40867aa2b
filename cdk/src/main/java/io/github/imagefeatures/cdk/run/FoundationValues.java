package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.ExistingParts;
import io.github.imagefeatures.cdk.FoundationParameter;
import java.util.ArrayList;
import java.util.List;

/**
 * The foundation as a run sees it; every value is a token.
 *
 * @param logsBucket name
 * @param key ARN
 * @param subnets ids, one in each of up to two zones
 * @param primaryGroup id
 * @param coreGroup id
 * @param serviceGroup id
 * @param serviceRole name
 * @param securityConfiguration name
 * @param topic ARN
 * @param outcomeLog name
 */
record FoundationValues(
    String logsBucket,
    String key,
    List<String> subnets,
    String primaryGroup,
    String coreGroup,
    String serviceGroup,
    String serviceRole,
    String securityConfiguration,
    String topic,
    String outcomeLog) {

  /**
   * @param existing says how many subnets there are
   */
  static FoundationValues references(ExistingParts existing) {
    List<String> subnets = new ArrayList<>(List.of(FoundationParameter.SUBNET_A.reference()));
    if (existing.subnets().size() != 1) {
      subnets.add(FoundationParameter.SUBNET_B.reference());
    }
    return new FoundationValues(
        FoundationParameter.LOGS_BUCKET.reference(),
        FoundationParameter.KEY.reference(),
        subnets,
        FoundationParameter.PRIMARY_GROUP.reference(),
        FoundationParameter.CORE_GROUP.reference(),
        FoundationParameter.SERVICE_GROUP.reference(),
        FoundationParameter.SERVICE_ROLE.reference(),
        FoundationParameter.SECURITY_CONFIGURATION.reference(),
        FoundationParameter.TOPIC.reference(),
        FoundationParameter.OUTCOME_LOG.reference());
  }
}
