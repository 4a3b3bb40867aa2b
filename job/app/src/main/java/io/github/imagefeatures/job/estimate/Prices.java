package io.github.imagefeatures.job.estimate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Prices of us-east-1 in dollars, from {@code prices.csv}, which says of each where it is from and
 * how old it is.
 */
final class Prices {
  private static final String TABLE = "prices.csv";

  private final Map<String, Price> byName = new TreeMap<>();

  /**
   * @param vcpus the vCPUs of a node; 0 for what is no node, or one that no run is estimated on
   * @param dollars for one unit
   * @param per the unit
   * @param source where it is from
   * @param date year and month in which it was looked at
   */
  record Price(int vcpus, double dollars, String per, String source, String date) {}

  Prices() {
    try (InputStream in = Prices.class.getResourceAsStream(TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().skip(1).map(line -> line.split(",")).forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException("the JAR has no " + TABLE, e);
    }
  }

  Price of(String name) {
    return byName.get(name);
  }

  /** The EC2 types that runs are estimated on. */
  SortedSet<String> nodeTypes() {
    SortedSet<String> types = new TreeSet<>(byName.keySet());
    types.removeIf(name -> byName.get(name).vcpus() == 0);
    return types;
  }

  private void add(String[] row) {
    byName.put(
        row[0],
        new Price(Integer.parseInt(row[1]), Double.parseDouble(row[2]), row[3], row[4], row[5]));
  }
}
