package io.github.imagefeatures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class PeersTest {
  @Test
  void theStagesOfBothYardsticksAreRead() {
    assertEquals(
        Map.of("featurize", 98.0, "pca", 91.1, "write", 2.0),
        Peers.stages(
            "20000 images, featurize 98.0 s (204/s), pca 91.1, write 2.0, total 191.0 s, k99 915,"
                + " ev [7.7 5.0 4.2]"));
    assertEquals(
        Map.of("setup", 9.7, "featurize", 136.3, "pca_fit", 19.6, "pca_refit_write", 21.1),
        Peers.stages(
            "{\"images\": 5000, \"setup_s\": 9.7, \"featurize_s\": 136.3, \"img_per_s\": 36.7,"
                + " \"ev5\": [7.7], \"pca_fit_s\": 19.6, \"pca_refit_write_s\": 21.1, \"total_s\": 186.6}"));
  }
}
