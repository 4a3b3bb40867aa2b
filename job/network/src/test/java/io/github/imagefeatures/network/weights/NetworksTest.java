package io.github.imagefeatures.network.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.network.Network;
import org.junit.jupiter.api.Test;

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
}
