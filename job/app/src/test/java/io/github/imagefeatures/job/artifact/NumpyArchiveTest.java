package io.github.imagefeatures.job.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.run.TestRuns;
import io.github.imagefeatures.reduce.Scaling;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays for numpy, read by what numpy's documentation says of the format. */
final class NumpyArchiveTest {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f8', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), } *\n");

  @TempDir private Path folder;

  private record Found(double[] values, List<Integer> shape) {}

  @Test
  void arraysComeBackAsTheyWere() throws IOException {
    Map<String, NumpyArchive.Array> arrays = new LinkedHashMap<>();
    double[] six = {1, -2.5, 1e-300, Double.MAX_VALUE, -0.0, Math.PI};
    arrays.put("matrix", new NumpyArchive.Array(six, 3, 2));
    arrays.put("one", new NumpyArchive.Array(new double[] {7}, 1));

    Map<String, Found> found = read(bytes(arrays));

    assertEquals(List.of("matrix.npy", "one.npy"), List.copyOf(found.keySet()));
    assertArrayEquals(six, found.get("matrix.npy").values());
    assertEquals(List.of(3, 2), found.get("matrix.npy").shape());
    assertEquals(List.of(1), found.get("one.npy").shape());
    byte[] here = bytes(arrays);
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      assertArrayEquals(here, bytes(arrays));
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theProjectionOfARunGivesItsComponents(Scaling scaling) throws IOException {
    Path images = folder.resolve("images");
    new ImageGenerator().generate(images.toString(), new SetSize(2, 3), 1);
    try (SparkSession spark = LocalSpark.session()) {
      new TestRuns(spark, images.toString(), folder.resolve("out")).scaling(scaling).run("run");
      Path run = folder.resolve("out/runs/run");
      Map<String, Found> arrays = read(Files.readAllBytes(run.resolve("model/projection.npz")));

      Found components = arrays.get("components.npy");
      int k = components.shape().get(0);
      int features = components.shape().get(1);
      assertEquals(List.of(features), arrays.get("mean.npy").shape());
      assertEquals(List.of(features), arrays.get("scale.npy").shape());
      assertEquals(List.of(k), arrays.get("explained_variance.npy").shape());
      Map<String, Object> vectors = TestRuns.column(spark, run.resolve("features"), "features");
      Map<String, Object> claimed = TestRuns.column(spark, run.resolve("pca"), "pca_features");
      vectors.forEach(
          (path, vector) ->
              assertArrayEquals(
                  doubles(claimed.get(path)), projected(doubles(vector), arrays, k), 1e-9));
      assertEquals(6, vectors.size());
    }
  }

  private static double[] projected(double[] vector, Map<String, Found> arrays, int k) {
    double[] mean = arrays.get("mean.npy").values();
    double[] scale = arrays.get("scale.npy").values();
    double[] components = arrays.get("components.npy").values();
    double[] projected = new double[k];
    for (int c = 0; c < k; c++) {
      for (int f = 0; f < vector.length; f++) {
        projected[c] += (vector[f] - mean[f]) / scale[f] * components[c * vector.length + f];
      }
    }
    return projected;
  }

  private static double[] doubles(Object column) {
    return scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<?>) column).stream()
        .mapToDouble(value -> ((Number) value).doubleValue())
        .toArray();
  }

  private static byte[] bytes(Map<String, NumpyArchive.Array> arrays) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NumpyArchive.write(out, arrays);
    return out.toByteArray();
  }

  private static Map<String, Found> read(byte[] archive) throws IOException {
    Map<String, Found> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName(), array(zip.readAllBytes()));
      }
    }
    return arrays;
  }

  private static Found array(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, magic);
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    Matcher described = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
    assertTrue(described.matches(), new String(header, StandardCharsets.US_ASCII));
    assertEquals(0, bytes.position() % 64, "the numbers are aligned");
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    List<Integer> shape =
        Stream.of(described.group(1).split(",")).map(String::trim).map(Integer::valueOf).toList();
    assertEquals(values.length, shape.stream().reduce(1, (a, b) -> a * b));
    return new Found(values, shape);
  }
}
