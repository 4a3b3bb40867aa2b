package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.table.FeatureVector;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaRDD;

/**
 * The images of a table of features in the order of their paths, and which of them have equal
 * features. Images with equal features are one row to a search, so that copies of an image never
 * crowd out what else is near, and have the same distances to all others.
 *
 * @serial exclude
 */
public final class Images implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] paths;
  private final String[] labels;
  private final int[] rowOf;
  private final int[][] copies;

  /** An image and a digest of its features. */
  private record Described(String path, String label, long high, long low)
      implements Serializable {}

  private record Digest(long high, long low) {}

  private Images(List<Described> byPath) {
    int count = byPath.size();
    paths = new String[count];
    labels = new String[count];
    rowOf = new int[count];
    Map<Digest, List<Integer>> equal = new HashMap<>();
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Described image = byPath.get(i);
      paths[i] = image.path();
      labels[i] = image.label();
      List<Integer> row = equal.computeIfAbsent(digest(image), first -> newRow(rows));
      row.add(i);
    }
    copies = new int[rows.size()][];
    for (int row = 0; row < copies.length; row++) {
      copies[row] = rows.get(row).stream().mapToInt(Integer::intValue).toArray();
      for (int image : copies[row]) {
        rowOf[image] = row;
      }
    }
  }

  private static Digest digest(Described image) {
    return new Digest(image.high(), image.low());
  }

  private static List<Integer> newRow(List<List<Integer>> rows) {
    List<Integer> row = new ArrayList<>(1);
    rows.add(row);
    return row;
  }

  /**
   * Reads the table once.
   *
   * @param features all finite; no path twice
   * @return its images
   */
  public static Images of(JavaRDD<FeatureVector> features) {
    List<Described> images = new ArrayList<>(features.map(Images::describe).collect());
    images.sort(Comparator.comparing(Described::path));
    return new Images(images);
  }

  /** Equal numbers have equal digests: the first 16 bytes of the SHA-256 of their bits. */
  private static Described describe(FeatureVector row) {
    float[] features = row.getFeatures();
    ByteBuffer bits = ByteBuffer.allocate(features.length * Float.BYTES);
    for (float feature : features) {
      // A zero with a sign is equal to one without.
      bits.putFloat(feature + 0f);
    }
    ByteBuffer digest = ByteBuffer.wrap(DigestUtils.sha256(bits.array()));
    return new Described(row.getPath(), row.getLabel(), digest.getLong(), digest.getLong());
  }

  /** {@return how many there are} */
  public int count() {
    return paths.length;
  }

  /**
   * The path of an image.
   *
   * @param image 0 to {@link #count} - 1, in the order of the paths
   * @return the path
   */
  public String path(int image) {
    return paths[image];
  }

  /**
   * The label of an image.
   *
   * @param image 0 to {@link #count} - 1, in the order of the paths
   * @return the label
   */
  public String label(int image) {
    return labels[image];
  }

  /** Whether each image has a label. */
  boolean areLabelled() {
    return Arrays.stream(labels).noneMatch(String::isEmpty);
  }

  /**
   * {@return how many different vectors there are: rows of a search, in the order of their first
   * image}
   */
  public int rows() {
    return copies.length;
  }

  /**
   * The row of an image.
   *
   * @param image 0 to {@link #count} - 1, in the order of the paths
   * @return 0 to {@link #rows} - 1
   */
  public int row(int image) {
    return rowOf[image];
  }

  /**
   * The images of a row: those with equal features.
   *
   * @param row 0 to {@link #rows} - 1
   * @return one or more, by their paths
   */
  public int[] copies(int row) {
    return copies[row];
  }

  /** The rows by the path of their first image, which stands for them in a search. */
  Map<String, Integer> rowsByPath() {
    Map<String, Integer> rows = new HashMap<>();
    for (int row = 0; row < copies.length; row++) {
      rows.put(paths[copies[row][0]], row);
    }
    return rows;
  }
}
