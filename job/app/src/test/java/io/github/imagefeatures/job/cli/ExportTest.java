package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export}: what other tools open is the run, row for row in the order of the paths. */
final class ExportTest {
  private static final int IMAGES = 10;
  private static final String ODD = "odd\tname";
  @TempDir private static Path shared;
  private static Path output;

  /** The rows of {@code features/} and of {@code pca/}, by path. */
  private static final TreeMap<String, Row> FEATURES = new TreeMap<>();

  private static final TreeMap<String, Row> COMPONENTS = new TreeMap<>();
  private static final TreeMap<String, Row> NEIGHBOURS = new TreeMap<>();

  @TempDir private Path folder;

  @BeforeAll
  static void run() throws IOException {
    output = shared.resolve("out");
    Path images = shared.resolve("images");
    new ImageGenerator().generate(images.resolve("train").toString(), new SetSize(2, 3), 1);
    Path more = shared.resolve("more");
    new ImageGenerator().generate(more.toString(), new SetSize(1, 4), 2);
    List<Path> drawn;
    try (Stream<Path> files = Files.walk(more)) {
      drawn = files.filter(Files::isRegularFile).sorted().toList();
    }
    Files.createDirectories(images.resolve("test").resolve(ODD));
    Files.copy(drawn.get(0), images.resolve("test").resolve(ODD).resolve("a \"1\".jpg"));
    Files.copy(drawn.get(1), images.resolve("test").resolve(ODD).resolve("2.jpg"));
    Files.writeString(images.resolve("test").resolve(ODD).resolve("broken.jpg"), "no image");
    byte[] tar =
        new TarFile()
            .with("packed/3.jpg", Files.readAllBytes(drawn.get(2)))
            .with("packed/4.jpg", Files.readAllBytes(drawn.get(3)))
            .bytes();
    Files.write(images.resolve("test/some.tar"), tar);
    run("fit", "--components", "3", "--neighbours", "2", "--max-rejected-fraction", "0.5");
    run("features", "--features-only", "--max-rejected-fraction", "0.5");
    try (SparkSession spark = LocalSpark.session()) {
      read(spark, "features", FEATURES);
      read(spark, "pca", COMPONENTS);
      read(spark, "neighbours", NEIGHBOURS);
    }
    assertEquals(IMAGES, FEATURES.size());
  }

  @Test
  void arraysHoldWhatTheTablesHoldAndImagesTsvSaysWhichRowIsWhich() throws IOException {
    Path to = folder.resolve("of/arrays");
    JsonNode result = export("--run-id", "fit", "--as", "npy", "--to", to.toString());
    assertEquals("fit", result.get("run_id").asText());
    assertEquals(to.toString(), result.get("folder").asText());
    assertEquals(List.of("components.npy", "features.npy", "images.tsv"), names(to));
    assertEquals(List.of(to), children(to.getParent()));

    ByteBuffer features = numbers(to.resolve("features.npy"), "'<f4'", "(10, 1280,)");
    ByteBuffer components = numbers(to.resolve("components.npy"), "'<f8'", "(10, 3,)");
    for (String path : FEATURES.keySet()) {
      for (Object number : FEATURES.get(path).getList(2)) {
        assertEquals(number, features.getFloat());
      }
      for (Object number : COMPONENTS.get(path).getList(4)) {
        assertEquals(number, components.getDouble());
      }
    }
    assertFalse(features.hasRemaining() || components.hasRemaining());

    List<String> lines = Files.readAllLines(to.resolve("images.tsv"));
    assertEquals("path\tlabel\tsplit", lines.get(0));
    assertEquals(1 + IMAGES, lines.size());
    String images = shared.resolve("images").toString();
    assertEquals("\"%s/test/%s/2.jpg\"\t\"%s\"\ttest".formatted(images, ODD, ODD), lines.get(1));
    assertEquals(
        "\"%s/test/%s/a \"\"1\"\".jpg\"\t\"%s\"\ttest".formatted(images, ODD, ODD), lines.get(2));
    assertEquals("%s/test/some.tar/packed/3.jpg\tpacked\t".formatted(images), lines.get(3));
  }

