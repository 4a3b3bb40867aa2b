package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.VectorSlicer;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own writer and reader of models against Spark's. */
final class ModelFolderTest {
  private static final int DIMENSION = 40;

  private static SparkSession spark;
  private static Map<Scaling, Reduction> fits;

  @TempDir private Path temp;
  private Path ours;
  private Path sparks;

  @BeforeAll
  static void fit() {
    spark = LocalSpark.session();
    float[][] rows = Rows.correlated(7, 100, DIMENSION);
    fits =
        Map.of(
            Scaling.STANDARD, fit(rows, Scaling.STANDARD), Scaling.NONE, fit(rows, Scaling.NONE));
  }

  private static Reduction fit(float[][] rows, Scaling scaling) {
    return new ScaledPca(scaling, new ComponentChoice.Fixed(7))
        .fit(Rows.inPartitions(rows, 2), DIMENSION, 0);
  }

  @BeforeEach
  void nameFolders() {
    ours = temp.resolve("ours");
    sparks = temp.resolve("sparks");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsWhatSparkWrites(Scaling scaling) throws IOException {
    write(model(scaling), ours);
    model(scaling).write().save(sparks.toString());

    List<Path> folders = folders(sparks);
    assertEquals(folders, folders(ours));
    for (Path folder : folders) {
      if (folder.endsWith("metadata")) {
        assertEquals(metadata(sparks.resolve(folder)), metadata(ours.resolve(folder)));
      }
      if (folder.endsWith("data")) {
        assertSameTable(sparks.resolve(folder), ours.resolve(folder));
      }
    }
  }

  private static List<Path> folders(Path model) throws IOException {
    try (Stream<Path> all = Files.walk(model)) {
      return all.filter(Files::isDirectory).map(model::relativize).sorted().toList();
    }
  }

  private static ObjectNode metadata(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("part-00000"));
    assertEquals(1, lines.size());
    ObjectNode metadata = (ObjectNode) new ObjectMapper().readTree(lines.get(0));
    assertTrue(metadata.remove("timestamp").isIntegralNumber());
    return metadata;
  }

  private static void assertSameTable(Path expected, Path actual) throws IOException {
    Dataset<Row> rows = spark.read().parquet(expected.toString());
    Dataset<Row> written = spark.read().parquet(actual.toString());
    assertEquals(rows.schema(), written.schema());
    assertEquals(rows.collectAsList(), written.collectAsList());
    FileMetaData footer = footer(expected);
    assertEquals(footer.getSchema(), footer(actual).getSchema());
    assertEquals(footer.getKeyValueMetaData(), footer(actual).getKeyValueMetaData());
  }

  private static FileMetaData footer(Path table) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(parquet(table).toUri()), new Configuration()))) {
      return reader.getFileMetaData();
    }
  }

  private static Path parquet(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void itIsReadAsSparkReadsIt(Scaling scaling) throws IOException {
    write(model(scaling), ours);
    model(scaling).write().save(sparks.toString());

    assertSame(model(scaling), PipelineModel.load(ours.toString()));
    assertSame(model(scaling), read(ours).orElseThrow());
    assertSame(model(scaling), read(sparks).orElseThrow());
  }

  private static void assertSame(PipelineModel expected, PipelineModel actual) {
    assertEquals(expected.uid(), actual.uid());
    assertEquals(expected.stages().length, actual.stages().length);
    for (int i = 0; i < expected.stages().length; i++) {
      Transformer stage = expected.stages()[i];
      Transformer read = actual.stages()[i];
      assertEquals(stage.getClass(), read.getClass());
      assertEquals(stage.uid(), read.uid());
      assertEquals(stage.explainParams(), read.explainParams());
      if (stage instanceof PCAModel pca) {
        assertEquals(pca.pc().isTransposed(), ((PCAModel) read).pc().isTransposed());
        assertArrayEquals(pca.pc().values(), ((PCAModel) read).pc().values());
        assertEquals(pca.explainedVariance(), ((PCAModel) read).explainedVariance());
      } else {
        assertEquals(((StandardScalerModel) stage).std(), ((StandardScalerModel) read).std());
        assertEquals(((StandardScalerModel) stage).mean(), ((StandardScalerModel) read).mean());
      }
    }
  }

  @Test
  void aTableOfSeveralFilesAndAnotherCompressionIsRead() throws IOException {
    PipelineModel model = model(Scaling.STANDARD);
    model.write().save(sparks.toString());
    Path data = sparks.resolve("stages/1_pca/data");
    Dataset<Row> row = spark.read().parquet(data.toString());
    Path other = temp.resolve("other");
    row.limit(0).write().option("compression", "gzip").parquet(other.toString());
    row.write().mode(SaveMode.Append).option("compression", "gzip").parquet(other.toString());
    Files.move(data, temp.resolve("away"));
    Files.move(other, data);

    assertSame(model, read(sparks).orElseThrow());
  }

  @Test
  void whatIsThereIsReplaced() throws IOException {
    write(model(Scaling.STANDARD), ours);
    write(model(Scaling.NONE), ours);

    assertEquals(1, PipelineModel.load(ours.toString()).stages().length);
    assertEquals(List.of("0_pca"), List.of(ours.resolve("stages").toFile().list()));
  }

  @Test
  void otherStagesAreSparks() throws IOException {
    VectorSlicer slicer = new VectorSlicer().setInputCol("in").setIndices(new int[] {1});
    write(new PipelineModel("selection", new Transformer[] {slicer}), ours);

    PipelineStage read = PipelineModel.load(ours.toString()).stages()[0];
    assertEquals(slicer.uid(), read.uid());
    assertArrayEquals(slicer.getIndices(), ((VectorSlicer) read).getIndices());
    assertTrue(read(ours).isEmpty());
  }

  @Test
  void numbersOfAnotherFormAreSparks() throws IOException {
    StandardScalerModel sparse =
        new StandardScalerModel(
            "scaler",
            Vectors.sparse(3, new int[] {1}, new double[] {2}),
            Vectors.sparse(3, new int[] {2}, new double[] {1}));
    new PipelineModel("sparse", new Transformer[] {sparse}).write().save(sparks.toString());

    assertTrue(read(sparks).isEmpty());
  }

  @Test
  void aFlippedBitIsFound() throws IOException {
    write(model(Scaling.STANDARD), ours);
    Path file = parquet(ours.resolve("stages/1_pca/data"));
    byte[] content = Files.readAllBytes(file);
    content[content.length / 3] ^= 1;
    Files.write(file, content);

    assertThrows(Exception.class, () -> read(ours));
  }

  private static PipelineModel model(Scaling scaling) {
    return fits.get(scaling).toPipelineModel("features", "components");
  }

  private static void write(PipelineModel model, Path folder) throws IOException {
    ModelFolder.write(model, store(), new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private static Optional<PipelineModel> read(Path folder) throws IOException {
    return ModelFolder.read(store(), new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private static FileSystem store() throws IOException {
    return FileSystem.getLocal(spark.sparkContext().hadoopConfiguration());
  }
}
