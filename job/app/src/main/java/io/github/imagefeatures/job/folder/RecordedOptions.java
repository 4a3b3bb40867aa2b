package io.github.imagefeatures.job.folder;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.reduce.ComponentChoice;
import java.util.Locale;
import java.util.Optional;

/**
 * A run's options as {@code manifest.json} and {@code run.json} record them, credentials masked.
 * Each says what it affects; a {@link RunOptions} explains what each is. What counts for nothing in
 * a run of features only is null, false or 0. A field that an earlier version did not write is
 * null, false or 0.
 *
 * @param labels null when the labels are the names of folders
 * @param network the ONNX file; null for the default network, as what follows
 * @param networkSha256 null when nobody vouched for the file
 * @param preprocessing null when it was looked for beside the file
 * @param networkOutput null for the first with one vector for each image
 * @param pooling null for an output that has one vector for each image
 * @param engine what computes the network, also where nobody chose it; an earlier version recorded
 *     only what was chosen, and had {@link #engineOfEarlierVersion} where nothing was
 * @param model null when it was looked for
 * @param modelSha256 null when nobody vouched for the weights
 * @param variance share of the variance to keep; null when something else was asked for
 * @param components how many to keep, a number or {@code auto}; null when neither was asked for
 * @param scaling {@code standard} or {@code none}; null when nothing was fitted
 * @param featuresOnly whether there are no components
 * @param fitFrom run or model whose fit was used; null when the run had its own
 * @param partitions null when the number of cores decides
 * @param resampling such as {@code pillow-13}; null in a run of an older version
 * @param orientation see {@link io.github.imagefeatures.image.Orientation#recorded}
 * @param pcaTsv see {@link RunOptions}; recorded as {@code csv}, by an older version as {@code
 *     tables}
 */
