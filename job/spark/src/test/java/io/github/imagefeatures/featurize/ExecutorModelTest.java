package io.github.imagefeatures.featurize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.tensorflow.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a JVM keeps its networks open. */
final class ExecutorModelTest {
  private static final long FIRST = 1000;

  @TempDir private Path temp;

  @Test
  void aNetworkThatIsUsedStaysOpenWhateverElseIsOpened() {
    try (ExecutorModel.Lease used = ExecutorModel.lease(network(FIRST));
        FeatureExtractor.Batch batch = used.extractor().newBatch(1)) {
      float[][] before = batch.features(1);
      useOthers(FIRST);
      assertArrayEquals(before[0], batch.features(1)[0]);
    }
  }

  @Test
  void ofTheNetworksThatNobodyUsesTheOneUsedLongestAgoIsClosed() {
    ExecutorModel.Lease first = ExecutorModel.lease(network(FIRST));
    FeatureExtractor.Batch batch = first.extractor().newBatch(1);
    first.close();
    try (ExecutorModel.Lease again = ExecutorModel.lease(network(FIRST))) {
      assertSame(first.extractor(), again.extractor());
    }
    useOthers(FIRST);
    assertThrows(IllegalStateException.class, () -> batch.features(1));
    batch.close();
    try (ExecutorModel.Lease anew = ExecutorModel.lease(network(FIRST))) {
      assertNotSame(first.extractor(), anew.extractor());
    }
  }

  /** A process that is told to end does not wait for its tasks, and must not crash in one. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  @Timeout(60)
  void aProcessEndsInPeaceWhileImagesAreComputed(Engine engine) throws Exception {
    for (int turn = 0; turn < 3; turn++) {
      JavaProcess.run(ExitWhileComputing.class, temp, List.of(), Map.of(), engine.name());
    }
  }

  /** One more than stay open. */
  private static void useOthers(long seed) {
    for (int i = 0; i <= ExecutorModel.MOST_IDLE; i++) {
      ExecutorModel.lease(network(seed + 1 + i)).close();
    }
  }

  private static LoadedNetwork network(long seed) {
    return Networks.DEFAULT.untrained(seed);
  }
}
