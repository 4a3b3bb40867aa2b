package io.github.imagefeatures.cdk;

import software.amazon.awscdk.Tags;
import software.constructs.IConstruct;

/**
 * The tag without which EMR's managed service policy lets EMR touch nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-iam-policies.html">Amazon
 *     EMR managed policies</a>
 */
public final class EmrTag {
  /** The tag's key. */
  public static final String KEY = "for-use-with-amazon-emr-managed-policies";

  /** The tag's value. */
  public static final String VALUE = "true";

  private EmrTag() {}

  /**
   * Puts the tag onto a construct and all within it.
   *
   * @param construct what gets the tag
   */
  public static void on(IConstruct construct) {
    Tags.of(construct).add(KEY, VALUE);
  }
}
