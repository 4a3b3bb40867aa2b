package io.github.imagefeatures.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.featurize.Featurizer;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.mobilenet.WeightsFile;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.OnnxModel;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's stage on a real Spark, against what a run writes of the same files. */
final class ImageFeaturizerTest {
  private static final int IMAGES = 14;
  private static final long SEED = 1;
  private static SparkSession spark;
  private static Map<String, float[]> ofRun;
  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void openSpark() throws IOException {
    spark = LocalSpark.session();
    new ImageGenerator().generate(shared.resolve("drawn").toString(), new SetSize(7, 2), 1);
    Files.write(shared.resolve("weights.h5"), WeightsFile.random(SEED).bytes());
    ofRun = run(Networks.DEFAULT.untrained(SEED));
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @Test
  void featuresOfWholeFilesAreThoseOfARunBitForBit() {
    Dataset<Row> table = untrained().transform(contents());
    assertEquals(SQLDataTypes.VectorType(), table.schema().apply("features").dataType());
    Map<String, float[]> features = new TreeMap<>();
    for (Row row : table.select("path", "features", "rejection").collectAsList()) {
      features.put(plain(row.getString(0)), floats(row.<Vector>getAs(1)));
      assertNull(row.get(2));
    }
    assertSame(ofRun, features);
  }

  @Test
  void anImageThatIsStoredLyingHasTheFeaturesOfTheUprightOneWhereThatIsAskedFor()
      throws IOException {
    BufferedImage upright = new BufferedImage(30, 50, BufferedImage.TYPE_INT_RGB);
    BufferedImage lying = new BufferedImage(50, 30, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 50; y++) {
      for (int x = 0; x < 30; x++) {
        upright.setRGB(x, y, x * y * 4321);
        lying.setRGB(y, 29 - x, x * y * 4321);
      }
    }
    Path images = Files.createDirectory(folder.resolve("lying"));
    ImageIO.write(upright, "png", images.resolve("upright.png").toFile());
    Files.write(images.resolve("lying.png"), withOrientation(lying, 6));
    ImageFeaturizer featurizer = untrained().setOutputType("array");
    float[] expected =
        arrays(featurizer.transform(contents(images))).get("" + images.resolve("upright.png"));

    Map<String, float[]> stored = arrays(featurizer.transform(contents(images)));
    assertFalse(Arrays.equals(expected, stored.get("" + images.resolve("lying.png"))));
    featurizer.setOrientation("exif");
    for (float[] turned : arrays(featurizer.transform(contents(images))).values()) {
      assertArrayEquals(expected, turned);
    }
  }

  private static byte[] withOrientation(BufferedImage image, int orientation) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    byte[] header = Arrays.copyOf(png.toByteArray(), 33);
    ByteBuffer exif = ByteBuffer.allocate(4 + 26);
    exif.put("eXIfMM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    CRC32 sum = new CRC32();
    sum.update(exif.array());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(header);
    file.write(ByteBuffer.allocate(4).putInt(26).array());
    file.write(exif.array());
    file.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    file.write(png.toByteArray(), 33, png.size() - 33);
    return file.toByteArray();
  }

  @Test
  void featuresOfPathsAreThoseOfARunBitForBit() {
    ImageFeaturizer featurizer =
        untrained().setInputCol("path").setOutputType("array").setBatchSize(3);
    Dataset<Row> table = featurizer.transform(contents().select("path"));
    assertEquals(
        DataTypes.createArrayType(DataTypes.FloatType, false),
        table.schema().apply("features").dataType());
    assertSame(ofRun, arrays(table));
  }

  @Test
  void rowsKeepTheirOrderAndTheirOtherColumns() {
    List<String> paths = List.copyOf(ofRun.keySet());
    Dataset<Row> table =
        spark
            .createDataset(paths, Encoders.STRING())
            .toDF("image")
            .coalesce(1)
            .withColumn("number", lit(7L));
    List<Row> rows = untrained().setInputCol("image").transform(table).collectAsList();
    assertEquals(paths, rows.stream().map(row -> row.getString(0)).toList());
    assertTrue(rows.stream().allMatch(row -> row.getLong(1) == 7));
  }

  /** As a table of many small files has them that is written as one. */
  @Test
  void aTaskThatReadsManyPartitionsHasTheReadersOfOneAtATime() {
    Dataset<Row> paths = contents().select("path").repartition(IMAGES);
    ImageFeaturizer featurizer = untrained().setInputCol("path").setOutputType("array");
    Dataset<Row> table = featurizer.transform(paths).coalesce(1);
    int most =
        table
            .map(
                (MapFunction<Row, Integer>)
                    row ->
                        (int)
                            Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("read-ahead"))
                                .count(),
                Encoders.INT())
            .collectAsList()
            .stream()
            .max(Integer::compare)
            .orElseThrow();
    // Those of one partition, and of the one before it that may not have ended yet.
    assertTrue(most <= 32, most + " threads");
    assertSame(ofRun, arrays(table));
  }

