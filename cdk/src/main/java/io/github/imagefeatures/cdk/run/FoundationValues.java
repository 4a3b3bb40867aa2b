package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.FoundationParameter;
import java.util.List;
import software.constructs.Construct;

/**
 * The foundation as a run sees it; every value is a token.
 *
 * @param logsBucket name
 * @param key ARN
 * @param subnets ids, one in each zone
 * @param primaryGroup id
 * @param coreGroup id
 * @param serviceGroup id
 * @param serviceRole name
 * @param securityConfiguration name
 * @param topic ARN
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
    String topic) {

  static FoundationValues read(Construct scope) {
    return new FoundationValues(
        FoundationParameter.LOGS_BUCKET.read(scope),
        FoundationParameter.KEY.read(scope),
        List.of(FoundationParameter.SUBNET_A.read(scope), FoundationParameter.SUBNET_B.read(scope)),
        FoundationParameter.PRIMARY_GROUP.read(scope),
        FoundationParameter.CORE_GROUP.read(scope),
        FoundationParameter.SERVICE_GROUP.read(scope),
        FoundationParameter.SERVICE_ROLE.read(scope),
        FoundationParameter.SECURITY_CONFIGURATION.read(scope),
        FoundationParameter.TOPIC.read(scope));
  }
}
