package io.github.imagefeatures.ml;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.featurize.RowFeaturizing;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.ml.FeaturizedRow.Invalid;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.OnnxNetwork;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A stage of Spark ML's pipelines that gives each row the features of its image: the numbers that a
 * run of this program writes for the same file with the same weights, bit for bit.
 *
 * <p>It reads a column of images' whole files ({@code binary}, such as {@code content} of Spark's
 * source {@code binaryFile}) or of their paths ({@code string}), and adds two: the features of the
 * network as a vector or as {@code array<float>}, and the rejection, a struct of {@code reason} and
 * {@code message}. Of the two one is null. Tables that are streams are featurized like others.
 *
 * <p>The network is the default one, or any other from an ONNX file.
 *
 * <p>Saved, it has its weights or its ONNX file and its preprocessing beside it, so that the folder
 * is all that another machine needs. It changes no setting of the session, and any number of them,
 * of the same or of different weights, work in one application at once.
 */
public final class ImageFeaturizer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final String WEIGHTS_FILE = "weights.h5";
  private static final String NETWORK_FILE = "network.onnx";

  /** Beside a file of that name it is looked for. */
  private static final String PREPROCESSING_FILE = "network.json";

  private static final String VECTOR = "vector";
  private static final String ARRAY = "array";

  /** Why an image has no features: one of the program's reasons, and a sentence. */
  private static final StructType REJECTION =
      new StructType().add("reason", DataTypes.StringType).add("message", DataTypes.StringType);

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> rejectionCol;
  private final Param<String> outputType;
  private final Param<String> handleInvalid;
  private final IntParam batchSize;
  private final LongParam maxBytes;
  private final LongParam maxPixels;
  private final Param<String> resampling;
  private final Param<String> orientation;
  private final Param<String> network;
  private final Param<String> networkSha256;
  private final Param<String> preprocessing;
  private final Param<String> networkOutput;
  private final Param<String> pooling;
  private final Param<String> engine;
  private final Param<String> weights;
  private final Param<String> weightsSha256;
  private final LongParam untrainedSeed;

  /** The weights that the params name; null until they are needed. */
  private transient Found found;

  /** The same on the executors of an application. */
  private transient Sent sent;

  private record Found(List<Object> params, Weights weights) {}

  private record Sent(SparkContext context, Weights weights, Broadcast<LoadedNetwork> network) {}

  /** A featurizer that reads the column {@code content} and adds {@code features}. */
  public ImageFeaturizer() {
    this(Identifiable.randomUID("ImageFeaturizer"));
  }

  /**
   * The same under a name.
   *
   * @param uid tells this stage from the others of a pipeline
   */
  public ImageFeaturizer(String uid) {
    this.uid = uid;
    inputCol = new Param<>(this, "inputCol", "column of images: whole files, or their paths");
    outputCol = new Param<>(this, "outputCol", "column for the features");
    rejectionCol =
        new Param<>(this, "rejectionCol", "column for why an image has none: reason and message");
    outputType =
        choice(
            "outputType",
            "features as 'vector' of doubles or 'array' of floats",
            List.of(VECTOR, ARRAY));
    handleInvalid =
        choice(
            "handleInvalid",
            "what becomes of a row whose image is rejected: 'keep' it with null features, 'skip' it, or 'error'",
            Arrays.stream(Invalid.values()).map(Invalid::wireName).toList());
    batchSize =
        new IntParam(
            this,
            "batchSize",
            "images decoded before the network runs on them; features do not depend on it",
            ParamValidators.inRange(1, FeaturizeOptions.MAX_BATCH_SIZE));
    maxBytes = limit("maxBytes", "bytes of the largest file that is decoded");
    maxPixels =
        limit("maxPixels", "pixels, width times height, of the largest image that is decoded");
    resampling =
        choice(
            "resampling",
            "release of Pillow that images are resized like",
            Arrays.stream(Resampling.values()).map(Resampling::wireName).toList());
    orientation =
        choice(
            "orientation",
            "'exif' turns images upright by their metadata, 'ignore' leaves them as they are stored",
            Arrays.stream(Orientation.values()).map(Orientation::wireName).toList());
    network =
        new Param<>(
            this, "network", "a network that is known by name, or path or address of an ONNX file");
    networkSha256 =
        new Param<>(this, "networkSha256", "SHA-256 that the ONNX file of 'network' must have");
    preprocessing =
        new Param<>(
            this,
            "preprocessing",
            "how images become the ONNX file's input, a word or a JSON file; unset: looked for beside it");
    networkOutput =
        new Param<>(
            this,
            "networkOutput",
            "output of the ONNX file; unset: the first with one vector for each image");
    pooling =
        choice(
            "pooling",
            "how the vectors of an image's tokens become one: 'cls', the first, or 'mean'",
            Arrays.stream(Pooling.values()).map(Pooling::wireName).toList());
    engine =
        choice(
            "engine",
            "the library that computes the network, 'tensorflow' or 'onnxruntime'; unset: the network's own on the driver's architecture",
            Arrays.stream(Engine.values()).map(Engine::wireName).toList());
    weights =
        new Param<>(
            this,
            "weights",
            "path or address of the weights file; unset: looked for in models/ and in the user's cache, then downloaded");
    weightsSha256 =
        new Param<>(this, "weightsSha256", "SHA-256 that the file of 'weights' must have");
    untrainedSeed =
        new LongParam(
            this,
            "untrainedSeed",
            "seed of random weights in place of a file, for rehearsals: the features mean nothing");
    setDefault(inputCol, "content");
    setDefault(outputCol, "features");
    setDefault(rejectionCol, "rejection");
    setDefault(outputType, VECTOR);
    setDefault(handleInvalid, Invalid.KEEP.wireName());
    setDefault(batchSize, FeaturizeOptions.DEFAULT_BATCH_SIZE);
    setDefault(maxBytes, ImageLimits.DEFAULT_MAX_BYTES);
    setDefault(maxPixels, ImageLimits.DEFAULT_MAX_PIXELS);
    setDefault(resampling, Resampling.DEFAULT.wireName());
    setDefault(orientation, Orientation.DEFAULT.wireName());
    setDefault(network, Networks.DEFAULT_NAME);
  }

  private Param<String> choice(String name, String meaning, List<String> values) {
    return new Param<>(this, name, meaning, ParamValidators.inArray(values));
  }

  private LongParam limit(String name, String meaning) {
    return new LongParam(this, name, meaning, ParamValidators.gtEq(1));
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * Takes weights, or a network with its own, that have been read already, in place of reading
   * them.
   *
   * @param read where they are from, the params say
   * @return this
   */
  public ImageFeaturizer setWeights(Weights read) {
    List.of(network, networkSha256, preprocessing, networkOutput, pooling).forEach(this::clear);
    if (read.loaded().network() instanceof OnnxNetwork onnx) {
      clear(untrainedSeed).clear(weights).clear(weightsSha256);
      setNetwork(read.provenance().source()).setNetworkSha256(read.provenance().sha256());
      setNetworkOutput(onnx.output());
      onnx.pooling().map(Pooling::wireName).ifPresent(this::setPooling);
    } else if (read.provenance().trained()) {
      clear(untrainedSeed);
      setWeights(read.provenance().source()).setWeightsSha256(read.provenance().sha256());
    } else {
      clear(weights).clear(weightsSha256);
      setUntrainedSeed(read.provenance().seed());
    }
    setEngine(read.loaded().engine().wireName());
    found = new Found(weightsParams(), read);
    return this;
  }

  /**
   * Adds features and rejections. Rows keep their order within their partitions.
   *
   * @param dataset any table, or a stream, with a column as {@link #transformSchema} wants it
   * @return its rows with two columns more
   * @throws WeightsException when the weights cannot be had
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType added = transformSchema(dataset.schema());
    SparkSession spark = dataset.sparkSession();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int column = dataset.schema().fieldIndex(getInputCol());
    RowFeaturizing task =
        new RowFeaturizing(
            network(context),
            context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
            column,
            dataset.schema().apply(column).dataType().equals(DataTypes.StringType),
            getBatchSize(),
            new ImageLimits(getMaxBytes(), getMaxPixels()),
            oneOf(Resampling.values(), Resampling::wireName, getResampling()),
            oneOf(Orientation.values(), Orientation::wireName, getOrientation()),
            new FeaturizedRow(
                getOutputType().equals(VECTOR),
                oneOf(Invalid.values(), Invalid::wireName, getHandleInvalid())));
    Dataset<Row> rows = dataset.toDF().mapPartitions(task, Encoders.row(added));
    // A function on rows forgets what columns say of themselves, such as labels and watermarks.
    return rows.select(
        Arrays.stream(added.fields())
            .map(field -> column(rows, field.name()).as(field.name(), field.metadata()))
            .toArray(Column[]::new));
  }

  /** A name may have dots in it. */
  private static Column column(Dataset<Row> rows, String name) {
    return rows.col("`" + name.replace("`", "``") + "`");
  }

  /**
   * The columns that {@link #transform} leaves.
   *
   * @param schema has the input column, of type {@code binary} or {@code string}, and neither of
   *     those that are added
   * @return the same and the two columns
   * @throws IllegalArgumentException when it has not
   */
  @Override
  public StructType transformSchema(StructType schema) {
    DataType type = schema.apply(getInputCol()).dataType();
    if (!type.equals(DataTypes.BinaryType) && !type.equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "The column '%s' is of type %s: name one of binary, images' whole files, or of string, their paths, with inputCol."
              .formatted(getInputCol(), type.catalogString()));
    }
    DataType features =
        getOutputType().equals(VECTOR)
            ? SQLDataTypes.VectorType()
            : DataTypes.createArrayType(DataTypes.FloatType, false);
    StructType withFeatures = with(schema, "outputCol", getOutputCol(), features);
    return with(withFeatures, "rejectionCol", getRejectionCol(), REJECTION);
  }

  private static StructType with(StructType schema, String param, String name, DataType type) {
    if (Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          "There is a column '%s' already: name another with %s.".formatted(name, param));
    }
    return schema.add(
        new StructField(name, type, true, org.apache.spark.sql.types.Metadata.empty()));
  }

  @Override
  public ImageFeaturizer copy(ParamMap extra) {
    ImageFeaturizer copy = defaultCopy(extra);
    copy.found = found;
    copy.sent = sent;
    return copy;
  }

  /**
   * Saves the params and, beside them, the weights.
   *
   * @return what writes both into a folder
   */
  @Override
  public MLWriter write() {
    return new Writer();
  }

  private MLWriter writeParams() {
    return DefaultParamsWritable.super.write();
  }

  /**
   * Reads what {@link #write} has written, on whatever machine.
   *
   * @return what reads a folder
   */
  public static MLReader<ImageFeaturizer> read() {
    return new Reader();
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param path the folder
   * @return a featurizer with the weights that lie in the folder
   * @throws WeightsException when they are not there, or are not those that were written
   */
  public static ImageFeaturizer load(String path) {
    return read().load(path);
  }

  private final class Writer extends MLWriter {
    @Override
    public void saveImpl(String path) {
      Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
      ImageFeaturizer saved = copy(ParamMap.empty());
      saved.clear(weights);
      Weights now = weights(hadoop);
      try {
        if (now.loaded().network() instanceof OnnxNetwork onnx) {
          saved.setWeights(now).setNetwork(NETWORK_FILE);
          saved.writeParams().session(sparkSession()).save(path);
          write(now.file(), path, NETWORK_FILE, hadoop);
          write(onnx.preprocessingFile(), path, PREPROCESSING_FILE, hadoop);
        } else if (now.provenance().trained()) {
          saved.setWeightsSha256(now.provenance().sha256());
          saved.writeParams().session(sparkSession()).save(path);
          write(now.file(), path, WEIGHTS_FILE, hadoop);
        } else {
          saved.writeParams().session(sparkSession()).save(path);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private void write(byte[] content, String folder, String name, Configuration hadoop)
        throws IOException {
      var target = new org.apache.hadoop.fs.Path(folder, name);
      try (OutputStream out = target.getFileSystem(hadoop).create(target)) {
        out.write(content);
      }
    }
  }

  private static final class Reader extends MLReader<ImageFeaturizer> {
    private static final DefaultParamsReadable<ImageFeaturizer> PARAMS =
        new DefaultParamsReadable<>() {
          private static final long serialVersionUID = 1L;
        };

    @Override
    public ImageFeaturizer load(String path) {
      ImageFeaturizer loaded = PARAMS.read().session(sparkSession()).load(path);
      if (loaded.isOnnx()) {
        loaded.setNetwork(new org.apache.hadoop.fs.Path(path, NETWORK_FILE).toString());
      } else if (!loaded.isSet(loaded.untrainedSeed)) {
        loaded.setWeights(new org.apache.hadoop.fs.Path(path, WEIGHTS_FILE).toString());
      }
      // Now, while the folder is there.
      loaded.weights(sparkSession().sparkContext().hadoopConfiguration());
      return loaded;
    }
  }

  private Broadcast<LoadedNetwork> network(JavaSparkContext context) {
    Weights now = weights(context.hadoopConfiguration());
    if (sent == null || sent.weights() != now || sent.context() != context.sc()) {
      sent = new Sent(context.sc(), now, context.broadcast(now.loaded()));
    }
    return sent.network();
  }

  private Weights weights(Configuration hadoop) {
    List<Object> params = weightsParams();
    if (found == null || !found.params().equals(params)) {
      Optional<Engine> wanted = Optional.ofNullable(getEngine()).map(Engine::named);
      found = new Found(params, find(hadoop).on(wanted));
    }
    return found.weights();
  }

  private List<Object> weightsParams() {
    return List.of(
        getNetwork(),
        Optional.ofNullable(getNetworkSha256()),
        Optional.ofNullable(getPreprocessing()),
        Optional.ofNullable(getNetworkOutput()),
        Optional.ofNullable(getPooling()),
        Optional.ofNullable(getEngine()),
        Optional.ofNullable(getWeights()),
        Optional.ofNullable(getWeightsSha256()),
        Optional.ofNullable(getUntrainedSeed()));
  }

  /** Whether it is another network than the one whose weights come by themselves. */
  private boolean isOnnx() {
    return !getNetwork().equals(Networks.DEFAULT_NAME);
  }

  private void requireOfOneNetwork() {
    if (isOnnx() && (isSet(weights) || isSet(untrainedSeed))) {
      throw new IllegalArgumentException(
          "weights and untrainedSeed are for %s, and network is '%s': clear one of them."
              .formatted(Networks.DEFAULT_NAME, getNetwork()));
    }
    if (!isOnnx()
        && (isSet(networkSha256)
            || isSet(preprocessing)
            || isSet(networkOutput)
            || isSet(pooling))) {
      throw new IllegalArgumentException(
          "networkSha256, preprocessing, networkOutput and pooling are for an ONNX file: name it with network.");
    }
  }

  private Weights find(Configuration hadoop) {
    requireOfOneNetwork();
    if (isSet(untrainedSeed)) {
      if (isSet(weights)) {
        throw new IllegalArgumentException(
            "Both weights and untrainedSeed are set: clear one of them.");
      }
      return Weights.untrained(Networks.DEFAULT, getUntrainedSeed());
    }
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "image-features");
    WeightsLocator locator =
        new WeightsLocator(hadoop, List.of(cache, Path.of("models")), new WeightsDownload());
    if (isOnnx()) {
      return locator.of(
          new OnnxFile(
              getNetwork(),
              Optional.ofNullable(getNetworkSha256()),
              Optional.ofNullable(getPreprocessing()),
              Optional.ofNullable(getNetworkOutput()),
              Optional.ofNullable(getPooling()).map(Pooling::named)));
    }
    return locator.of(
        Networks.DEFAULT,
        Optional.ofNullable(getWeights()),
        Optional.ofNullable(getWeightsSha256()));
  }

  private static <T> T oneOf(
      T[] values, java.util.function.Function<T, String> name, String wanted) {
    return Arrays.stream(values)
        .filter(each -> name.apply(each).equals(wanted))
        .findFirst()
        .orElseThrow();
  }

  /**
   * {@return the param: the column of images} Whole files ({@code binary}) or paths ({@code
   * string}). A path that begins with {@code /} is one of the disk of the executor that reads it.
   */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** {@return the column of images} */
  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  /**
   * Whole files ({@code binary}) or paths ({@code string}). A path that begins with {@code /} is
   * one of the disk of the executor that reads it.
   *
   * @param value the column of images
   * @return this
   */
  public ImageFeaturizer setInputCol(String value) {
    set(inputCol, value);
    return this;
  }

  /**
   * {@return the param: the column for the features} Whatever has that name must not be there yet.
   */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** {@return the column for the features} */
  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  /**
   * Whatever has that name must not be there yet.
   *
   * @param value the column for the features
   * @return this
   */
  public ImageFeaturizer setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  /**
   * {@return the param: the column for why an image has no features} A struct of {@code reason} and
   * {@code message}, null where there are features.
   */
  public Param<String> rejectionCol() {
    return rejectionCol;
  }

  /** {@return the column for why an image has no features} */
  public String getRejectionCol() {
    return getOrDefault(rejectionCol);
  }

  /**
   * A struct of {@code reason} and {@code message}, null where there are features.
   *
   * @param value the column for why an image has no features
   * @return this
   */
  public ImageFeaturizer setRejectionCol(String value) {
    set(rejectionCol, value);
    return this;
  }

  /**
   * {@return the param: {@code vector} or {@code array}} A vector of Spark ML, of doubles, or an
   * array of floats: the same numbers.
   */
  public Param<String> outputType() {
    return outputType;
  }

  /** {@return {@code vector} or {@code array}} */
  public String getOutputType() {
    return getOrDefault(outputType);
  }

  /**
   * A vector of Spark ML, of doubles, or an array of floats: the same numbers.
   *
   * @param value {@code vector} or {@code array}
   * @return this
   */
  public ImageFeaturizer setOutputType(String value) {
    set(outputType, value);
    return this;
  }

  /**
   * {@return the param: {@code keep}, {@code skip} or {@code error}} What becomes of a row whose
   * image is rejected. Models of Spark fail on null, so that a pipeline of more than this stage
   * wants {@code skip}.
   */
  public Param<String> handleInvalid() {
    return handleInvalid;
  }

  /** {@return {@code keep}, {@code skip} or {@code error}} */
  public String getHandleInvalid() {
    return getOrDefault(handleInvalid);
  }

  /**
   * What becomes of a row whose image is rejected. Models of Spark fail on null, so that a pipeline
   * of more than this stage wants {@code skip}.
   *
   * @param value {@code keep}, {@code skip} or {@code error}
   * @return this
   */
  public ImageFeaturizer setHandleInvalid(String value) {
    set(handleInvalid, value);
    return this;
  }

  /** {@return the param: images, 1 to 64} Features do not depend on it. */
  public IntParam batchSize() {
    return batchSize;
  }

  /** {@return images, 1 to 64} */
  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  /**
   * Features do not depend on it.
   *
   * @param value images, 1 to 64
   * @return this
   */
  public ImageFeaturizer setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  /** {@return the param: bytes, 1 or more} A larger file is rejected. */
  public LongParam maxBytes() {
    return maxBytes;
  }

  /** {@return bytes, 1 or more} */
  public long getMaxBytes() {
    return (Long) getOrDefault(maxBytes);
  }

  /**
   * A larger file is rejected.
   *
   * @param value bytes, 1 or more
   * @return this
   */
  public ImageFeaturizer setMaxBytes(long value) {
    set(maxBytes, value);
    return this;
  }

  /**
   * {@return the param: width times height, 1 or more} A larger image is rejected before a pixel of
   * it is decoded.
   */
  public LongParam maxPixels() {
    return maxPixels;
  }

  /** {@return width times height, 1 or more} */
  public long getMaxPixels() {
    return (Long) getOrDefault(maxPixels);
  }

  /**
   * A larger image is rejected before a pixel of it is decoded.
   *
   * @param value width times height, 1 or more
   * @return this
   */
  public ImageFeaturizer setMaxPixels(long value) {
    set(maxPixels, value);
    return this;
  }

  /**
   * {@return the param: {@code pillow-13} or {@code pillow-12}} Which release of Pillow images are
   * resized like.
   */
  public Param<String> resampling() {
    return resampling;
  }

  /** {@return {@code pillow-13} or {@code pillow-12}} */
  public String getResampling() {
    return getOrDefault(resampling);
  }

  /**
   * Which release of Pillow images are resized like.
   *
   * @param value {@code pillow-13} or {@code pillow-12}
   * @return this
   */
  public ImageFeaturizer setResampling(String value) {
    set(resampling, value);
    return this;
  }

  /**
   * {@return the param: {@code ignore} or {@code exif}} Whether images are turned upright by their
   * metadata.
   */
  public Param<String> orientation() {
    return orientation;
  }

  /** {@return {@code ignore} or {@code exif}} */
  public String getOrientation() {
    return getOrDefault(orientation);
  }

  /**
   * Whether images are turned upright by their metadata, as Pillow's {@code
   * ImageOps.exif_transpose} does.
   *
   * @param value {@code ignore} or {@code exif}
   * @return this
   */
  public ImageFeaturizer setOrientation(String value) {
    set(orientation, value);
    return this;
  }

  /**
   * {@return the param: a name, a path or an address} One of {@link Networks#NAMES}, which is
   * looked for and downloaded like weights, or an ONNX file.
   */
  public Param<String> network() {
    return network;
  }

  /** {@return a name, a path or an address} */
  public String getNetwork() {
    return getOrDefault(network);
  }

  /**
   * One of {@link Networks#NAMES}, which is looked for and downloaded like weights, or an ONNX
   * file.
   *
   * @param value a name, a path or an address
   * @return this
   */
  public ImageFeaturizer setNetwork(String value) {
    set(network, value);
    return this;
  }

  /**
   * {@return the param: 64 hexadecimal digits} An ONNX file of {@code network} with another SHA-256
   * is refused.
   */
  public Param<String> networkSha256() {
    return networkSha256;
  }

  /** {@return 64 hexadecimal digits; null when unset} */
  public String getNetworkSha256() {
    return isSet(networkSha256) ? getOrDefault(networkSha256) : null;
  }

  /**
   * An ONNX file of {@code network} with another SHA-256 is refused.
   *
   * @param value 64 hexadecimal digits
   * @return this
   */
  public ImageFeaturizer setNetworkSha256(String value) {
    set(networkSha256, value);
    return this;
  }

  /**
   * {@return the param: a word such as {@code siglip}, or a path or an address} How images become
   * the input of the ONNX file. Unset, a JSON file is looked for beside it.
   */
  public Param<String> preprocessing() {
    return preprocessing;
  }

  /** {@return a word such as {@code siglip}, or a path or an address; null when unset} */
  public String getPreprocessing() {
    return isSet(preprocessing) ? getOrDefault(preprocessing) : null;
  }

  /**
   * How images become the input of the ONNX file. Unset, a JSON file is looked for beside it.
   *
   * @param value a word such as {@code siglip}, or a path or an address
   * @return this
   */
  public ImageFeaturizer setPreprocessing(String value) {
    set(preprocessing, value);
    return this;
  }

  /**
   * {@return the param: the name of an output} Unset, the ONNX file's first with one vector for
   * each image.
   */
  public Param<String> networkOutput() {
    return networkOutput;
  }

  /** {@return the name of an output; null when unset} */
  public String getNetworkOutput() {
    return isSet(networkOutput) ? getOrDefault(networkOutput) : null;
  }

  /**
   * Unset, the ONNX file's first with one vector for each image.
   *
   * @param value the name of an output
   * @return this
   */
  public ImageFeaturizer setNetworkOutput(String value) {
    set(networkOutput, value);
    return this;
  }

  /**
   * {@return the param: {@code cls} or {@code mean}} How the vectors of an image's tokens become
   * one.
   */
  public Param<String> pooling() {
    return pooling;
  }

  /** {@return {@code cls} or {@code mean}; null when unset} */
  public String getPooling() {
    return isSet(pooling) ? getOrDefault(pooling) : null;
  }

  /**
   * How the vectors of an image's tokens become one.
   *
   * @param value {@code cls} or {@code mean}
   * @return this
   */
  public ImageFeaturizer setPooling(String value) {
    set(pooling, value);
    return this;
  }

  /** {@return the param: the library that computes the network} Unset, the network's own. */
  public Param<String> engine() {
    return engine;
  }

  /** {@return {@code tensorflow} or {@code onnxruntime}; null when unset} */
  public String getEngine() {
    return isSet(engine) ? getOrDefault(engine) : null;
  }

  /**
   * Unset, for the default network ONNX Runtime where the driver is x86-64 and TensorFlow
   * elsewhere, and ONNX Runtime for an ONNX file, which knows no other.
   *
   * @param value {@code tensorflow} or {@code onnxruntime}
   * @return this
   */
  public ImageFeaturizer setEngine(String value) {
    set(engine, value);
    return this;
  }

  /**
   * {@return the param: a path or an address} Unset, a published file is looked for in {@code
   * models/} and in the user's cache, and downloaded into that.
   */
  public Param<String> weights() {
    return weights;
  }

  /** {@return a path or an address; null when unset} */
  public String getWeights() {
    return isSet(weights) ? getOrDefault(weights) : null;
  }

  /**
   * Unset, a published file is looked for in {@code models/} and in the user's cache, and
   * downloaded into that.
   *
   * @param value a path or an address
   * @return this
   */
  public ImageFeaturizer setWeights(String value) {
    set(weights, value);
    return this;
  }

  /**
   * {@return the param: 64 hexadecimal digits} A file of {@code weights} with another SHA-256 is
   * refused.
   */
  public Param<String> weightsSha256() {
    return weightsSha256;
  }

  /** {@return 64 hexadecimal digits; null when unset} */
  public String getWeightsSha256() {
    return isSet(weightsSha256) ? getOrDefault(weightsSha256) : null;
  }

  /**
   * A file of {@code weights} with another SHA-256 is refused.
   *
   * @param value 64 hexadecimal digits
   * @return this
   */
  public ImageFeaturizer setWeightsSha256(String value) {
    set(weightsSha256, value);
    return this;
  }

  /**
   * {@return the param: the seed} Random weights in place of a file, for rehearsals: the features
   * mean nothing.
   */
  public LongParam untrainedSeed() {
    return untrainedSeed;
  }

  /** {@return the seed; null when unset} */
  public Long getUntrainedSeed() {
    return isSet(untrainedSeed) ? (Long) getOrDefault(untrainedSeed) : null;
  }

  /**
   * Random weights in place of a file, for rehearsals: the features mean nothing.
   *
   * @param value the seed
   * @return this
   */
  public ImageFeaturizer setUntrainedSeed(long value) {
    set(untrainedSeed, value);
    return this;
  }
}