  @Test
  void columnsKeepWhatTheySayOfThemselves() {
    Metadata labels = new MetadataBuilder().putStringArray("vals", new String[] {"a"}).build();
    Dataset<Row> table = contents().withColumn("number", lit(0.0)).withMetadata("number", labels);
    assertEquals(labels, untrained().transform(table).schema().apply("number").metadata());
  }

  @Test
  void weightsAndASeedAreNotBothTaken() {
    ImageFeaturizer both = untrained().setWeights(shared.resolve("weights.h5").toString());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> both.transform(contents()));
    assertEquals(
        "Both weights and untrainedSeed are set: clear one of them.", refused.getMessage());
  }

  @Test
  void aRejectedImageHasTheReasonOfARunInsteadOfFeatures() throws IOException {
    byte[] jpeg = Files.readAllBytes(Path.of(ofRun.keySet().iterator().next()));
    Path odd = Files.createDirectory(folder.resolve("odd"));
    Files.write(odd.resolve("empty.jpg"), new byte[0]);
    Files.write(odd.resolve("text.jpg"), "no picture".getBytes(StandardCharsets.UTF_8));
    Files.write(odd.resolve("truncated.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    Files.write(
        odd.resolve("pointer.jpg"),
        "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8));
    Files.write(odd.resolve("large.jpg"), new byte[50_001]);
    Map<String, String> expected =
        new TreeMap<>(
            Map.of(
                "empty.jpg", "empty",
                "text.jpg", "not_an_image",
                "truncated.jpg", "corrupt",
                "pointer.jpg", "unreadable",
                "large.jpg", "too_large"));
    ImageFeaturizer featurizer = untrained().setMaxBytes(50_000);
    // Spark's source of whole files leaves empty ones out.
    List<Row> nothing =
        List.of(RowFactory.create("empty.jpg", new byte[0]), RowFactory.create("null", null));
    StructType pathAndContent =
        new StructType().add("path", DataTypes.StringType).add("content", DataTypes.BinaryType);
    Dataset<Row> contents =
        contents(odd)
            .select("path", "content")
            .union(spark.createDataFrame(nothing, pathAndContent));
    expected.put("null", "empty");
    assertEquals(expected, reasons(featurizer.transform(contents)));
    expected.put("gone.jpg", "vanished");
    expected.put("odd", "unreadable");
    expected.put("jpg", "unreadable");
    List<Row> paths =
        expected.keySet().stream()
            .map(
                name ->
                    switch (name) {
                      case "null" -> RowFactory.create((Object) null);
                      case "odd" -> RowFactory.create(odd.toString());
                      case "jpg" -> RowFactory.create(":// no path/jpg");
                      default -> RowFactory.create(odd.resolve(name).toString());
                    })
            .toList();
    StructType schema = new StructType().add("path", DataTypes.StringType);
    Dataset<Row> table = spark.createDataFrame(paths, schema);
    assertEquals(expected, reasons(featurizer.setInputCol("path").transform(table)));
  }

  @Test
  void rejectedImagesAreLeftOutOrEndTheJobWhereThatIsAskedFor() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("odd"));
    Files.write(odd.resolve("text.jpg"), "no picture".getBytes(StandardCharsets.UTF_8));
    Dataset<Row> images = contents().union(contents(odd));
    ImageFeaturizer featurizer = untrained();
    assertEquals(IMAGES + 1, featurizer.transform(images).count());
    assertEquals(IMAGES, featurizer.setHandleInvalid("skip").transform(images).count());
    Dataset<Row> failing = featurizer.setHandleInvalid("error").transform(images);
    SparkException failure = assertThrows(SparkException.class, failing::collectAsList);
    assertTrue(failure.getMessage().contains("An image is rejected (not_an_image)"));
  }

  @Test
  void twoFeaturizersWithDifferentWeightsWorkInOneJobAtOnce() {
    Map<String, float[]> ofOthers = run(Networks.DEFAULT.untrained(2));
    assertFalse(Arrays.equals(first(ofRun), first(ofOthers)));
    ImageFeaturizer one = untrained().setOutputType("array");
    ImageFeaturizer other =
        one.copy(ParamMap.empty())
            .setUntrainedSeed(2)
            .setOutputCol("others")
            .setRejectionCol("why");
    Dataset<Row> table = other.transform(one.transform(contents()));
    assertSame(ofRun, arrays(table));
    assertSame(ofOthers, arrays(table.select(col("path"), col("others").as("features"))));
  }

  @Test
  void aSavedFeaturizerHasItsWeightsWithItWhereverItIsMovedTo() throws IOException {
    Path weights = Files.copy(shared.resolve("weights.h5"), folder.resolve("weights.h5"));
    ImageFeaturizer featurizer =
        new ImageFeaturizer()
            .setWeights(weights.toString())
            .setOutputType("array")
            .setMaxPixels(1_000_000)
            .setHandleInvalid("skip");
    Map<String, float[]> before = arrays(featurizer.transform(contents()));
    Files.delete(weights);
    featurizer.write().save(folder.resolve("saved").toString());
    Path moved = Files.move(folder.resolve("saved"), folder.resolve("moved"));
    ImageFeaturizer loaded = ImageFeaturizer.load(moved.toString());
    assertEquals(featurizer.uid(), loaded.uid());
    assertEquals(1_000_000, loaded.getMaxPixels());
    assertEquals("skip", loaded.getHandleInvalid());
    loaded.write().overwrite().save(moved.toString());
    assertSame(before, arrays(ImageFeaturizer.load(moved.toString()).transform(contents())));
    Files.write(moved.resolve("weights.h5"), WeightsFile.random(2).bytes());
    WeightsException refused =
        assertThrows(WeightsException.class, () -> ImageFeaturizer.load(moved.toString()));
    assertTrue(refused.getMessage().contains("has sha256"), refused.getMessage());
    FileUtils.deleteDirectory(moved.toFile());
  }

  @Test
  void aSavedFeaturizerHasItsOnnxFileAndItsPreprocessingWithIt() throws IOException {
    Path network = Files.write(folder.resolve("own.onnx"), OnnxModel.ofPixels(20, 30));
    Path said =
        Files.writeString(
            folder.resolve("own.json"),
            """
            {"resize": "shortest-edge", "shortest_edge": 40, "crop_margin": "down", "filter": "lanczos",
             "mean": [0.1, 0.2, 0.3], "deviation": [0.5, 0.6, 0.7], "channels": "bgr"}
            """);
    WeightsLocator locator =
        new WeightsLocator(new Configuration(), List.of(folder), new WeightsDownload());
    LoadedNetwork read =
        locator
            .of(
                new OnnxFile(
                    network.toString(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Pooling.MEAN)))
            .loaded();
    Map<String, float[]> expected = run(read);
    ImageFeaturizer featurizer =
        new ImageFeaturizer()
            .setNetwork(network.toString())
            .setPooling("mean")
            .setOutputType("array");
    assertSame(expected, arrays(featurizer.transform(contents())));

    Files.delete(network);
    Files.delete(said);
    featurizer.write().save(folder.resolve("saved").toString());
    Path moved = Files.move(folder.resolve("saved"), folder.resolve("moved"));
    ImageFeaturizer loaded = ImageFeaturizer.load(moved.toString());
    assertEquals("mean", loaded.getPooling());
    assertSame(expected, arrays(loaded.transform(contents())));
    loaded.write().overwrite().save(moved.toString());
    assertSame(expected, arrays(ImageFeaturizer.load(moved.toString()).transform(contents())));
    Files.write(moved.resolve("network.onnx"), OnnxModel.ofPixels(21, 30));
    WeightsException refused =
        assertThrows(WeightsException.class, () -> ImageFeaturizer.load(moved.toString()));
    assertTrue(refused.getMessage().contains("has sha256"), refused.getMessage());
    FileUtils.deleteDirectory(moved.toFile());
  }

  @Test
  void theEngineIsChosenAndSavedWithTheRest() throws IOException {
    Map<String, float[]> expected = run(Networks.DEFAULT.untrained(11).on(Engine.TENSORFLOW));
    ImageFeaturizer featurizer =
        untrained().setUntrainedSeed(11).setOutputType("array").setEngine("tensorflow");
    assertSame(expected, arrays(featurizer.transform(contents())));
    featurizer.write().save(folder.resolve("engine").toString());
    ImageFeaturizer loaded = ImageFeaturizer.load(folder.resolve("engine").toString());
    assertEquals("tensorflow", loaded.getEngine());
    assertSame(expected, arrays(loaded.transform(contents())));
  }

  @Test
  void whatBelongsToTwoNetworksIsNotTakenTogether() {
    ImageFeaturizer seeded = untrained().setNetwork("own.onnx");
    assertThrows(IllegalArgumentException.class, () -> seeded.transform(contents()));
    ImageFeaturizer pooled = untrained().setPooling("cls");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> pooled.transform(contents()));
    assertTrue(refused.getMessage().endsWith("name it with network."), refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> pooled.setPooling("max"));
  }

  @Test
  void theSessionsSettingsStayAsTheyAre() {
    Map<String, String> before = settings();
    untrained().transform(contents()).count();
    assertEquals(before, settings());
  }

  @Test
  void columnsThatDoNotFitAreRefusedWithASentence() {
    ImageFeaturizer featurizer = new ImageFeaturizer();
    StructType images = new StructType().add("content", DataTypes.BinaryType);
    assertEquals(
        List.of("content", "features", "rejection"),
        List.of(featurizer.transformSchema(images).fieldNames()));
    assertRefused("does not exist", featurizer, new StructType());
    assertRefused(
        "The column 'content' is of type bigint",
        featurizer,
        new StructType().add("content", DataTypes.LongType));
    assertRefused(
        "There is a column 'features' already: name another with outputCol.",
        featurizer,
        images.add("features", DataTypes.StringType));
    assertThrows(IllegalArgumentException.class, () -> featurizer.setBatchSize(65));
    assertThrows(IllegalArgumentException.class, () -> featurizer.setResampling("pillow-11"));
    assertThrows(IllegalArgumentException.class, () -> featurizer.setOrientation("upright"));
  }

  private static void assertRefused(String part, ImageFeaturizer featurizer, StructType schema) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> featurizer.transformSchema(schema));
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
  }

  private static ImageFeaturizer untrained() {
    return new ImageFeaturizer().setUntrainedSeed(SEED);
  }

  private static Dataset<Row> contents() {
    return contents(shared.resolve("drawn"));
  }

  private static Dataset<Row> contents(Path images) {
    return spark
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(images.toString());
  }

  /** The features that a run writes. */
  private static Map<String, float[]> run(LoadedNetwork network) {
    String features = shared.resolve("features-" + network.id()).toString();
    try (Featurizer featurizer = new Featurizer(spark, network, FeaturizeOptions.DEFAULT)) {
      featurizer.featurize(listed(), features);
    }
    return arrays(spark.read().parquet(features));
  }

  private static List<ListedImage> listed() {
    return new ImageLister(spark.sparkContext().hadoopConfiguration())
        .list(shared.resolve("drawn").toString(), ListingOptions.defaults())
        .images();
  }

  private static Map<String, float[]> arrays(Dataset<Row> table) {
    Map<String, float[]> features = new TreeMap<>();
    for (Row row : table.select("path", "features").collectAsList()) {
      List<Float> numbers = row.getList(1);
      float[] array = new float[numbers.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = numbers.get(i);
      }
      features.put(plain(row.getString(0)), array);
    }
    return features;
  }

  private static float[] floats(Vector vector) {
    float[] array = new float[vector.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) vector.apply(i);
      assertEquals(array[i], vector.apply(i));
    }
    return array;
  }

  private static float[] first(Map<String, float[]> features) {
    return features.values().iterator().next();
  }

  private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
    assertEquals(IMAGES, actual.size());
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((path, features) -> assertArrayEquals(features, actual.get(path), path));
  }

  /** Reason by the file's name; of each row either features or a rejection are there. */
  private static Map<String, String> reasons(Dataset<Row> table) {
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : table.select("path", "features", "rejection").collectAsList()) {
      assertNull(row.get(1));
      assertFalse(row.getStruct(2).<String>getAs("message").isEmpty());
      String path = String.valueOf(row.get(0));
      reasons.put(path.substring(path.lastIndexOf('/') + 1), row.getStruct(2).getAs("reason"));
    }
    return reasons;
  }

  /** Spark's source gives paths with their scheme. */
  private static String plain(String path) {
    return path.replaceFirst("^file:/*", "/");
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    spark.conf().getAll().foreach(each -> settings.put(each._1(), each._2()));
    spark
        .sparkContext()
        .hadoopConfiguration()
        .forEach(each -> settings.put("hadoop " + each.getKey(), each.getValue()));
    return settings;
  }
}
