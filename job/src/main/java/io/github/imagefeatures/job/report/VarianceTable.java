package io.github.imagefeatures.job.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The table {@code variance.csv}: what each principal component explains.
 *
 * <p>Columns {@code component} (from 1), {@code explained_variance} (share of the total variance, 0
 * to 1, descending) and {@code cumulative} (their running sum). Numbers are in full double
 * precision, lines end in LF. The shares add up to 1 over all components and to less over a part.
 */
public final class VarianceTable {

  /** The first line of the file. */
  public static final String HEADER = "component,explained_variance,cumulative";

  /** What summing 1,280 shares in another order may move. */
  private static final double TOLERANCE = 1e-9;

  private final double[] explained;
  private final double[] cumulative;

  private VarianceTable(double[] explained) {
    this.explained = explained;
    this.cumulative = runningSum(explained);
  }

  /**
   * A table of these shares.
   *
   * @param explainedVariance one share per component, at least one
   * @return the table
   * @throws IllegalArgumentException if a share is not within 0 and 1, they do not descend, or they
   *     add up to more than 1
   */
  public static VarianceTable of(double[] explainedVariance) {
    String problem = problem(explainedVariance);
    if (problem != null) {
      throw new IllegalArgumentException("The explained variance is not usable: " + problem + ".");
    }
    return new VarianceTable(explainedVariance.clone());
  }

  /**
   * Reads a table and checks all that its format promises.
   *
   * @param reader what was written by {@link #write}
   * @return the table
   * @throws MalformedVarianceTableException if a line or the table as a whole is wrong
   * @throws IOException if the reader fails
   */
  public static VarianceTable read(Reader reader) throws IOException {
    BufferedReader lines = new BufferedReader(reader);
    String header = lines.readLine();
    if (!HEADER.equals(header)) {
      throw new MalformedVarianceTableException(1, "expected the header " + HEADER);
    }
    List<double[]> rows = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      rows.add(row(line, rows.size() + 1));
    }
    VarianceTable table = ofRows(rows);
    table.checkCumulative(rows);
    return table;
  }

  /**
   * Writes the table, header first. The writer stays open.
   *
   * @param writer where it goes
   * @throws IOException when it cannot be written
   */
  public void write(Writer writer) throws IOException {
    writer.write(HEADER + '\n');
    for (int i = 0; i < explained.length; i++) {
      writer.write((i + 1) + "," + explained[i] + "," + cumulative[i] + '\n');
    }
    writer.flush();
  }

  /** {@return how many components the table has} */
  public int size() {
    return explained.length;
  }

  /** {@return each component's share of the total variance, a copy} */
  public double[] explainedVariance() {
    return explained.clone();
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
   * The fewest components that explain at least this share together.
   *
   * @param share above 0 to 1
   * @return empty when all components of the table explain less
   */
  public OptionalInt componentsFor(double share) {
    for (int i = 0; i < cumulative.length; i++) {
      if (cumulative[i] >= share) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  private static double[] row(String line, int component) throws MalformedVarianceTableException {
    String[] fields = line.split(",", -1);
    if (fields.length != 3 || !fields[0].equals(Integer.toString(component))) {
      throw new MalformedVarianceTableException(
          component + 1,
          String.format(Locale.ROOT, "expected component %d and two numbers", component));
    }
    try {
      return new double[] {Double.parseDouble(fields[1]), Double.parseDouble(fields[2])};
    } catch (NumberFormatException e) {
      throw new MalformedVarianceTableException(component + 1, "a field is not a number");
    }
  }

  private static VarianceTable ofRows(List<double[]> rows) throws MalformedVarianceTableException {
    double[] explained = rows.stream().mapToDouble(row -> row[0]).toArray();
    String problem = problem(explained);
    if (problem != null) {
      throw new MalformedVarianceTableException(rows.size() + 1, problem);
    }
    return new VarianceTable(explained);
  }

  private void checkCumulative(List<double[]> rows) throws MalformedVarianceTableException {
    for (int i = 0; i < cumulative.length; i++) {
      // Negated so that NaN is refused too.
      if (!(Math.abs(rows.get(i)[1] - cumulative[i]) <= TOLERANCE)) {
        throw new MalformedVarianceTableException(
            i + 2, "the cumulative share is not the sum of the shares so far");
      }
    }
  }

  private static String problem(double[] explained) {
    if (explained.length == 0) {
      return "it has no component";
    }
    double sum = 0;
    for (int i = 0; i < explained.length; i++) {
      // Negated so that NaN is refused too.
      if (!(explained[i] >= 0 && explained[i] <= 1 + TOLERANCE)) {
        return String.format(
            Locale.ROOT,
            "the share of component %d is %s, not within 0 and 1",
            i + 1,
            explained[i]);
      }
      if (i > 0 && explained[i] > explained[i - 1] + TOLERANCE) {
        return String.format(
            Locale.ROOT, "the share of component %d is larger than the one before", i + 1);
      }
      sum += explained[i];
    }
    return sum > 1 + TOLERANCE ? "the shares add up to %s, more than 1".formatted(sum) : null;
  }

  private static double[] runningSum(double[] shares) {
    double[] sums = new double[shares.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i];
      sums[i] = sum;
    }
    return sums;
  }
}
