package io.github.imagefeatures.job.estimate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nodes of an EMR cluster that compute; one more of the type is its primary node.
 *
 * @param nodeType EC2's name of it
 * @param nodes core and task nodes together, 1 or more
 */
public record Cluster(String nodeType, int nodes) {
  private static final Pattern FORM = Pattern.compile("([a-z0-9]+\\.[a-z0-9]+):([1-9]\\d{0,3})");

  /**
   * Reads such as {@code m5.xlarge:4}.
   *
   * @param text type and number of nodes
   * @return the cluster
   * @throws IllegalArgumentException when it is not of that form or the type has no price here; the
   *     message is for the user
   */
  public static Cluster of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a cluster: name type and number of its nodes, such as m5.xlarge:4."
              .formatted(text));
    }
    Prices prices = new Prices();
    if (!prices.nodeTypes().contains(matcher.group(1))) {
      throw new IllegalArgumentException(
          "the price of %s is not known here: name one of %s."
              .formatted(matcher.group(1), String.join(", ", prices.nodeTypes())));
    }
    return new Cluster(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  /** {@return virtual processors of the nodes that compute} */
  public int vcpus() {
    return nodes * new Prices().of(nodeType).vcpus();
  }
}
