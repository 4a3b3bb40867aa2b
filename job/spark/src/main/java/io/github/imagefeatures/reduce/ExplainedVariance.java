package io.github.imagefeatures.reduce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each principal component explains: its share of the total variance, and the share of all
 * components up to it.
 *
 * <p>A share is 0 to 1; they descend. They add up to 1 over all components and to less over a part.
 *
 * <p>As a file it is {@code variance.csv} with the columns {@code component} (from 1), {@code
 * explained_variance} and {@code cumulative}. Numbers are in full double precision, lines end in
 * LF.
 *
 * @serial exclude
 */
public final class ExplainedVariance implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The first line of the file. */
  public static final String HEADER = "component,explained_variance,cumulative";

  /** What summing thousands of shares in another order may move. */
  private static final double TOLERANCE = 1e-9;

  private static final int[] OFTEN_CHOSEN = {50, 100, 200};

  private final double[] shares;
  private final double[] cumulative;

  private ExplainedVariance(double[] shares) {
    this.shares = shares;
    this.cumulative = new double[shares.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i];
      cumulative[i] = sum;
    }
  }

  /**
   * The variance that is explained by these shares.
   *
   * @param shares one for each component, at least one
   * @return their running sum beside them
   * @throws IllegalArgumentException if a share is not within 0 and 1, they do not descend, or they
   *     add up to more than 1
   */
  public static ExplainedVariance of(double[] shares) {
    ExplainedVariance variance = new ExplainedVariance(shares.clone());
    String problem = variance.problem();
    if (problem != null) {
      throw new IllegalArgumentException("The explained variance is not usable: " + problem + ".");
    }
    return variance;
  }

  /**
   * Reads the file and checks all that its format promises.
   *
   * @param reader what was written by {@link #write}
   * @return what it holds
   * @throws MalformedVarianceException if a line or the file as a whole is wrong
   * @throws IOException if the reader fails
   */
  public static ExplainedVariance read(Reader reader) throws IOException {
    BufferedReader lines = new BufferedReader(reader);
    String header = lines.readLine();
    if (!HEADER.equals(header)) {
      throw new MalformedVarianceException(1, "expected the header " + HEADER);
    }
    List<double[]> rows = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      rows.add(row(line, rows.size() + 1));
    }
    ExplainedVariance variance =
        new ExplainedVariance(rows.stream().mapToDouble(row -> row[0]).toArray());
    String problem = variance.problem();
    if (problem != null) {
      throw new MalformedVarianceException(rows.size() + 1, problem);
    }
    variance.checkCumulative(rows);
    return variance;
  }

  /**
   * Writes the file, header first. The writer stays open.
   *
   * @param writer where it goes
   * @throws IOException when it cannot be written
   */
  public void write(Writer writer) throws IOException {
    writer.write(HEADER + '\n');
    for (int i = 0; i < shares.length; i++) {
      writer.write((i + 1) + "," + shares[i] + "," + cumulative[i] + '\n');
    }
    writer.flush();
  }

  /** {@return how many components there are} */
  public int size() {
    return shares.length;
  }

  /** {@return each component's share of the total variance, 0 to 1, a copy} */
  public double[] shares() {
    return shares.clone();
  }

  /**
   * The share that the first components explain together.
   *
   * @param components how many, from 1 to {@link #size()}
   * @return the share, 0 to 1
   */
  public double cumulative(int components) {
    return cumulative[components - 1];
  }

  /**
   * What numbers of components explain that are often chosen: 50, 100 and 200.
   *
   * @param available how many components there are to choose from, 1 to {@link #size()}
   * @return the share by the number, which is {@code available} where that is less
   */
  public SortedMap<Integer, Double> cumulativeByCount(int available) {
    SortedMap<Integer, Double> shares = new TreeMap<>();
    for (int often : OFTEN_CHOSEN) {
      int count = Math.min(often, available);
      shares.put(count, cumulative(count));
    }
    return shares;
  }

  /**
   * The fewest components that explain at least this share together.
   *
   * @param share above 0 to 1
   * @return empty when all components explain less
   */
  public OptionalInt componentsFor(double share) {
    for (int i = 0; i < cumulative.length; i++) {
      if (cumulative[i] >= share) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  private static double[] row(String line, int component) throws MalformedVarianceException {
    String[] fields = line.split(",", -1);
    if (fields.length != 3 || !fields[0].equals(Integer.toString(component))) {
      throw new MalformedVarianceException(
          component + 1,
          String.format(Locale.ROOT, "expected component %d and two numbers", component));
    }
    try {
      return new double[] {Double.parseDouble(fields[1]), Double.parseDouble(fields[2])};
    } catch (NumberFormatException e) {
      throw new MalformedVarianceException(component + 1, "a field is not a number");
    }
  }

  private void checkCumulative(List<double[]> rows) throws MalformedVarianceException {
    for (int i = 0; i < cumulative.length; i++) {
      // Negated so that NaN is refused too.
      if (!(Math.abs(rows.get(i)[1] - cumulative[i]) <= TOLERANCE)) {
        throw new MalformedVarianceException(
            i + 2, "the cumulative share is not the sum of the shares so far");
      }
    }
  }

  /** What keeps the shares from being ones; null when nothing does. */
  private String problem() {
    if (shares.length == 0) {
      return "it has no component";
    }
    for (int i = 0; i < shares.length; i++) {
      // Negated so that NaN is refused too.
      if (!(shares[i] >= 0 && shares[i] <= 1 + TOLERANCE)) {
        return String.format(
            Locale.ROOT, "the share of component %d is %s, not within 0 and 1", i + 1, shares[i]);
      }
      if (i > 0 && shares[i] > shares[i - 1] + TOLERANCE) {
        return String.format(
            Locale.ROOT, "the share of component %d is larger than the one before", i + 1);
      }
    }
    double sum = cumulative(shares.length);
    return sum > 1 + TOLERANCE ? "the shares add up to %s, more than 1".formatted(sum) : null;
  }
}
