package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** What a run left, read without Spark, to be held against an undisturbed run. */
final class FinishedOutput {
  private static final double COMPONENT_TOLERANCE = 1e-9;

  private final Path run;
  private final Configuration hadoop;
  private final FileSystem store;

  /**
   * @param run the run's folder
   * @param hadoop how to reach it
   */
  FinishedOutput(String run, Configuration hadoop) {
    this.run = new Path(run);
    this.hadoop = hadoop;
    try {
      store = FileSystem.newInstance(this.run.toUri(), hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A local one. */
  FinishedOutput(java.nio.file.Path run) {
    this("file:" + run, new Configuration());
  }

  boolean isComplete() {
    return exists("manifest.json");
  }

  boolean exists(String name) {
    try {
      return store.exists(new Path(run, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode json(String name) {
    try (var in = store.open(new Path(run, name))) {
      return new ObjectMapper().readTree((java.io.InputStream) in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the files of committed shards, by shard, while the run is not finished. */
  List<List<String>> committed() {
    List<List<String>> shards = new ArrayList<>();
    for (int index = 0; exists("_working/shards/%05d.json".formatted(index)); index++) {
      List<String> files = new ArrayList<>();
      json("_working/shards/%05d.json".formatted(index))
          .get("files")
          .forEach(file -> files.add(file.asText()));
      shards.add(files);
    }
    return shards;
  }

  /** Reason by path of the rejected images. */
  Map<String, String> rejected() {
    Map<String, String> reasons = new TreeMap<>();
    for (Group row : rows("rejected")) {
      reasons.put(row.getString("path", 0), row.getString("reason", 0));
    }
    return reasons;
  }

  /** Every bit of every image's features, by path; each image once. */
  Map<String, List<Integer>> features() {
    Map<String, List<Integer>> features = new TreeMap<>();
    for (Group row : rows("features")) {
      List<Integer> bits = new ArrayList<>();
      Group list = row.getGroup("features", 0);
      for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
        bits.add(Float.floatToRawIntBits(list.getGroup(0, i).getFloat(0, 0)));
      }
      String path = row.getString("path", 0);
      assertTrue(features.put(path, bits) == null, path + " occurs twice");
    }
    return features;
  }

  /** Components by path. */
  Map<String, double[]> components() {
    Map<String, double[]> components = new TreeMap<>();
    for (Group row : rows("pca")) {
      Group list = row.getGroup("pca_features", 0);
      double[] values = new double[list.getFieldRepetitionCount(0)];
      Arrays.setAll(values, i -> list.getGroup(0, i).getDouble(0, 0));
      components.put(row.getString("path", 0), values);
    }
    return components;
  }

  /**
   * Fails unless this run is complete and has the features, bit by bit, and the components of
   * another.
   */
  void assertSameAs(FinishedOutput undisturbed) {
    assertTrue(isComplete(), run + " is not complete");
    assertTrue(!exists("_working"), run + " has a working folder");
    assertTrue(!exists("failure.json"), run + " has a failure.json");
    assertEquals(undisturbed.features(), features());
    Map<String, double[]> expected = undisturbed.components();
    Map<String, double[]> found = components();
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (path, values) -> assertArrayEquals(values, found.get(path), COMPONENT_TOLERANCE, path));
  }

  /** Explained variances, as {@code variance.csv} has them, to ten digits. */
  List<String> variance() {
    try (BufferedReader csv =
        new BufferedReader(
            new InputStreamReader(
                store.open(new Path(run, "variance.csv")), StandardCharsets.UTF_8))) {
      return csv.lines()
          .skip(1)
          .map(line -> "%.10f".formatted(Double.parseDouble(line.split(",")[1])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Schema, compression and Spark's own notes of the files of each table. */
  Map<String, Set<String>> formats() {
    Map<String, Set<String>> formats = new TreeMap<>();
    for (String table : List.of("features", "pca", "rejected", "provenance")) {
      Set<String> seen = new TreeSet<>();
      for (Path file : files(table)) {
        seen.add(format(file));
      }
      formats.put(table, seen);
    }
    return formats;
  }

  private String format(Path file) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      Set<CompressionCodecName> codecs = new TreeSet<>();
      reader
          .getRowGroups()
          .forEach(group -> group.getColumns().forEach(column -> codecs.add(column.getCodec())));
      return "%s%s %s %s"
          .formatted(
              reader.getFileMetaData().getSchema(),
              codecs,
              reader
                  .getFileMetaData()
                  .getKeyValueMetaData()
                  .get("org.apache.spark.sql.parquet.row.metadata"),
              file.getName().replaceFirst("part-\\d{5}-[0-9a-f-]{36}", "part"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Group> rows(String table) {
    List<Group> rows = new ArrayList<>();
    try {
      for (Path file : files(table)) {
        read(file, rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private List<Path> files(String table) {
    try {
      return Arrays.stream(store.listStatus(new Path(run, table)))
          .map(FileStatus::getPath)
          .filter(file -> file.getName().endsWith(".parquet"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path file, List<Group> rows) throws IOException {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
  }
}
