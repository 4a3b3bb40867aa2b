package io.github.imagefeatures.job.report;

import io.github.imagefeatures.reduce.ExplainedVariance;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that the plots and the page of one run need, as plain values: no Spark, no files.
 *
 * <p>The lists are copied; the arrays inside are not and must not be changed afterwards.
 *
 * @param run which run, when, over what, with which settings
 * @param weights the model weights behind the features
 * @param counts what became of every listed image
 * @param timings how long it took
 * @param components what the principal components explain; empty in a run of features only
 * @param sample the images that the scatter plot shows
 * @param classes every class, in the order in which it is to be listed
 * @param told how well neighbours tell the label; empty when that was not measured
 * @param findings what the images tell of the set; empty when nothing was looked for
 * @param rejections the images that could not be read
 */
public record ReportData(
    Run run,
    Weights weights,
    Counts counts,
    Timings timings,
    Optional<Components> components,
    Sample sample,
    List<ImageClass> classes,
    Optional<LabelsTold> told,
    Optional<Findings> findings,
    Rejections rejections) {

  public ReportData {
    classes = List.copyOf(classes);
  }

  /**
   * Which run this is.
   *
   * @param id the run's id, the name of its folder
   * @param start when it began
   * @param end when it ended, not before {@code start}
   * @param input the URI that was read
   * @param options every option by name, in the order in which it is to be listed
   * @param versions every version by product name, in the order in which it is to be listed
   */
  public record Run(
      String id,
      Instant start,
      Instant end,
      String input,
      Map<String, String> options,
      Map<String, String> versions) {

    public Run {
      options = inOrder(options);
      versions = inOrder(versions);
    }
  }

  /**
   * The model weights.
   *
   * @param source where they came from: a path, a URI, or words such as "seed 42"
   * @param sha256 the file's sha256 in hexadecimal, empty when there is no file
   * @param trained false for seeded weights, whose features have no meaning
   * @param known whether the file is one of the known ones; a user's own file may be trained and
   *     unknown
   */
  public record Weights(String source, String sha256, boolean trained, boolean known) {}

  /**
   * What became of the images.
   *
   * @param listed images found
   * @param featurized images with features, those reused among them
   * @param rejected images that could not be read
   * @param reused images whose features were taken from an earlier attempt
   * @param skipped names passed over while listing, such as those that begin with a dot
   */
  public record Counts(long listed, long featurized, long rejected, long reused, long skipped) {}

  /**
   * How long the run took.
   *
   * @param secondsPerStage seconds by stage name, in the order of the stages
   * @param whole whether they are of the whole run, and not up to the stage that makes the page
   * @param imagesPerSecond images featurized per second of the stage that featurizes; 0 when there
   *     were none
   */
  public record Timings(
      Map<String, Double> secondsPerStage, boolean whole, double imagesPerSecond) {

    public Timings {
      secondsPerStage = inOrder(secondsPerStage);
    }
  }

  /**
   * What the principal components explain.
   *
   * @param scaling the scaling before the PCA, such as "standard" or "none"
   * @param k components kept, from 1 to the size of {@code variance}
   * @param reason why so many were kept, to end the sentence "k components were kept, ..."
   * @param variance what each component explains
   * @param byCount what numbers of components that are often chosen would keep; may be empty
   * @param fitted the images of the earlier fit; empty where the run has its own, or nothing is
   *     known of them
   */
  public record Components(
      String scaling,
      int k,
      String reason,
      ExplainedVariance variance,
      SortedMap<Integer, Double> byCount,
      Optional<Fitted> fitted) {

    public Components {
      byCount = Collections.unmodifiableSortedMap(byCount);
      if (k < 1 || k > variance.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d components were kept, but the explained variance has %d.",
                k,
                variance.size()));
      }
    }

    /**
     * Of a run with its own fit.
     *
     * @param scaling the scaling before the PCA
     * @param k components kept
     * @param reason why so many were kept
     * @param variance what each component explains
     */
    public Components(String scaling, int k, String reason, ExplainedVariance variance) {
      this(
          scaling,
          k,
          reason,
          variance,
          variance.cumulativeByCount(variance.size()),
          Optional.empty());
    }

    /**
     * {@return the share of the total variance that the k components keep together, from 0 to 1}
     */
    public double varianceKept() {
      return variance.cumulative(k);
    }
  }

  /**
   * The images of an earlier fit, against which those of the run are seen.
   *
   * @param images how many there were
   * @param explained the share of the run's variance about their mean that the components explain
   * @param beyond how many of the run's images lie beyond them, a sentence without its full stop;
   *     empty when that is not known
   * @param points the leading components of some of them
   */
  public record Fitted(long images, double explained, String beyond, List<float[]> points) {

    public Fitted {
      points = List.copyOf(points);
    }
  }

  /**
   * The images shown in the scatter plot.
   *
   * @param points the images shown; all have the same number of components
   * @param total how many images there are
   * @param rule how the shown ones were picked, one sentence, such as {@code PointSample.rule}
   * @param nearest the nearest images of each of them; empty where the run has no neighbours
   */
  public record Sample(List<Point> points, long total, String rule, Optional<Nearest> nearest) {

    public Sample {
      points = List.copyOf(points);
      if (points.size() > total) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%d points cannot be shown of %d images.", points.size(), total));
      }
      if (points.stream().mapToInt(point -> point.components().length).distinct().count() > 1) {
        throw new IllegalArgumentException(
            "All points must have the same number of components for one plot.");
      }
      if (nearest.isPresent() && nearest.get().images().size() != points.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d points cannot have the nearest images of %d.",
                points.size(),
                nearest.get().images().size()));
      }
    }

    /**
     * Images of a run without neighbours.
     *
     * @param points the images shown
     * @param total how many images there are
     * @param rule how the shown ones were picked
     */
    public Sample(List<Point> points, long total, String rule) {
      this(points, total, rule, Optional.empty());
    }

    /** {@return whether every point has its place on the map, and there are points} */
    public boolean isMapped() {
      return !points.isEmpty()
          && points.stream().allMatch(point -> point.place().length == Point.PLACE);
    }

    /** {@return components per point, 0 when there is no point} */
    public int dimensions() {
      return points.isEmpty() ? 0 : points.get(0).components().length;
    }
  }

  /**
   * The nearest of all images to each image shown, by the cosine distance over all features.
   *
   * @param exact whether they are the nearest for certain, and not those that an index has found
   * @param images by the place of an image among those shown the places of its nearest, the nearest
   *     first, {@link #NOT_SHOWN} for one that is not among them; {@value #MOST} at most
   * @param distances of the same images, 0 to 2
   */
  public record Nearest(boolean exact, List<int[]> images, List<double[]> distances) {

    /** Nearest images of an image that the page lists. */
    public static final int MOST = 10;

    /** In place of an image that the page does not show. */
    public static final int NOT_SHOWN = -1;

    public Nearest {
      images = List.copyOf(images);
      distances = List.copyOf(distances);
    }
  }

  /**
   * One image in component space.
   *
   * @param path the image's path or URI
   * @param label the class
   * @param components its leading components, finite, one to {@value #MAX_COMPONENTS}
   * @param thumbnail a small WebP, JPEG, PNG or GIF file, or empty for none
   * @param place where it lies on the map, two finite numbers, or empty where there is no map
   * @param split the part of a divided set that it belongs to, or empty for none
   */
  public record Point(
      String path,
      String label,
      float[] components,
      byte[] thumbnail,
      float[] place,
      String split) {

    /** Leading components that the page offers as axes. */
    public static final int MAX_COMPONENTS = 10;

    /** Numbers of a place. */
    private static final int PLACE = 2;

    private static final byte[] NO_THUMBNAIL = {};
    private static final float[] NO_PLACE = {};

    public Point {
      if (components.length < 1 || components.length > MAX_COMPONENTS) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "A point shows 1 to %d components, %s has %d: pass the leading ones.",
                MAX_COMPONENTS,
                path,
                components.length));
      }
      for (float component : components) {
        if (!Float.isFinite(component)) {
          throw new IllegalArgumentException(
              "The components of %s hold %s: the features must be finite."
                  .formatted(path, component));
        }
      }
    }

    /**
     * A point without a place on a map.
     *
     * @param path the image's path
     * @param label the image's label
     * @param components its first components
     * @param thumbnail a small WebP, JPEG, PNG or GIF file, or empty for none
     */
    public Point(String path, String label, float[] components, byte[] thumbnail) {
      this(path, label, components, thumbnail, NO_PLACE, "");
    }

    /**
     * A point without a thumbnail.
     *
     * @param path the image's path
     * @param label the image's label
     * @param components its first components
     */
    public Point(String path, String label, float[] components) {
      this(path, label, components, NO_THUMBNAIL);
    }

    /**
     * Adds a thumbnail.
     *
     * @param picture a small WebP, JPEG, PNG or GIF file
     * @return this point with the thumbnail
     */
    public Point withThumbnail(byte[] picture) {
      return new Point(path, label, components, picture, place, split);
    }

    /**
     * Puts the point on a map.
     *
     * @param onMap where it lies, two finite numbers
     * @return this point with the place
     */
    public Point withPlace(float[] onMap) {
      return new Point(path, label, components, thumbnail, onMap, split);
    }

    /**
     * Says which split the image belongs to.
     *
     * @param name the split's
     * @return this point with the split
     */
    public Point withSplit(String name) {
      return new Point(path, label, components, thumbnail, place, name);
    }

    /**
     * How alike the page takes two points of one plot to be.
     *
     * @param other the other one
     * @return the squared Euclidean distance over the components
     */
    public double squaredDistance(Point other) {
      double sum = 0;
      for (int i = 0; i < components.length; i++) {
        double difference = components[i] - other.components[i];
        sum += difference * difference;
      }
      return sum;
    }

    /** {@return the part of the path after its last slash} */
    public String fileName() {
      return nameOf(path);
    }
  }

  /**
   * One class.
   *
   * @param label its name
   * @param images images with features
   * @param rejected images that could not be read
   * @param spread root mean squared distance of its images to their centroid in the space of the k
   *     components, 0 or more; NaN when the class has no image with features
   */
  public record ImageClass(String label, long images, long rejected, double spread) {}

  /**
   * How well the neighbours of an image tell its label.
   *
   * @param judged images held against their neighbours
   * @param labels that they have
   * @param spaces where neighbours were looked for: the features, then numbers of components, then
   *     the map if there is one
   * @param worst labels, the one that the features tell worst first
   */
  public record LabelsTold(long judged, int labels, List<Space> spaces, List<LabelTold> worst) {
    private static final String FEATURES = "features";
    private static final String MAP = "map";
    private static final int SHOWN_AT_ONCE = 2;

    public LabelsTold {
      spaces = List.copyOf(spaces);
      worst = List.copyOf(worst);
    }

    /** {@return what the features tell} */
    Optional<Space> byFeatures() {
      return spaces.stream().filter(Space::isOfFeatures).findFirst();
    }

    /** {@return what the map tells} */
    Optional<Space> byMap() {
      return spaces.stream().filter(Space::isOfMap).findFirst();
    }

    /** {@return what the first two components tell} */
    Optional<Space> byPlot() {
      return spaces.stream()
          .filter(space -> !space.isOfFeatures() && !space.isOfMap())
          .filter(space -> space.dimensions() == SHOWN_AT_ONCE)
          .findFirst();
    }
  }

  /**
   * One space in which neighbours were looked for. All shares are from 0 to 1.
   *
   * @param vectors {@code features}, {@code components} or {@code map}
   * @param dimensions numbers of each vector
   * @param top1 share of the images whose nearest neighbour has their label
   * @param top5 share of those whose label has the most votes of the five nearest
   * @param balanced the mean of the labels' own {@code top1}
   */
  public record Space(String vectors, int dimensions, double top1, double top5, double balanced) {

    /** {@return whether it is that of the features, and not of components} */
    public boolean isOfFeatures() {
      return vectors.equals(LabelsTold.FEATURES);
    }

    /** {@return whether it is the map} */
    public boolean isOfMap() {
      return vectors.equals(LabelsTold.MAP);
    }
  }

  /**
   * How well one label is told.
   *
   * @param label its name
   * @param judged images of it
   * @param top1 share of them whose nearest neighbour has the label, from 0 to 1
   * @param takenFor the labels that nearest neighbours have instead, and of how many images; in the
   *     order in which they are to be listed
   */
  public record LabelTold(String label, long judged, double top1, Map<String, Long> takenFor) {

    public LabelTold {
      takenFor = inOrder(takenFor);
    }
  }

  /**
   * What the images tell of the set.
   *
   * @param inWords how many findings there are of each kind, in words
   * @param kinds the kinds of which there are any, in the order in which they are to be listed
   */
  public record Findings(String inWords, List<FindingsOfKind> kinds) {

    public Findings {
      kinds = List.copyOf(kinds);
    }
  }

  /**
   * The findings of one kind.
   *
   * @param kind its key, a word of letters and underscores
   * @param inWords how many there are, in words, such as "3 outliers"
   * @param total how many there are
   * @param shown those to list, the most telling first; at most {@code total}
   * @param images paths of all the images that they are about
   */
  public record FindingsOfKind(
      String kind, String inWords, long total, List<Finding> shown, Set<String> images) {

    public FindingsOfKind {
      shown = List.copyOf(shown);
      images = Set.copyOf(images);
    }
  }

  /**
   * One finding. What there is none of is empty.
   *
   * @param path the image's path or URI; empty where the finding is about labels
   * @param otherPath the image that it was held against
   * @param label the image's label
   * @param suggestedLabel the label that it might have, or is taken for
   * @param message a sentence with the figure that made it a finding
   * @param examples images of the label beside images of the suggested one; none where the finding
   *     is about an image
   */
  public record Finding(
      String path,
      String otherPath,
      String label,
      String suggestedLabel,
      String message,
      List<Example> examples) {

    public Finding {
      examples = List.copyOf(examples);
    }

    /**
     * A finding without examples.
     *
     * @param path the image's path or URI
     * @param otherPath the image that it was held against
     * @param label the image's label
     * @param suggestedLabel the label that it might have, or is taken for
     * @param message a sentence with the figure that made it a finding
     */
    public Finding(
        String path, String otherPath, String label, String suggestedLabel, String message) {
      this(path, otherPath, label, suggestedLabel, message, List.of());
    }
  }

  /**
   * Two images that are near one another.
   *
   * @param path the image of the finding's label
   * @param otherPath that of the suggested one
   */
  public record Example(String path, String otherPath) {}

  /**
   * The images that could not be read.
   *
   * @param reasons how many for each reason, in the order in which they are to be listed
   * @param shown the ones to list, at most {@link #total}
   */
  public record Rejections(Map<String, Long> reasons, List<RejectedImage> shown) {

    public Rejections {
      reasons = inOrder(reasons);
      shown = List.copyOf(shown);
      if (shown.size() > count(reasons)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d rejected images cannot be listed of %d.",
                shown.size(),
                count(reasons)));
      }
    }

    /** {@return those of a run without rejected images} */
    public static Rejections none() {
      return of(List.of());
    }

    /**
     * All rejected images, every one to be listed.
     *
     * @param all the images
     * @return the rejections
     */
    public static Rejections of(List<RejectedImage> all) {
      return new Rejections(
          all.stream()
              .collect(
                  Collectors.groupingBy(
                      RejectedImage::reason, TreeMap::new, Collectors.counting())),
          all);
    }

    /** {@return how many images were rejected} */
    public long total() {
      return count(reasons);
    }

    private static long count(Map<String, Long> reasons) {
      return reasons.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * One image that could not be read.
   *
   * @param path the image's path or URI
   * @param label the class
   * @param reason the kind of failure, one word or a few
   * @param message what the decoder said, possibly long or empty
   */
  public record RejectedImage(String path, String label, String reason, String message) {}

  /** The part of a path after its last slash. */
  static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static <V> Map<String, V> inOrder(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
