package io.github.imagefeatures.cdk;

import java.util.regex.Pattern;

/** How settings name a key of KMS. */
final class KmsKey {
  static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+");

  static final String RANGE =
      "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:123456789012:key/...";

  private KmsKey() {}
}
