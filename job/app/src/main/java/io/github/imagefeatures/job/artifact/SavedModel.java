package io.github.imagefeatures.job.artifact;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.reduce.ModelFolder;
import io.github.imagefeatures.reduce.Reduction;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import io.github.imagefeatures.table.VectorTable;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code model/}: scaling and components as a model of Spark MLlib and as arrays for numpy, and
 * what is kept of the images that were fitted.
 */
public final class SavedModel implements Artifact {
  /** Its folder in the run's folder. */
  public static final String NAME = "model";

  /** Images whose components are computed again. */
  private static final int CHECKED = 256;

  private static final long SEED = 20_261_129;

  /** Two products of the same numbers, added up in another order, lie this near to each other. */
  private static final double TOLERANCE = 1e-9;

  /** The same numbers for numpy, beside Spark's files. */
  private static final String PROJECTION = "projection.npz";

  private static final String PATH = "path";
  private static final String CLAIMED = "claimed";

  private static final StructType PATHS = new StructType().add(PATH, DataTypes.StringType);

  /** The columns of rows that are computed again. */
  private static final StructType SAMPLE =
      new StructType()
          .add(RunFolder.FEATURES, DataTypes.createArrayType(DataTypes.FloatType))
          .add(ComponentsTable.COMPONENTS, DataTypes.createArrayType(DataTypes.DoubleType))
          .add(ComponentsTable.ERROR, DataTypes.DoubleType);

  /** Vector column that the model reads. */
  public static final String INPUT = "features_vector";