  @Test
  void theProjectorHasTheFirstComponentsNamesAndASpriteInTheSameOrder() throws IOException {
    Path to = folder.resolve("logs");
    export("--run-id", "fit", "--as", "projector", "--to", to.toString());
    assertEquals(
        List.of("metadata.tsv", "projector_config.pbtxt", "sprite.png", "tensors.tsv"), names(to));

    List<String> rows = Files.readAllLines(to.resolve("tensors.tsv"));
    List<String> metadata = Files.readAllLines(to.resolve("metadata.tsv"));
    assertEquals("label\tpath\tsplit", metadata.remove(0));
    assertEquals(IMAGES, metadata.size());
    assertTrue(metadata.get(0).startsWith("odd name\t"), metadata.get(0));
    int i = 0;
    for (String path : COMPONENTS.keySet()) {
      double[] numbers =
          Stream.of(rows.get(i).split("\t")).mapToDouble(Float::parseFloat).toArray();
      double[] written =
          COMPONENTS.get(path).<Double>getList(4).stream()
              .mapToDouble(Double::floatValue)
              .toArray();
      assertArrayEquals(written, numbers);
      assertEquals(path.replace('\t', ' '), metadata.get(i).split("\t")[1]);
      i++;
    }
    assertEquals(IMAGES, rows.size());

    String config = Files.readString(to.resolve("projector_config.pbtxt"));
    assertTrue(config.contains("tensor_path: \"tensors.tsv\""), config);
    assertTrue(config.contains("single_image_dim: 96\n    single_image_dim: 96\n"), config);
    BufferedImage sprite = ImageIO.read(to.resolve("sprite.png").toFile());
    assertEquals(4 * 96, sprite.getWidth());
    assertEquals(3 * 96, sprite.getHeight());
    List<String> paths = new ArrayList<>(FEATURES.keySet());
    for (int tile = 0; tile < 12; tile++) {
      assertEquals(tile < IMAGES, isPictured(sprite, tile), "tile " + tile);
    }
    BufferedImage last = ImageIO.read(Path.of(paths.get(IMAGES - 1)).toFile());
    assertNear(
        last.getRGB(last.getWidth() / 2, last.getHeight() / 2),
        sprite.getRGB(96 + 48, 2 * 96 + 48));
  }

  @Test
  void imagesThatAreGoneLeaveABlankTileAndOneWarning() throws IOException {
    Path gone = Path.of(FEATURES.lastKey());
    Path away = Files.move(gone, folder.resolve("away.jpg"));
    Path to = folder.resolve("logs");
    try {
      Launcher.Result done = program("--run-id", "fit", "--as", "projector", "--to", to.toString());
      assertEquals(0, done.exitCode(), done.err());
      assertTrue(done.err().contains("1 of 10 pictures are missing from the export: "), done.err());
    } finally {
      Files.move(away, gone);
    }
    BufferedImage sprite = ImageIO.read(to.resolve("sprite.png").toFile());
    assertTrue(isPictured(sprite, IMAGES - 2));
    assertFalse(isPictured(sprite, IMAGES - 1));
  }

  @Test
  void whereAllImagesAreGoneTheExportHasNoPicturesAndSaysSo() throws IOException {
    Path away = Files.move(shared.resolve("images"), shared.resolve("away"));
    Path to = folder.resolve("logs");
    try {
      Launcher.Result done = program("--run-id", "fit", "--as", "projector", "--to", to.toString());
      assertEquals(0, done.exitCode(), done.err());
      assertTrue(done.err().contains("The export has no pictures"), done.err());
    } finally {
      Files.move(away, shared.resolve("images"));
    }
    assertEquals(List.of("metadata.tsv", "projector_config.pbtxt", "tensors.tsv"), names(to));
    String config = Files.readString(to.resolve("projector_config.pbtxt"));
    assertFalse(config.contains("sprite"), config);
  }

  @Test
  void embeddingAtlasGetsPlacesNeighboursByTheirRowsAndPictures() throws IOException {
    Path to = folder.resolve("atlas");
    export("--run-id", "fit", "--as", "embedding-atlas", "--to", to.toString());
    assertEquals(List.of("images.parquet"), names(to));
    List<Row> rows;
    try (SparkSession spark = LocalSpark.session()) {
      rows = spark.read().parquet(to.resolve("images.parquet").toString()).collectAsList();
    }
    assertEquals(
        List.of("path", "label", "split", "x", "y", "neighbors", "image"),
        List.of(rows.get(0).schema().fieldNames()));
    List<String> paths = rows.stream().map(row -> row.<String>getAs("path")).toList();
    assertEquals(new ArrayList<>(FEATURES.keySet()), paths);
    for (Row row : rows) {
      String path = row.getAs("path");
      List<Double> components = COMPONENTS.get(path).getList(4);
      assertEquals(components.get(0), row.<Double>getAs("x"));
      assertEquals(components.get(1), row.<Double>getAs("y"));
      Row nearest = row.getAs("neighbors");
      List<Integer> ids = nearest.getList(nearest.fieldIndex("ids"));
      assertEquals(NEIGHBOURS.get(path).getList(2), ids.stream().map(id -> paths.get(id)).toList());
      assertEquals(
          NEIGHBOURS.get(path).getList(3), nearest.getList(nearest.fieldIndex("distances")));
      assertNotEquals(
          0, ImageIO.read(new ByteArrayInputStream(row.<byte[]>getAs("image"))).getWidth());
    }
  }

