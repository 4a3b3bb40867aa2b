package io.github.imagefeatures.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@link VectorParquetFormat} as Parquet's and Spark's own readers find them. */
final class VectorParquetFormatTest {
  private static final String ROW_GROUP_BYTES = "parquet.block.size";
  private static final String PAGE_BYTES = "parquet.page.size";

  /** Parquet's own writer looks at a page's size only after so many rows. */
  private static final String ROWS_UNMEASURED = "parquet.page.size.row.check.min";

  private static final String BY_COLUMNS = "spark.sql.parquet.enableVectorizedReader";

  private final SparkSession spark = LocalSpark.session();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();

  @TempDir private Path temp;

  @AfterEach
  void restoreSettings() {
    hadoop.unset(ROW_GROUP_BYTES);
    hadoop.unset(PAGE_BYTES);
    hadoop.unset(ROWS_UNMEASURED);
    spark.conf().unset(BY_COLUMNS);
  }

  @Test
  void manyPagesAndRowGroupsComeBackInOrder() throws IOException {
    hadoop.set(ROW_GROUP_BYTES, "4000000");
    List<ProjectedVector> rows = rows(1000, 1280, 307);
    write(rows);

    List<Long> counts = rowGroups().stream().map(BlockMetaData::getRowCount).toList();
    assertEquals(2, counts.size());
    assertEquals(rows.size(), counts.stream().mapToLong(Long::longValue).sum());
    List<DataPage> pages = pages("features");
    assertTrue(pages.size() > 4);
    for (DataPage page : pages) {
      int numbers = page.getValueCount() * Float.BYTES;
      int levels = 16 + 6 * page.getValueCount() / 1280;
      assertTrue(page.getUncompressedSize() <= numbers + levels, page + " has too many levels");
    }
    assertComeBack(rows);
  }

  @Test
  void aVectorLargerThanAPageComesBack() throws IOException {
    List<ProjectedVector> rows = rows(3, 400_000, 1);
    write(rows);
    assertEquals(3, pages("features").size());
    assertComeBack(rows);
  }

  @Test
  void aSettingOfThePagesIsHeeded() throws IOException {
    List<ProjectedVector> rows = rows(40, 1280, 307);
    write(rows);
    assertEquals(1, pages("features").size());
    hadoop.set(PAGE_BYTES, "10000");
    hadoop.set(ROWS_UNMEASURED, "1");
    write(rows);
    assertTrue(pages("features").size() > 10, "pages are as large as they were");
    assertComeBack(rows);
  }

  @Test
  void theIndexHasThePagesLeastAndGreatestNumbers() throws IOException {
    write(
        List.of(
            new ProjectedVector(
                new FeatureVector("a", "", new float[] {2, -1, 0.5f}), new double[] {7, -7}),
            new ProjectedVector(
                new FeatureVector("b", "", new float[] {1, 5, 0}), new double[] {8, 0})));

    assertEquals("-1.0 to 5.0, null pages [false]", described("features"));
    assertEquals("-7.0 to 8.0, null pages [false]", described("components"));
    assertEquals("a to b, null pages [false]", described("path"));
  }

