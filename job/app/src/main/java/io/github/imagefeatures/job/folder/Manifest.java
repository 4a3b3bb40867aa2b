package io.github.imagefeatures.job.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.versions.Versions;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.LabelsOrigin;
import io.github.imagefeatures.listing.SuffixCounts;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy;
import io.github.imagefeatures.neighbours.FewestComponents;
import io.github.imagefeatures.neighbours.Recall;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.onnx.OnnxNetwork;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsProvenance;
import io.github.imagefeatures.reduce.Reduced;
import io.github.imagefeatures.reduce.Scaling;
import io.github.imagefeatures.tensorflow.Processor;
import io.github.imagefeatures.umap.Umap;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a finished run claims of itself; {@code manifest.json}. Its fields are described in {@code
 * docs/outputs.md}.
 *
 * @param format the format of this file, {@link #FORMAT} or that of an earlier version
 * @param runId the run's name
 * @param started UTC, ISO 8601
 * @param ended UTC, ISO 8601
 * @param input what was listed
 * @param options what the run was asked to do
 * @param versions the versions of this project and what it stands on
 * @param processors that computed the features, each once; empty in a run of an older version
 * @param counts the counts of images
 * @param network that made the features; the default one in a run of an older version
 * @param preprocessing what became of an image before a network from an ONNX file read it; null for
 *     the default network
 * @param engine that computed the network; TensorFlow in a run of an older version
 * @param weights the weights of the network
 * @param reduction scaling and components
 * @param neighbours what was found of neighbours; null when they were not wanted
 * @param findings how many of each kind; null when nothing was looked for
 * @param seconds the seconds of each stage, by its name
 * @param imagesPerSecond images that the last process of the run featurized, by the seconds of that
 *     stage; 0 when it featurized none
 * @param folders where each table lies in the run's folder, by its name; empty in a run of an older
 *     version, whose tables lie under their names
 */
public record Manifest(
    int format,
    String runId,
    String started,
    String ended,
    Input input,
    RecordedOptions options,
    Map<String, String> versions,
    List<Processor> processors,
    Counts counts,
    String network,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Object> preprocessing,
    String engine,
    WeightsUsed weights,
    ReductionUsed reduction,
    @JsonInclude(JsonInclude.Include.NON_NULL) NeighboursFound neighbours,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Long> findings,
    Map<String, Double> seconds,
    double imagesPerSecond,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> folders) {
  /**
   * The format written by this version: {@code pca/} has no features. Format 2 has them there, as
   * format 1 does.
   */
  public static final int FORMAT = 3;

  /** A folder within the run's, such as a path that a manifest from elsewhere names may not be. */
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** The format of earlier versions, which put {@code file:} before paths of local images. */
  private static final int FORMAT_WITH_SCHEME = 1;

  /**
   * The manifest of a run whose numbers are done.
   *
   * @param started when it began
   * @param reduction what became of the features
   * @param neighbours null when none were wanted
   * @param findings null when nothing was looked for
   * @param seconds the seconds of each stage so far, by its name
   * @param computed images that were featurized in these seconds
   */
  public static Manifest of(
      String runId,
      Instant started,
      RunOptions options,
      ImageListing listing,
      Weights weights,
      ShardTotals images,
      ReductionUsed reduction,
      NeighboursFound neighbours,
      Map<String, Long> findings,
      Map<String, Double> seconds,
      long computed) {
    double featurizing = seconds.getOrDefault(Stage.FEATURIZING.key(), 0.0);
    return new Manifest(
        formatOf(listing),
        runId,
        text(started),
        text(Instant.now()),
        Input.of(listing),
        RecordedOptions.of(options, weights.loaded().engine()),
        Versions.all(weights.loaded().engine()),
        images.processors(),
        new Counts(
            listing.images().size(),
            images.featurized(),
            images.rejected(),
            images.rejectedByReason(),
            images.warned(),
            images.reused(),
            images.reusedFrom(),
            listing.countBySplit()),
        weights.loaded().network().name(),
        weights.loaded().network() instanceof OnnxNetwork onnx ? onnx.preprocessing() : null,
        weights.loaded().engine().wireName(),
        WeightsUsed.of(weights),
        reduction,
        neighbours,
        findings,
        seconds,
        featurizing > 0 ? Math.round(computed / featurizing * 10) / 10.0 : 0,
        new TreeMap<>());
  }

  /**
   * The format that a run of these images has: one that an earlier version began with its form of
   * the paths is finished with them.
   *
   * @param listing the images
   * @return 1, or {@link #FORMAT}
   */
  public static int formatOf(ImageListing listing) {
    return ImagePath.isOfEarlierVersion(listing.root()) ? FORMAT_WITH_SCHEME : FORMAT;
  }

  /** The same run as it ends now, after these seconds of each stage and with these tables. */
  public Manifest endedNow(
      Map<String, Double> secondsOfStages, SortedMap<String, String> foldersOfTables) {
    return new Manifest(
        format,
        runId,
        started,
        text(Instant.now()),
        input,
        options,
        versions,
        processors,
        counts,
        network,
        preprocessing,
        engine,
        weights,
        reduction,
        neighbours,
        findings,
        secondsOfStages,
        imagesPerSecond,
        foldersOfTables);
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** {@return about how many images {@code imagesPerSecond} was measured on} */
  public double imagesMeasured() {
    return imagesPerSecond * seconds.getOrDefault(Stage.FEATURIZING.key(), 0.0);
  }

  /** {@return from start to end} */
  public Duration took() {
    return Duration.between(Instant.parse(started), Instant.parse(ended));
  }

  /**
   * Checks that nothing is missing that this version writes.
   *
   * @throws IllegalArgumentException if something is; a manifest may come from a damaged file
   */
  public Manifest {
    RunIds.requireValid(runId);
    requireTime("started", started);
    requireTime("ended", ended);
    requirePresent("input", input);
    requirePresent("input.uri", input.uri());
    requirePresent("input.digest", input.digest());
    requirePresent("options", options);
    requireValues("versions", versions);
    processors = processors == null ? List.of() : List.copyOf(processors);
    requirePresent("counts", counts);
    requireValues("counts.rejected_by_reason", counts.rejectedByReason());
    if (counts.reusedFrom() != null) {
      RunIds.requireValid(counts.reusedFrom());
    }
    network = network == null ? Networks.UNRECORDED_NAME : network;
    engine = engine == null ? Engine.TENSORFLOW.wireName() : engine;
    requirePresent("weights", weights);
    requirePresent("weights.source", weights.source());
    requirePresent("weights.sha256", weights.sha256());
    requirePresent("weights.recognition", weights.recognition());
    requirePresent("reduction", reduction);
    requirePresent("reduction.scaling", reduction.scaling());
    if (reduction.projectedWith() != null) {
      requirePresent("reduction.projected_with.model", reduction.projectedWith().model());
      requireValues("reduction.projected_with.files", reduction.projectedWith().files());
    }
    int fewest = options.featuresOnly() ? 0 : 1;
    if (reduction.components() < fewest || reduction.components() > reduction.dimension()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "reduction.components is %d of %d",
              reduction.components(),
              reduction.dimension()));
    }
    if (options.neighbours() > 0) {
      requirePresent("neighbours", neighbours);
    }
    requireValues("seconds", seconds);
    folders = folders == null ? new TreeMap<>() : folders;
    for (String place : folders.values()) {
      if (place == null || !FOLDER.matcher(place).matches()) {
        throw new IllegalArgumentException("folders names none of the run's: " + place);
      }
    }
  }

  /** {@return where a table or file lies in the run's folder} */
  public String folderOf(String name) {
    return folders.getOrDefault(name, name);
  }

  private static void requireTime(String name, String value) {
    requirePresent(name, value);
    try {
      Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("%s is not a time: %s".formatted(name, value), e);
    }
  }

  private static void requireValues(String name, Map<String, ?> values) {
    requirePresent(name, values);
    values.forEach((key, value) -> requirePresent(name + "." + key, value));
  }

  private static void requirePresent(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /**
   * @param uri the URI of the folder that was listed, with the scheme of its file system,
   *     credentials masked
   * @param matched images there, before a limit
   * @param skippedHidden files under names that begin with a dot, or of other programs' folders
   * @param skippedByGlob files whose names do not match
   * @param skippedUnopenable pipes, sockets, links that lead nowhere
   * @param skippedCompressed compressed tars
   * @param skippedSuffixes files whose names do not match by suffix
   * @param digest the digest of the listed paths, see {@link PathDigest}
   * @param labels the file that the labels are from; null when they are the names of folders
   */
  public record Input(
      String uri,
      long matched,
      long skippedHidden,
      long skippedByGlob,
      long skippedUnopenable,
      long skippedCompressed,
      Map<String, Long> skippedSuffixes,
      String digest,
      @JsonInclude(JsonInclude.Include.NON_NULL) LabelsOrigin labels) {
    /** Takes no suffixes for a manifest of an earlier version. */
    public Input {
      skippedSuffixes = skippedSuffixes == null ? Map.of() : skippedSuffixes;
    }

    /** {@return the files whose names do not match, such as {@code 10 .jfif, 2 .txt, 1 other}} */
    public String skippedSuffixesInWords() {
      return SuffixCounts.inWords(skippedSuffixes);
    }

    static Input of(ImageListing listing) {
      PathDigest digest = new PathDigest();
      listing.images().forEach(image -> digest.add(image.path()));
      return new Input(
          Credentials.masked(ImagePath.withScheme(listing.root())),
          listing.matched(),
          listing.skippedHidden(),
          listing.skippedByGlob(),
          listing.skippedUnopenable(),
          listing.skippedCompressed(),
          listing.skippedSuffixes(),
          digest.value(),
          listing.labels());
    }
  }

  /**
   * @param listed images of this run: featurized and rejected ones
   * @param featurized rows of {@code features/} and {@code pca/}
   * @param rejected rows of {@code rejected/}
   * @param rejectedByReason how many for each reason
   * @param warned featurized although damaged in a way that decoders put up with
   * @param reused featurized ones whose features are taken over from an earlier run
   * @param reusedFrom that run; null if there are none
   * @param bySplit how many listed ones there are in each split; empty in a set that is not divided
   */
  public record Counts(
      long listed,
      long featurized,
      long rejected,
      Map<String, Long> rejectedByReason,
      long warned,
      long reused,
      String reusedFrom,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Long> bySplit) {
    public Counts {
      bySplit = bySplit == null ? new TreeMap<>() : bySplit;
    }
  }

  /**
   * @param source file or address
   * @param sha256 the SHA-256 of the file; empty when untrained
   * @param description in words
   * @param recognition known, vouched, unknown or untrained
   * @param trained false when drawn at random
   */
  public record WeightsUsed(
      String source, String sha256, String description, String recognition, boolean trained) {
    static WeightsUsed of(Weights weights) {
      WeightsProvenance provenance = weights.provenance();
      return new WeightsUsed(
          Credentials.masked(provenance.source()),
          provenance.sha256(),
          provenance.description(),
          provenance.recognition().name().toLowerCase(Locale.ROOT),
          provenance.trained());
    }
  }

  /**
   * @param dimension numbers in a feature vector
   * @param scaling standard or none
   * @param components kept, k; 0 in a run of features only
   * @param cumulativeVariance that they keep together, 0 to 1; of the images that were fitted
   * @param cumulativeByCount what 50, 100 and 200 components would keep, or as many as there are;
   *     empty in a run of features only and of an older version
   * @param projectedWith the earlier fit that was used; null when the run had its own
   * @param newImages the images of this run against those that were fitted; null when the run had
   *     its own fit, or the earlier one says nothing of its images
   * @param chosenBy what the number of components was chosen by; null unless neighbours chose it
   */
  public record ReductionUsed(
      int dimension,
      String scaling,
      int components,
      double cumulativeVariance,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<Integer, Double> cumulativeByCount,
      @JsonInclude(JsonInclude.Include.NON_NULL) ProjectedWith projectedWith,
      @JsonInclude(JsonInclude.Include.NON_NULL) NewImages newImages,
      @JsonInclude(JsonInclude.Include.NON_NULL) FewestComponents chosenBy) {
    /** Takes nothing for what an earlier version did not write. */
    public ReductionUsed {
      cumulativeByCount = cumulativeByCount == null ? new TreeMap<>() : cumulativeByCount;
    }

    /**
     * The run's own fit.
     *
     * @param chosenBy null unless neighbours chose the number of components
     */
    public static ReductionUsed of(Reduced reduction, FewestComponents chosenBy) {
      return of(reduction, reduction.available(), null, null, chosenBy);
    }

    /**
     * An earlier fit.
     *
     * @param available how many components it has
     * @param projectedWith where it is from
     * @param newImages null when the fit says nothing of its images
     */
    public static ReductionUsed of(
        Reduced reduction, int available, ProjectedWith projectedWith, NewImages newImages) {
      return of(reduction, available, projectedWith, newImages, null);
    }

    private static ReductionUsed of(
        Reduced reduction,
        int available,
        ProjectedWith projectedWith,
        NewImages newImages,
        FewestComponents chosenBy) {
      return new ReductionUsed(
          reduction.dimension(),
          name(reduction.scaling()),
          reduction.components(),
          reduction.cumulativeVariance(),
          reduction.variance().cumulativeByCount(available),
          projectedWith,
          newImages,
          chosenBy);
    }

    /** Features of this dimension, left as they are. */
    public static ReductionUsed ofFeaturesOnly(int dimension) {
      return new ReductionUsed(dimension, name(Scaling.NONE), 0, 0, null, null, null, null);
    }

    /** {@return how many there are, and what chose the number where neighbours have} */
    public String componentsInWords() {
      return components + (chosenBy == null ? "" : ", with " + chosenBy.inWords());
    }

    private static String name(Scaling scaling) {
      return scaling.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param k neighbours of an image; of fewer images each has all others
   * @param exact whether they are the nearest for certain; false also when there are none
   * @param leftOut why there are none, a sentence; null when there are
   * @param recall how many of the nearest were found; null when they are exact or left out
   * @param accuracy what they tell of labels; null when there are not two to tell apart
   * @param map how the map of the images was made; null when there is none
   */
  public record NeighboursFound(
      int k,
      boolean exact,
      @JsonInclude(JsonInclude.Include.NON_NULL) String leftOut,
      @JsonInclude(JsonInclude.Include.NON_NULL) Recall recall,
      @JsonInclude(JsonInclude.Include.NON_NULL) EmbeddingAccuracy accuracy,
      @JsonInclude(JsonInclude.Include.NON_NULL) Umap.Settings map) {

    /** {@return how often the nearest image is of the same class, in words; null when not known} */
    public String inWords() {
      return accuracy == null
          ? null
          : accuracy.measured().stream()
              .map(EmbeddingAccuracy.OfSpace::inWords)
              .collect(Collectors.joining(", "))
              .replaceFirst(", ", ", by components ");
    }

    /** {@return how often the nearest image by features is of the same class, 0 to 1} */
    public OptionalDouble byFeatures() {
      return accuracy == null
          ? OptionalDouble.empty()
          : OptionalDouble.of(accuracy.measured().get(0).top1());
    }
  }

  /**
   * Images that were not fitted against those that were.
   *
   * @param explainedVariance the share of their variance about the fitted mean that the components
   *     kept explain, 0 to 1
   * @param beyondFit the share of them whose reconstruction error is above the 99.9 % quantile of
   *     the fitted images' errors; null when those are of more components
   */
  public record NewImages(double explainedVariance, Double beyondFit) {
    /** The share of the fitted images up to whose error a new one is not beyond them. */
    public static final double QUANTILE = 0.999;

    /** {@return how many lie beyond, in a sentence without its full stop; null when not known} */
    public String inWords() {
      return beyondFit == null
          ? null
          : String.format(
              Locale.ROOT,
              "%.1f %% of these images lie beyond the %.1f %% quantile of the fitted set",
              100 * beyondFit,
              100 * QUANTILE);
    }
  }

  /**
   * An earlier fit.
   *
   * @param run that it was made in; null when that is not known, as of a model of Spark's own
   * @param model address of its model's folder, credentials masked
   * @param files sha256 of each file of the model, by its path in that folder
   * @param weightsSha256 the SHA-256 of the weights of its features; null when that is not known,
   *     and empty when they were untrained
   */
  public record ProjectedWith(
      String run, String model, Map<String, String> files, String weightsSha256) {}
}
