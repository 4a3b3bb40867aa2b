package io.github.imagefeatures.network.mobilenet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MobileNetV2Test {
  private final List<ConvolutionSpec> convolutions = MobileNetV2.convolutions();

  @Test
  void itHas52ConvolutionsEachWithALayerOfItsOwn() {
    assertEquals(52, convolutions.size());
    HashSet<String> layers = new HashSet<>();
    convolutions.forEach(
        spec -> {
          layers.add(spec.layer());
          layers.add(spec.normLayer());
        });
    assertEquals(104, layers.size());
  }

  @Test
  void itHasTheParametersThatKerasCounts() {
    // Keras' model.summary() with include_top=False; four numbers a channel in a batch norm.
    int parameters = 0;
    for (ConvolutionSpec spec : convolutions) {
      parameters += Arrays.stream(spec.kernelShape()).reduce(1, (a, b) -> a * b);
      parameters += 4 * spec.outputs();
    }
    assertEquals(2_257_984, parameters);
  }

  @Test
  void eachConvolutionTakesWhatTheOneBeforeGives() {
    for (int i = 1; i < convolutions.size(); i++) {
      assertEquals(convolutions.get(i - 1).outputs(), convolutions.get(i).inputs());
    }
  }

  @Test
  void theImageIsHalvedFiveTimes() {
    assertEquals(5, convolutions.stream().filter(spec -> spec.stride() == 2).count());
  }

  @Test
  void tenBlocksAddTheirInput() {
    assertEquals(10, MobileNetV2.blocks().stream().filter(MobileNetV2.Block::residual).count());
  }

  @Test
  void onlyProjectionsAreLinear() {
    for (ConvolutionSpec spec : convolutions) {
      assertEquals(!spec.layer().endsWith("_project"), spec.activated(), spec.layer());
    }
  }
}