  @Test
  void aNumberIsWrittenAndMayBeMissing() {
    VectorTableWriter.write(
        spark,
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows(30, 5, 3), 1),
        List.of(
            VectorColumn.ofNumber(
                "number",
                row -> row.getLabel().equals("class 1") ? null : row.getComponents()[0] / 3),
            VectorColumn.<ProjectedVector>ofFeatures()),
        SaveMode.Overwrite,
        folder());
    for (String byColumns : List.of("true", "false")) {
      spark.conf().set(BY_COLUMNS, byColumns);
      List<Row> back = spark.read().parquet(folder()).collectAsList();
      for (int i = 0; i < 30; i++) {
        ProjectedVector row = rows(30, 5, 3).get(i);
        Double expected = i % 7 == 1 ? null : (Double) (row.getComponents()[0] / 3);
        assertEquals(expected, back.get(i).<Double>getAs("number"));
        assertEquals(row.getFeatures()[4], back.get(i).<Float>getList(3).get(4));
      }
    }
  }

  @Test
  void aFileOfNoRowsIsATableAllTheSame() {
    write(List.of());
    assertEquals(0, spark.read().parquet(folder()).count());
    assertEquals(4, spark.read().parquet(folder()).schema().size());
  }

  @Test
  void vectorsOfTwoLengthsAreRefused() {
    List<ProjectedVector> rows = new ArrayList<>(rows(2, 5, 3));
    rows.addAll(rows(1, 4, 3));
    assertTrue(
        refusal(rows)
            .contains("A vector of 4 numbers in features.list.element, whose others have 5."));
  }

  @Test
  void anEmptyVectorIsRefused() {
    assertTrue(refusal(rows(1, 5, 0)).contains("An empty vector in components.list.element"));
  }

  private String refusal(List<ProjectedVector> rows) {
    Throwable failure = assertThrows(Exception.class, () -> write(rows));
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    assertTrue(
        Files.notExists(temp.resolve("rows")) || files().isEmpty(), "nothing is left behind");
    return failure.getMessage();
  }

  private void write(List<ProjectedVector> rows) {
    VectorTableWriter.write(
        spark,
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 1),
        List.of(
            VectorColumn.ofFeatures(),
            VectorColumn.ofDoubles("components", ProjectedVector::getComponents)),
        SaveMode.Overwrite,
        folder());
  }

  /** By Spark's reader of columns and by that of rows, which is Parquet's. */
  private void assertComeBack(List<ProjectedVector> rows) {
    for (String byColumns : List.of("true", "false")) {
      spark.conf().set(BY_COLUMNS, byColumns);
      List<Row> back = spark.read().parquet(folder()).collectAsList();
      assertEquals(rows.size(), back.size());
      for (int i = 0; i < rows.size(); i++) {
        assertSame(rows.get(i), back.get(i));
      }
    }
  }

  private static void assertSame(ProjectedVector row, Row back) {
    assertEquals(row.getPath(), back.getString(0));
    assertEquals(row.getLabel(), back.getString(1));
    Object[] features = back.getList(2).toArray();
    assertEquals(row.getFeatures().length, features.length);
    for (int i = 0; i < features.length; i++) {
      assertEquals(row.getFeatures()[i], (float) features[i]);
    }
    double[] components = back.<Double>getList(3).stream().mapToDouble(x -> x).toArray();
    assertArrayEquals(row.getComponents(), components);
  }

  private List<DataPage> pages(String column) throws IOException {
    List<DataPage> pages = new ArrayList<>();
    try (ParquetFileReader reader = open()) {
      for (var store = reader.readNextRowGroup();
          store != null;
          store = reader.readNextRowGroup()) {
        for (ColumnDescriptor descriptor : reader.getFileMetaData().getSchema().getColumns()) {
          if (descriptor.getPath()[0].equals(column)) {
            PageReader all = store.getPageReader(descriptor);
            for (DataPage page = all.readPage(); page != null; page = all.readPage()) {
              pages.add(page);
            }
          }
        }
      }
    }
    return pages;
  }

  private String described(String column) throws IOException {
    try (ParquetFileReader reader = open()) {
      for (ColumnChunkMetaData chunk : reader.getRowGroups().get(0).getColumns()) {
        if (chunk.getPath().toArray()[0].equals(column)) {
          Statistics<?> statistics = chunk.getStatistics();
          assertEquals(0, statistics.getNumNulls());
          return "%s to %s, null pages %s"
              .formatted(
                  statistics.minAsString(),
                  statistics.maxAsString(),
                  reader.readColumnIndex(chunk).getNullPages());
        }
      }
    }
    throw new AssertionError("no column " + column);
  }

  private List<BlockMetaData> rowGroups() throws IOException {
    try (ParquetFileReader reader = open()) {
      return reader.getRowGroups();
    }
  }

  private ParquetFileReader open() throws IOException {
    return ParquetFileReader.open(
        HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(files().get(0).toUri()), hadoop));
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(temp.resolve("rows"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String folder() {
    return temp.resolve("rows").toUri().toString();
  }

  private static List<ProjectedVector> rows(int count, int features, int components) {
    Random random = new Random(1);
    List<ProjectedVector> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      float[] vector = new float[features];
      for (int i = 0; i < features; i++) {
        vector[i] = random.nextFloat();
      }
      double[] projected = random.doubles(components).toArray();
      rows.add(
          new ProjectedVector(
              new FeatureVector("image " + row, "class " + row % 7, vector), projected));
    }
    return rows;
  }
}
