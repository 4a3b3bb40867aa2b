package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.nearest.Distance;
import io.github.imagefeatures.nearest.NearestRows;
import io.github.imagefeatures.nearest.VectorBlocks;
import io.github.imagefeatures.umap.NearestPoints;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nearest images of each image, copies of it among them.
 *
 * @serial exclude
 */
public final class NearestImages implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Comparator<Neighbour> NEAREST_FIRST =
      Comparator.comparingDouble(Neighbour::distance).thenComparingInt(Neighbour::image);

  /**
   * One of them.
   *
   * @param image its number, by its path
   * @param distance 0 or more
   */
  public record Neighbour(int image, double distance) {}

  private final Images images;
  private final Distance distance;
  private final NearestRows rows;
  private final int most;

  /**
   * @param distance what was measured
   * @param rows the nearest of each different vector
   * @param most neighbours of an image
   */
  NearestImages(Images images, Distance distance, NearestRows rows, int most) {
    this.images = images;
    this.distance = distance;
    this.rows = rows;
    this.most = most;
  }

  /** {@return all images} */
  public Images images() {
    return images;
  }

  /** {@return how many neighbours of an image were found, or 5 if that is more} */
  public int found() {
    return rows.count();
  }

  /** Share of the nearest rows of a sample that were found, 1 after an exact search. */
  double recall() {
    return rows.recall();
  }

  /** Rows of that sample; 0 after an exact search. */
  int sampled() {
    return rows.sampled();
  }

  /**
   * Finds them in several searches at once.
   *
   * @param mostExact different vectors up to which they are exact
   * @param wanted neighbours of an image, 1 or more
   * @param rows by the dimensions that count, the first of each vector: different vectors to find,
   *     of which there may be fewer
   * @return by the dimensions
   */
  static SortedMap<Integer, NearestImages> find(
      VectorBlocks vectors,
      Images images,
      long mostExact,
      int wanted,
      SortedMap<Integer, Integer> rows) {
    Iterator<NearestRows> nearest = NearestRows.find(vectors, mostExact, rows).iterator();
    SortedMap<Integer, NearestImages> found = new TreeMap<>();
    rows.keySet()
        .forEach(
            dimensions ->
                found.put(
                    dimensions,
                    new NearestImages(images, vectors.distance(), nearest.next(), wanted)));
    return found;
  }

  /**
   * The nearest rows of each row as points.
   *
   * @param wished not more than the rows that were found
   */
  NearestPoints points(int wished) {
    int[] points = new int[images.rows() * wished];
    double[] distances = new double[points.length];
    for (int row = 0; row < images.rows(); row++) {
      for (int i = 0; i < wished; i++) {
        points[row * wished + i] = rows.rows()[row * rows.count() + i];
        distances[row * wished + i] = distance.of(rows.squared()[row * rows.count() + i]);
      }
    }
    return new NearestPoints(wished, points, distances);
  }

  /**
   * The neighbours of an image, the nearest first and those equally near by their paths: as many as
   * are wanted, or all others.
   */
  List<Neighbour> of(int image) {
    int row = images.row(image);
    List<Neighbour> neighbours = new ArrayList<>();
    int[] copies = images.copies(row);
    // One more than are wanted, as the image itself may be among the first.
    for (int i = 0; i < Math.min(copies.length, most + 1); i++) {
      if (copies[i] != image) {
        neighbours.add(new Neighbour(copies[i], 0));
      }
    }
    neighbours.addAll(others(row, most));
    return first(most, neighbours);
  }

  /**
   * The neighbours of a row's images, one image for each different vector.
   *
   * @param row 0 to {@link Images#rows} - 1
   * @return as many as {@link #found}, the nearest first: of copies the first by its path
   */
  public List<Neighbour> different(int row) {
    List<Neighbour> different = new ArrayList<>(rows.count());
    for (int i = row * rows.count(); i < (row + 1) * rows.count(); i++) {
      different.add(
          new Neighbour(images.copies(rows.rows()[i])[0], distance.of(rows.squared()[i])));
    }
    return different;
  }

  /**
   * The neighbours of a row's images without copies of them, in the same order.
   *
   * @param wished how many, not more than the rows that were found
   */
  List<Neighbour> others(int row, int wished) {
    List<Neighbour> others = new ArrayList<>();
    for (int i = row * rows.count(); i < (row + 1) * rows.count(); i++) {
      int[] copies = images.copies(rows.rows()[i]);
      double apart = distance.of(rows.squared()[i]);
      for (int copy = 0; copy < Math.min(copies.length, wished); copy++) {
        others.add(new Neighbour(copies[copy], apart));
      }
    }
    return first(wished, others);
  }

  private static List<Neighbour> first(int wished, List<Neighbour> neighbours) {
    neighbours.sort(NEAREST_FIRST);
    return neighbours.subList(0, Math.min(wished, neighbours.size()));
  }
}