  /** What Hadoop's and Spark's readers of text take for more than a letter. */
  private static final Pattern NOT_LITERAL = Pattern.compile("[\\[\\]{}*?\\\\^,:]");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "The model";
  }

  @Override
  public boolean isWanted(RecordedOptions options) {
    return !options.featuresOnly();
  }

  @Override
  public void write(RunContext run) {
    try {
      ModelFolder.write(
          run.reduction().toPipelineModel(INPUT, ComponentsTable.COMPONENTS),
          run.folder().store(),
          run.folder().written(NAME));
    } catch (IOException e) {
      throw RunFolder.cannot("write", run.folder().written(NAME), e);
    }
    if (run.reduction() instanceof Reduction linear) {
      run.folder()
          .write(
              new Path(run.folder().written(NAME), PROJECTION),
              out -> NumpyArchive.write(out, arrays(linear)));
      fittedImages(run, linear)
          .ifPresent(images -> images.write(run.folder(), run.folder().written(NAME)));
    }
  }

  private static Optional<FittedImages> fittedImages(RunContext run, Reduction reduction) {
    return run.options().fitFrom().isPresent()
        ? run.fitted()
        : FittedImages.of(reduction, run.statistics());
  }

  /** For those who have no Spark: {@code (features - mean) / scale @ components.T}. */
  private static Map<String, NumpyArchive.Array> arrays(Reduction reduction) {
    int features = reduction.dimension();
    int k = reduction.components();
    double[] explained = Arrays.copyOf(reduction.variance().shares(), k);
    Map<String, NumpyArchive.Array> arrays = new LinkedHashMap<>();
    arrays.put("mean", new NumpyArchive.Array(reduction.centre(), features));
    arrays.put("scale", new NumpyArchive.Array(reduction.scale(), features));
    arrays.put("components", new NumpyArchive.Array(reduction.weights(), k, features));
    arrays.put("explained_variance", new NumpyArchive.Array(explained, k));
    return arrays;
  }

  @Override
  public void check(Validation run) throws IOException {
    PipelineModel model = load(run.folder().store(), run.folder().path(NAME));
    run.expect(
        "stages of the model",
        run.manifest().reduction().scaling().equals("standard") ? 2 : 1,
        model.stages().length);
    List<Row> sample = sample(run);
    long others = rowsOfAnotherModel(model, sample, run);
    if (others > 0) {
      run.fault(
          String.format(
              Locale.ROOT,
              "Of some rows of pca/ that were computed again %d are not what the model gives.",
              others));
    }
    FittedImages.read(run.folder().store(), run.folder().path(NAME))
        .ifPresent(
            images -> checkErrors(images, Reduction.of(model, Optional.empty(), 0), sample, run));
    Manifest.ProjectedWith fit = run.manifest().reduction().projectedWith();
    if (fit != null && !isOf(fit, Reduction.of(model, Optional.empty(), 0), run)) {
      run.fault("The model is not that of %s, with which the run was made.".formatted(fit.model()));
    }
  }

  /** Computes a sample of the rows again, by Spark's own arithmetic. */
  private static long rowsOfAnotherModel(PipelineModel model, List<Row> sample, Validation run) {
    return model
        .transform(
            run.spark()
                .createDataFrame(sample, SAMPLE)
                .select(
                    functions.array_to_vector(col(RunFolder.FEATURES)).as(INPUT),
                    col(ComponentsTable.COMPONENTS).as(CLAIMED)))
        .select(CLAIMED, ComponentsTable.COMPONENTS)
        .collectAsList()
        .stream()
        .filter(row -> !areNear(row.getList(0), row.<Vector>getAs(1).toArray()))
        .count();
  }

  /** Some rows of {@code pca/}: features, components, error. */
  private static List<Row> sample(Validation run) {
    long rows = Math.max(1, run.manifest().counts().featurized());
    Dataset<Row> sample =
        VectorTable.reader(run.spark())
            .schema(PATHS.add(SAMPLE.fields()[1]).add(SAMPLE.fields()[2]))
            .parquet(run.path(ComponentsTable.NAME))
            .sample(false, Math.min(1, (double) CHECKED / rows), SEED);
    return VectorTable.reader(run.spark())
        .schema(PATHS.add(SAMPLE.fields()[0]))
        .parquet(run.path(RunFolder.FEATURES))
        .join(broadcast(sample), PATH)
        .select(RunFolder.FEATURES, ComponentsTable.COMPONENTS, ComponentsTable.ERROR)
        .collectAsList();
  }

  /** Computes a sample of the errors again. */
  private static void checkErrors(
      FittedImages images, Reduction fit, List<Row> sample, Validation run) {
    long others = errorsOfAnotherFit(fit.fittedAround(images.mean()), sample, run);
    if (others > 0) {
      run.fault(
          String.format(
              Locale.ROOT,
              "Of some errors in pca/ that were computed again %d are others.",
              others));
    }
    if (run.manifest().reduction().projectedWith() == null) {
      run.expect(
          "images of which the model keeps the errors",
          run.manifest().counts().featurized(),
          images.images());
    }
  }

  private static long errorsOfAnotherFit(Reduction fit, List<Row> sample, Validation run) {
    List<FeatureVector> vectors =
        sample.stream().map(row -> new FeatureVector("", "", floats(row.getList(0)))).toList();
    List<ProjectedVector> again =
        fit.project(
                JavaSparkContext.fromSparkContext(run.spark().sparkContext()).parallelize(vectors))
            .collect();
    return IntStream.range(0, again.size())
        .filter(
            i ->
                sample.get(i).isNullAt(2)
                    || Math.abs(sample.get(i).getDouble(2) - again.get(i).getReconstructionError())
                        > TOLERANCE * Math.max(1, again.get(i).getSquaredDistance()))
        .count();
  }

  private static float[] floats(List<Float> list) {
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = list.get(i);
    }
    return floats;
  }

  private static boolean areNear(List<Double> claimed, double[] computed) {
    return claimed.size() == computed.length
        && IntStream.range(0, computed.length)
            .allMatch(
                i ->
                    Math.abs(claimed.get(i) - computed[i])
                        <= TOLERANCE * Math.max(1, Math.abs(computed[i])));
  }

  /**
   * Whether a model is the beginning of an earlier one, as long as that is there. Another store
   * than the run's own is not asked: a run is valid where only its own store can be reached.
   */
  private static boolean isOf(Manifest.ProjectedWith fit, Reduction model, Validation run)
      throws IOException {
    Path theirs = new Path(fit.model());
    FileSystem store = run.folder().store();
    if (!isIn(store, theirs) || !store.exists(theirs)) {
      return true;
    }
    Reduction earlier = Reduction.of(load(store, theirs), Optional.empty(), 0);
    return earlier.components() >= model.components()
        && Arrays.equals(earlier.mean(), model.mean())
        && Arrays.equals(earlier.deviation(), model.deviation())
        && Arrays.equals(earlier.keeping(model.components()).loadings(), model.loadings());
  }

  private static boolean isIn(FileSystem store, Path path) {
    URI place = path.toUri();
    return store.getUri().getScheme().equals(place.getScheme())
        && Objects.equals(store.getUri().getAuthority(), place.getAuthority());
  }

  /**
   * Opens a model, or what lies beside it.
   *
   * @param model its folder
   * @param what it is wanted for, for the sentence: {@code fit} or {@code components}
   * @param option that names the run
   * @param opening what is done
   * @return what it gives
   * @throws OutputException when it cannot be used, whatever Spark's readers ran into
   */
  public static <T> T usable(Path model, String what, String option, Callable<T> opening) {
    try {
      return opening.call();
    } catch (Exception e) {
      JobException failure = FailureClassifier.classify(e);
      if (failure.exitCode() != ExitCode.UNEXPECTED) {
        throw failure;
      }
      throw new OutputException(
          FailureId.FIT_UNUSABLE,
          "The %s in %s cannot be used (%s): name another run with %s."
              .formatted(what, RunFolder.shown(model.toString()), Reason.atRootOf(e), option),
          e);
    }
  }

  /**
   * Loads a model. One that only Spark can load goes through its loader, which takes its path for a
   * pattern, cuts it at commas and cannot read a colon, so that a model under such a name is loaded
   * from a copy.
   *
   * @param store where it is
   * @param model its folder
   * @return the model
   * @throws IOException when it cannot be read
   */
  public static PipelineModel load(FileSystem store, Path model) throws IOException {
    Optional<PipelineModel> read = ModelFolder.read(store, model);
    return read.isPresent() ? read.get() : loadBySpark(store, model);
  }

  private static PipelineModel loadBySpark(FileSystem store, Path model) throws IOException {
    if (!NOT_LITERAL.matcher(model.toUri().getPath()).find()) {
      return PipelineModel.load(model.toString());
    }
    Configuration hadoop = store.getConf();
    FileSystem temporary = FileSystem.get(hadoop);
    Path copy =
        temporary.makeQualified(
            new Path(System.getProperty("java.io.tmpdir"), "image-features-" + UUID.randomUUID()));
    try {
      FileUtil.copy(store, model, temporary, copy, false, hadoop);
      return PipelineModel.load(copy.toString());
    } finally {
      temporary.delete(copy, true);
    }
  }
}
