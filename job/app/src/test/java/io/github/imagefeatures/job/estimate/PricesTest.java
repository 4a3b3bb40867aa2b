package io.github.imagefeatures.job.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prices and what is estimated from them. */
final class PricesTest {
  private final Prices prices = new Prices();

  @Test
  void pricesAreThoseOfTheDocumentOnAws() throws IOException {
    String document = Files.readString(Path.of("../../docs/running-on-aws.md"));
    double node = prices.of("m5.xlarge").dollars();
    assertTrue(document.contains("| two m5.xlarge on demand | 2 x " + node + " |"), "" + node);
    double share = node * prices.of("emr").dollars();
    assertTrue(document.contains("| 3 x %.3f |".formatted(share)), "" + share);
    assertTrue(document.contains("3 x 64 x " + prices.of("gp3").dollars() + " / 730"));
    String scaling = Files.readString(Path.of("../../docs/scaling.md"));
    assertTrue(scaling.contains("S3 0.0004 dollars per 1,000 GETs"));
    assertEquals(0.0004, prices.of("s3-get").dollars());
    assertTrue(scaling.contains("takes 80 images/s a vCPU"));
    assertTrue(scaling.contains("| a core, files to features Parquet | 7 ms |"));
  }

  @Test
  void everyPriceSaysWhereItIsFromAndHowOldItIs() {
    for (String name :
        new String[] {
          "m5.xlarge", "m5.2xlarge", "m5.4xlarge", "m7g.xlarge", "emr", "gp3", "s3-get"
        }) {
      assertFalse(prices.of(name).source().isBlank(), name);
      assertTrue(prices.of(name).date().matches("20\\d\\d-\\d\\d"), name);
    }
  }

  @Test
  void aNodeCostsItsPriceAndTheShareOfEmr() {
    assertEquals(0.24, NodePrice.of("m5.xlarge").orElseThrow(), 1e-12);
    assertEquals(0.163 * 1.25, NodePrice.of("m7g.xlarge").orElseThrow(), 1e-12);
    assertTrue(NodePrice.of("x9.huge").isEmpty());
    assertTrue(NodePrice.of("gp3").isEmpty());
  }

  @Test
  void aClusterCostsItsNodesAndAPrimaryOneFromItsRequestToItsEnd() {
    Cluster cluster = Cluster.of("m5.xlarge:4");
    Estimate estimate = Estimate.on(cluster, 1_280_000, Pace.ofCluster(cluster), 1_280_000);
    // 1,000 s of featurizing at 16 vCPU x 80, 40 s of later passes, 8 s and ten minutes beside.
    assertEquals(1_648, estimate.seconds(), 0.5);
    double hours = estimate.seconds() / 3600;
    assertEquals(5 * hours * 0.192, estimate.dollars().get("nodes"), 1e-9);
    assertEquals(5 * hours * 0.048, estimate.dollars().get("emr"), 1e-9);
    assertEquals(5 * hours * 64 * 0.08 / 730, estimate.dollars().get("disks"), 1e-9);
    assertEquals(0.512, estimate.dollars().get("s3_requests"), 1e-9);
  }

  @Test
  void aNetworkOfTenTimesTheCostHasATenthOfThePace() {
    Cluster cluster = Cluster.of("m5.xlarge:4");
    Pace slow = Pace.ofCluster(cluster).with("vit.onnx", 0.07);
    assertEquals(128, slow.imagesPerSecond(), 1e-9);
    assertEquals("70 ms of a core an image in vit.onnx, measured here", slow.from());
    assertEquals(1 / 0.07, Pace.ofCores(1).with("vit.onnx", 0.07).imagesPerSecond(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"m5.xlarge", "m5.xlarge:0", "m5.xlarge:x", "x9.huge:4", "m7g.xlarge:4", ":4", ""})
  void whatIsNoClusterWithAPriceIsRefused(String text) {
    String sentence =
        assertThrows(IllegalArgumentException.class, () -> Cluster.of(text)).getMessage();
    assertTrue(sentence.contains("m5.xlarge"), sentence);
  }
}
