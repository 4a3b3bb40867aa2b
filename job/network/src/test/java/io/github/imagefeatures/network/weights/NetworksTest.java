package io.github.imagefeatures.network.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.network.Network;
import io.github.imagefeatures.network.onnx.PreprocessingReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworksTest {
  private static final Network DEFAULT = Networks.DEFAULT;

  @Test
  void theDefaultNetworkIsMobileNetV2OfKerasApplications() {
    assertEquals("mobilenet_v2", DEFAULT.name());
    assertEquals(Networks.DEFAULT_TITLE, DEFAULT.title());
    assertEquals(224, DEFAULT.input().height());
    assertEquals(224, DEFAULT.input().width());
    assertEquals(1280, DEFAULT.features());
    float[] numbers = DEFAULT.input().normalisation().ofLevels(1);
    assertEquals(-1f, numbers[0]);
    assertEquals(1f, numbers[255]);
  }

  /** The files beside the networks on Hugging Face, without what decides nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dinov2_small | 3 | true  | {\"shortest_edge\": 256} | [0.485, 0.456, 0.406] | [0.229, 0.224, 0.225]",
        "dinov2_base  | 3 | true  | {\"shortest_edge\": 256} | [0.485, 0.456, 0.406] | [0.229, 0.224, 0.225]",
        "clip_vit_b32 | 3 | true  | {\"shortest_edge\": 224} | [0.48145466, 0.4578275, 0.40821073] | [0.26862954, 0.26130258, 0.27577711]",
        "siglip_base  | 3 | false | {\"height\": 224, \"width\": 224} | [0.5, 0.5, 0.5] | [0.5, 0.5, 0.5]",
      })
  void aPublishedNetworksPreprocessingIsThatOfTheFileBesideIt(
      String name, int resample, boolean cropped, String size, String mean, String deviation) {
    String file =
        """
        {"crop_size": {"height": 224, "width": 224}, "do_center_crop": %s, "do_normalize": true,
         "do_rescale": true, "do_resize": true, "image_mean": %s, "image_std": %s,
         "resample": %d, "rescale_factor": 0.00392156862745098, "size": %s}
        """
            .formatted(cropped, mean, deviation, resample, size);
    assertEquals(
        PreprocessingReader.read(file.getBytes(StandardCharsets.UTF_8), name),
        Networks.onnx(name).orElseThrow().preprocessing());
  }

  @Test
  void eachPublishedNetworkHasANameOfItsOwnAndAnAddressWhoseContentNeverChanges() {
    List<String> names = Networks.ONNX.stream().map(PublishedOnnx::name).toList();
    assertEquals(Networks.DEFAULT_NAME + ", " + String.join(", ", names), Networks.NAMES);
    for (PublishedOnnx network : Networks.ONNX) {
      assertTrue(network.name().matches("[a-z0-9_]+"), network.name());
      assertTrue(network.sha256().matches("[0-9a-f]{64}"), network.sha256());
      assertTrue(
          network.address().toString().matches("https://.*/resolve/[0-9a-f]{40}/.*\\.onnx"),
          network.address().toString());
    }
  }

  @Test
  void theDocumentHasARowForEachPublishedNetwork() throws IOException {
    String document = Files.readString(Path.of("../../docs/networks.md"));
    for (PublishedOnnx network : Networks.ONNX) {
      String row =
          "| `%s` | %s | %s | %s |"
              .formatted(
                  network.name(),
                  network.title(),
                  network.licence(),
                  network.address().getPath().replaceFirst("^/(.*)/resolve/.*", "$1"));
      assertTrue(document.contains(row), () -> "docs/networks.md lacks: " + row);
      assertTrue(document.contains(network.address().toString()), network.name());
      assertTrue(document.contains(network.sha256()), network.name());
    }
  }
}
