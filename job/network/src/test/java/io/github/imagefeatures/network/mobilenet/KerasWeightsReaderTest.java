package io.github.imagefeatures.network.mobilenet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.WeightsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights files of every shape that Keras writes, and damaged ones. */
final class KerasWeightsReaderTest {
  private static final String DEPTHWISE = "block_5_depthwise";

  private static final byte[] WHOLE = WeightsFile.random(11).bytes();

  private WeightsFile file;

  @BeforeEach
  void makeFile() {
    file = WeightsFile.random(11);
  }

  @Test
  void aFileWithoutTopIsReadAndFolded() {
    assertHoldsFolded(file, read(file.bytes()));
  }

  @Test
  void theClassifierOfAFileWithTopIsIgnored() {
    assertSame(read(WHOLE), read(file.withTop().bytes()));
  }

  @Test
  void aWholeSavedModelIsReadLikeItsWeights() {
    assertSame(read(WHOLE), read(file.bytes("model_weights")));
  }

  @Test
  void theNamesOfKeras3AreReadLikeTheOlderOnes() {
    assertSame(read(WHOLE), read(file.withKeras3Names().bytes()));
  }

  @Test
  void theNumberedLayersOfKeras3AreReadLikeNamedOnes() {
    assertSame(read(WHOLE), read(file.bytesOfKeras3()));
  }

