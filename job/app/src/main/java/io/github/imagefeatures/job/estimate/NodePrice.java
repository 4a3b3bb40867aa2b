package io.github.imagefeatures.job.estimate;

import java.util.Optional;

/** What a node of a cluster costs by the hour. */
public final class NodePrice {
  /** The unit of nodes, in the table of prices. */
  private static final String HOUR = "hour on demand";

  private NodePrice() {}

  /**
   * The price of a node on demand, Amazon EMR's share with it.
   *
   * @param nodeType EC2's name of its type
   * @return dollars an hour in us-east-1; empty for a type without a price here
   */
  public static Optional<Double> of(String nodeType) {
    Prices prices = new Prices();
    return Optional.ofNullable(prices.of(nodeType))
        .filter(price -> price.per().equals(HOUR))
        .map(price -> price.dollars() * (1 + prices.of("emr").dollars()));
  }
}