@JsonNaming(RecordedOptions.Names.class)
public record RecordedOptions(
    @JsonView(Features.class) String images,
    @JsonView(Features.class) @JsonInclude(JsonInclude.Include.NON_NULL) String labels,
    @JsonView(Features.class) String output,
    @JsonView(Features.class) @JsonInclude(JsonInclude.Include.NON_NULL) String network,
    @JsonView(Features.class) @JsonInclude(JsonInclude.Include.NON_NULL) String networkSha256,
    @JsonView(Features.class) @JsonInclude(JsonInclude.Include.NON_NULL) String preprocessing,
    @JsonView(Features.class) @JsonInclude(JsonInclude.Include.NON_NULL) String networkOutput,
    @JsonView(Features.class) @JsonInclude(JsonInclude.Include.NON_NULL) String pooling,
    @JsonView(Features.class) String engine,
    @JsonView(Features.class) String model,
    @JsonView(Features.class) String modelSha256,
    @JsonView(Features.class) boolean allowUntrained,
    @JsonView(Components.class) @JsonInclude(JsonInclude.Include.NON_NULL) Double variance,
    @JsonView(Components.class) @JsonInclude(JsonInclude.Include.NON_NULL) Object components,
    @JsonView(Components.class) @JsonInclude(JsonInclude.Include.NON_NULL) String scaling,
    @JsonView(Components.class) boolean featuresOnly,
    @JsonView(Components.class) @JsonInclude(JsonInclude.Include.NON_NULL) String fitFrom,
    @JsonView(Features.class) String glob,
    @JsonView(Features.class) long limit,
    @JsonView(Features.class) @JsonInclude(JsonInclude.Include.NON_NULL) Integer partitions,
    @JsonView(Features.class) int batchSize,
    @JsonView(Features.class) String resampling,
    @JsonView(Features.class) String orientation,
    @JsonView(Features.class) long maxBytes,
    @JsonView(Features.class) Long maxPixels,
    @JsonView(Neither.class) double maxRejectedFraction,
    @JsonView(Features.class) int shardSize,
    @JsonView(Neither.class) @JsonAlias("tables") boolean pcaTsv,
    @JsonView(Neither.class) int thumbnails,
    @JsonView(Neither.class) int neighbours,
    @JsonView(Features.class) boolean incremental) {

  /** Options that decide which features a run has, and how they are computed and committed. */
  interface Features {}

  /** Options that decide which components a run has. */
  interface Components {}

  /** Options that features and components do not depend on. */
  interface Neither {}

  /** The names on the command line. */
  static final class Names extends PropertyNamingStrategies.KebabCaseStrategy {
    private static final long serialVersionUID = 1L;

    @Override
    public String translate(String name) {
      return name.equals("pcaTsv") ? "csv" : super.translate(name);
    }
  }

  private interface Either extends Features, Components {}

  public RecordedOptions {
    engine = engine == null ? engineOfEarlierVersion(network != null) : engine;
  }

  /**
   * What computed the network in a run that says nothing of it.
   *
   * @param onnx whether the network is an ONNX file
   * @return the engine's name
   */
  static String engineOfEarlierVersion(boolean onnx) {
    return (onnx ? Engine.ONNXRUNTIME : Engine.TENSORFLOW).wireName();
  }

  /** The options of a run that has not begun. */
  public static RecordedOptions of(RunOptions options) {
    return of(options, options.engineOrOwn());
  }

  /**
   * The options of a run.
   *
   * @param engine what computes the network
   */
  public static RecordedOptions of(RunOptions options, Engine engine) {
    boolean fits = !options.featuresOnly() && options.fitFrom().isEmpty();
    ComponentChoice choice = options.components();
    return new RecordedOptions(
        Credentials.masked(options.images()),
        Credentials.masked(options.listing().labels()),
        Credentials.masked(options.output()),
        options.onnx().map(OnnxFile::address).map(Credentials::masked).orElse(null),
        options.onnx().flatMap(OnnxFile::sha256).orElse(null),
        options.onnx().flatMap(OnnxFile::preprocessing).map(Credentials::masked).orElse(null),
        options.onnx().flatMap(OnnxFile::output).orElse(null),
        options.onnx().flatMap(OnnxFile::pooling).map(Pooling::wireName).orElse(null),
        engine.wireName(),
        options.model().map(Credentials::masked).orElse(null),
        options.modelSha256().orElse(null),
        options.allowUntrained(),
        fits && choice instanceof ComponentChoice.Variance share ? share.target() : null,
        options.featuresOnly() ? null : count(choice),
        !fits ? null : options.scaling().name().toLowerCase(Locale.ROOT),
        options.featuresOnly(),
        options.fitFrom().map(Credentials::masked).orElse(null),
        options.listing().glob(),
        options.listing().limit(),
        options.featurize().partitions().stream().boxed().findFirst().orElse(null),
        options.featurize().batchSize(),
        options.featurize().resampling().wireName(),
        options.featurize().orientation().wireName(),
        options.featurize().limits().maxBytes(),
        options.featurize().limits().maxPixels(),
        options.maxRejectedFraction(),
        options.shardSize(),
        options.pcaTsv() && !options.featuresOnly(),
        options.featuresOnly() ? 0 : options.thumbnails(),
        options.neighbours(),
        options.incremental());
  }

  private static Object count(ComponentChoice choice) {
    if (choice instanceof ComponentChoice.ByAccuracy) {
      return "auto";
    }
    if (choice instanceof ComponentChoice.AtMost wish) {
      return wish.count();
    }
    return choice instanceof ComponentChoice.Fixed fixed ? fixed.count() : null;
  }

  /**
   * {@return the limits of an image; those of an older version, which recorded no pixels, are the
   * default}
   */
  public ImageLimits limits() {
    return new ImageLimits(
        maxBytes, Optional.ofNullable(maxPixels).orElse(ImageLimits.DEFAULT_MAX_PIXELS));
  }

  /**
   * Those that must not change when a run is resumed: all that features or components depend on.
   */
  JsonNode ofResults() {
    return Json.tree(this, Either.class);
  }

  /**
   * The network of a run of an ONNX file.
   *
   * @param address where the file is
   * @param sha256 the SHA-256 that it has
   */
  public OnnxFile onnx(String address, String sha256) {
    return new OnnxFile(
        address,
        Optional.of(sha256),
        Optional.ofNullable(preprocessing),
        Optional.ofNullable(networkOutput),
        Optional.ofNullable(pooling).map(Pooling::named));
  }
}