  @Test
  void theWeightsWithinAKerasArchiveAreRead() throws IOException {
    assertSame(read(WHOLE), read(zip("model.weights.h5", file.bytesOfKeras3())));
    WeightsException failure =
        assertThrows(WeightsException.class, () -> read(zip("config.json", new byte[] {'{'})));
    assertTrue(failure.getMessage().contains("without a model.weights.h5"), failure.getMessage());
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("metadata.json"));
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed_length_names.h5.gz", "variable_length_names.h5.gz"})
  void aFileThatTheHdf5LibraryWroteIsRead(String fixture) throws IOException {
    FoldedWeights weights = read(fixture(fixture));
    int n = 0;
    for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
      n++;
      for (float value : weights.of(spec).kernel().values()) {
        assertEquals(n / 16f, value, 1e-5f, spec.layer());
      }
      for (float value : weights.of(spec).bias()) {
        assertEquals(n - 2f, value, 1e-5f, spec.layer());
      }
    }
    assertEquals(52, n);
  }

  @Test
  void theWeightsCarryTheIdTheyWereReadUnder() {
    assertEquals("an id", KerasWeightsReader.read(file.bytes(), "an id").id());
  }

  @Test
  void aMissingLayerIsNamed() {
    file.layers.remove(DEPTHWISE);
    assertRejected("layer 'block_5_depthwise' is missing");
  }

  @Test
  void aLayerThatIsListedButNotThereIsNamed() {
    file.layers.remove(DEPTHWISE);
    file.listedOnly.add(DEPTHWISE);
    assertRejected("layer 'block_5_depthwise' is missing");
  }

  @Test
  void aMissingWeightIsNamed() {
    file.layers.get("Conv_1_bn").remove("beta:0");
    assertRejected("layer 'Conv_1_bn' has no 'beta'");
  }

  @Test
  void aWeightThatIsListedButNotThereIsRejected() {
    file.layers.get("Conv_1_bn").remove("beta:0");
    file.weightListedOnly.put("Conv_1_bn", "beta:0");
    assertRejected("layer 'Conv_1_bn' has no dataset 'Conv_1_bn/beta:0'");
  }

  @Test
  void aLayerWithAnEmptyListOfWeightsIsNamed() {
    file.layers.get("Conv1").clear();
    assertRejected("layer 'Conv1' has no 'kernel'");
  }

  @Test
  void aKernelOfAnotherWidthIsNamedWithBothShapes() {
    file.replace("Conv1", "kernel:0", new float[3][3][3][24]);
    assertRejected(
        "'kernel' of layer 'Conv1' has shape [3, 3, 3, 24] where [3, 3, 3, 32] is expected");
  }

  @Test
  void aNormalisationOfAnotherLengthIsNamed() {
    file.replace("bn_Conv1", "moving_mean:0", new float[31]);
    assertRejected("'moving_mean' of layer 'bn_Conv1' has shape [31] where [32] is expected");
  }

  @Test
  void numbersOfAnotherTypeAreNamed() {
    file.replace("bn_Conv1", "gamma:0", new double[32]);
    assertRejected("'gamma' of layer 'bn_Conv1' is not float32");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aWeightThatIsNotFiniteIsNamed(float value) {
    ((float[][][][]) file.values(DEPTHWISE, "depthwise_kernel:0"))[2][1][100][0] = value;
    assertRejected(
        "'depthwise_kernel' of layer 'block_5_depthwise' holds a number that is not finite");
  }

  @Test
  void aNegativeVarianceIsNamed() {
    ((float[]) file.values("Conv_1_bn", "moving_variance:0"))[1279] = -0.002f;
    assertRejected("'moving_variance' of layer 'Conv_1_bn' is negative");
  }

  @Test
  void aFileWithoutAListOfLayersIsRejected() {
    file.withoutList.add("");
    assertRejected("the attribute 'layer_names' of '/' is missing");
  }

  @Test
  void aLayerWithoutAListOfWeightsIsRejected() {
    file.withoutList.add("Conv1");
    assertRejected("the attribute 'weight_names' of '/Conv1/' is missing");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-7, 1e-5, 0.0005, 0.01, 0.1, 0.5, 0.9, 0.999})
  void aCutFileIsRejected(double share) {
    assertUnreadable(Arrays.copyOf(WHOLE, (int) (WHOLE.length * share)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0005, 0.01, 0.1, 0.5, 0.9, 0.999})
  void aCutFileOfTheHdf5LibraryIsRejected(double share) throws IOException {
    byte[] whole = fixture("fixed_length_names.h5.gz");
    assertUnreadable(Arrays.copyOf(whole, (int) (whole.length * share)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"link-in-a-circle.h5", "link-elsewhere.h5"})
  void aLinkIsNotFollowed(String name) throws IOException {
    byte[] content;
    try (InputStream in = KerasWeightsReaderTest.class.getResourceAsStream("fuzz/" + name)) {
      content = in.readAllBytes();
    }
    String sentence = assertThrows(WeightsException.class, () -> read(content)).getMessage();
    assertTrue(sentence.contains("layer 'Conv1' has no dataset 'Conv1/kernel:0'"), sentence);
  }

  @Test
  void aFileThatIsNotHdf5IsRejected() {
    byte[] noise = new byte[100_000];
    new Random(3).nextBytes(noise);
    assertUnreadable(noise);
    assertUnreadable("<html>not found</html>".getBytes(StandardCharsets.UTF_8));
  }

  private static FoldedWeights read(byte[] content) {
    return KerasWeightsReader.read(content, "test");
  }

  private void assertRejected(String what) {
    byte[] content = file.bytes();
    WeightsException e = assertThrows(WeightsException.class, () -> read(content));
    assertEquals(
        "The weights file is not Keras Applications' MobileNetV2 (alpha 1.0, 224): "
            + what
            + ". Name the right file with --model, or leave --model out.",
        e.getMessage());
  }

  private static void assertUnreadable(byte[] content) {
    WeightsException e = assertThrows(WeightsException.class, () -> read(content));
    assertTrue(e.getMessage().startsWith("The weights file cannot be read as HDF5"), e::getMessage);
    assertTrue(e.getMessage().contains("--model"), e::getMessage);
  }

  /** By the formula itself, channel by channel. */
  private static void assertHoldsFolded(WeightsFile file, FoldedWeights weights) {
    for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
      float[][][][] kernel =
          (float[][][][]) file.values(spec.layer(), WeightsFile.kernelName(spec));
      float[] gamma = (float[]) file.values(spec.normLayer(), "gamma:0");
      float[] beta = (float[]) file.values(spec.normLayer(), "beta:0");
      float[] mean = (float[]) file.values(spec.normLayer(), "moving_mean:0");
      float[] variance = (float[]) file.values(spec.normLayer(), "moving_variance:0");
      FoldedConvolution folded = weights.of(spec);
      int at = 0;
      for (float[][][] row : kernel) {
        for (float[][] pixel : row) {
          for (int in = 0; in < pixel.length; in++) {
            for (int out = 0; out < pixel[in].length; out++) {
              int channel = spec.depthwise() ? in : out;
              double scale = gamma[channel] / Math.sqrt(variance[channel] + 0.001);
              assertEquals((float) (pixel[in][out] * scale), folded.kernel().values()[at++], 1e-6f);
            }
          }
        }
      }
      for (int c = 0; c < gamma.length; c++) {
        double bias = beta[c] - mean[c] * gamma[c] / Math.sqrt(variance[c] + 0.001);
        assertEquals((float) bias, folded.bias()[c], 1e-6f);
      }
    }
  }

  private static void assertSame(FoldedWeights expected, FoldedWeights actual) {
    for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
      assertArrayEquals(
          expected.of(spec).kernel().values(), actual.of(spec).kernel().values(), spec.layer());
      assertArrayEquals(expected.of(spec).bias(), actual.of(spec).bias(), spec.layer());
    }
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in =
        new GZIPInputStream(KerasWeightsReaderTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }
}
