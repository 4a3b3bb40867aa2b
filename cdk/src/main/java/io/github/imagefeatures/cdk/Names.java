package io.github.imagefeatures.cdk;

import software.amazon.awscdk.Stack;

/** Names that more than one stack must know. */
public final class Names {
  /** What all of them begin with. */
  public static final String PREFIX = "image-features";

  /** The foundation's stack. */
  public static final String FOUNDATION = PREFIX + "-foundation";

  private Names() {}

  /**
   * A run's stack.
   *
   * @param run the run's name
   * @return the name of a run's stack
   */
  public static String runStack(String run) {
    return PREFIX + "-" + run;
  }

  /**
   * A run's instance role and profile; the region is in it because roles are the whole account's.
   * At most 64 characters for the longest region and run.
   *
   * @param stack whose region it is
   * @param run a run's name, or {@code *} for all
   * @return the name of the role
   */
  public static String nodeRole(Stack stack, String run) {
    return PREFIX + "-" + stack.getRegion() + "-" + run + "-nodes";
  }
}
