package io.github.imagefeatures.cdk;

import software.amazon.awscdk.Tags;
import software.constructs.IConstruct;

/** The tags by which costs are told apart: whose they are, and of which run. */
public final class CostTag {
  /** The key of the tag that everything carries. */
  public static final String KEY = "project";

  /** Its value. */
  public static final String VALUE = Names.PREFIX;

  /** The key of the tag with the run's name, or {@code foundation}. */
  public static final String PART = Names.PREFIX + "-part";

  private CostTag() {}

  /**
   * Puts both tags onto a stack and all within it.
   *
   * @param stack what gets the tags
   * @param part the run's name, or {@code foundation}
   */
  public static void on(IConstruct stack, String part) {
    Tags.of(stack).add(KEY, VALUE);
    Tags.of(stack).add(PART, part);
  }
}
