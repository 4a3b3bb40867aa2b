package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.OrderedMap;
import java.util.Map;
import software.amazon.awscdk.Stack;

/**
 * Conditions under which a service acts for this account in this region: without them anybody's
 * request to the service would reach our resources.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused
 *     deputy problem</a>
 */
final class SourceConditions {
  private SourceConditions() {}

  /**
   * @param service whose resource the request is made for, as in ARNs: {@code logs}
   */
  static Map<String, Object> of(String service, Stack stack) {
    return OrderedMap.of(
        "StringEquals",
        OrderedMap.of("aws:SourceAccount", stack.getAccount()),
        "ArnLike",
        OrderedMap.of(
            "aws:SourceArn",
            "arn:%s:%s:%s:%s:*"
                .formatted(stack.getPartition(), service, stack.getRegion(), stack.getAccount())));
  }
}