  @Test
  void aRunOfFeaturesOnlyGivesTheseAndNoPictureWhereNoneIsWanted() throws IOException {
    Path arrays = folder.resolve("arrays");
    export("--run-id", "features", "--as", "npy", "--to", arrays.toString());
    assertEquals(List.of("features.npy", "images.tsv"), names(arrays));
    Path logs = folder.resolve("logs");
    export("--as", "projector", "--no-pictures", "--to", logs.toString());
    assertEquals(List.of("metadata.tsv", "projector_config.pbtxt", "tensors.tsv"), names(logs));
    String first = Files.readAllLines(logs.resolve("tensors.tsv")).get(0);
    assertEquals(1280, first.split("\t").length);
    assertTrue(
        Files.readString(logs.resolve("projector_config.pbtxt")).contains("\"features features\""));
  }

  @Test
  void whatCannotBeExportedIsRefusedAndLeavesNothing() throws IOException {
    assertRefused(
        6,
        "The run features has neither a map nor two components to place its images by: name another with --run-id, or choose --as npy or --as projector. [IF-RUN-17]",
        "--run-id",
        "features",
        "--as",
        "embedding-atlas");
    assertRefused(
        2, "'csv' is not one of npy, projector, embedding-atlas", "--run-id", "fit", "--as", "csv");
    assertRefused(6, "IF-RUN-10", "--run-id", "none", "--as", "npy");
    Path taken = Files.writeString(folder.resolve("taken"), "mine");
    Launcher.Result refused = program("--run-id", "fit", "--as", "npy", "--to", taken.toString());
    assertEquals(6, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains("[IF-OUT-14]"), refused.err());
    assertEquals("mine", Files.readString(taken));
    assertEquals(List.of(taken), children(folder));
  }

  private void assertRefused(int code, String part, String... args) throws IOException {
    List<String> line = new ArrayList<>(List.of(args));
    line.addAll(List.of("--to", folder.resolve("refused").toString()));
    Launcher.Result refused = program(line.toArray(String[]::new));
    assertEquals(code, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains(part), refused.err());
    assertEquals(List.of(), children(folder));
  }

  /** Whether anything but white is in a tile. */
  private static boolean isPictured(BufferedImage sprite, int tile) {
    for (int pixel : sprite.getRGB(tile % 4 * 96, tile / 4 * 96, 96, 96, null, 0, 96)) {
      if (pixel != 0xffffffff) {
        return true;
      }
    }
    return false;
  }

  private static void assertNear(int expected, int actual) {
    for (int shift : new int[] {0, 8, 16}) {
      assertEquals(expected >> shift & 0xff, actual >> shift & 0xff, 40);
    }
  }

  /** The numbers of a file whose header is as numpy's documentation says. */
  private static ByteBuffer numbers(Path file, String type, String shape) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[bytes.getShort(8)];
    bytes.position(10).get(header);
    String said = new String(header, StandardCharsets.US_ASCII);
    assertTrue(said.contains("'descr': " + type) && said.contains("'shape': " + shape), said);
    assertEquals(0, bytes.position() % 64);
    return bytes;
  }

  private static void read(SparkSession spark, String table, TreeMap<String, Row> rows) {
    spark
        .read()
        .parquet(output.resolve("runs/fit").resolve(table).toString())
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("path"), row));
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    return children(folder).stream().map(file -> file.getFileName().toString()).toList();
  }

  private static void run(String runId, String... options) {
    List<String> line = new ArrayList<>(List.of("run", "--run-id", runId, "--quiet"));
    line.addAll(List.of("--images", shared.resolve("images").toString(), "--allow-untrained"));
    line.addAll(List.of("--output", output.toString()));
    line.addAll(List.of(options));
    Launcher.Result done = new ProgramHere().run(line.toArray(String[]::new));
    assertEquals(0, done.exitCode(), done.err());
  }

  private static JsonNode export(String... args) throws IOException {
    List<String> line = new ArrayList<>(List.of(args));
    line.add("--json");
    Launcher.Result done = program(line.toArray(String[]::new));
    assertEquals(0, done.exitCode(), done.err());
    assertEquals("", done.err());
    return new ObjectMapper().readTree(done.out()).get("result");
  }

  private static Launcher.Result program(String... args) {
    List<String> line = new ArrayList<>(List.of("export", "--output", output.toString()));
    line.addAll(List.of(args));
    return new ProgramHere().run(line.toArray(String[]::new));
  }
}
