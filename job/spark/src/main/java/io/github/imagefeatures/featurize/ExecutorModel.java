package io.github.imagefeatures.featurize;

import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The networks of an executor's JVM, each opened once and shared by its tasks. A network that a
 * task uses is never closed: not for another one, and not when the JVM ends, which does not wait
 * for its tasks.
 */
final class ExecutorModel {
  /** Networks that stay open without a task that uses them: what another job may ask for next. */
  static final int MOST_IDLE = 4;

  /** By their ids, the one that was used last at the end. */
  private static final Map<String, Shared> OPEN = new LinkedHashMap<>(16, 0.75f, true);

  private ExecutorModel() {}

  /** A network that is open, and how many use it. */
  private static final class Shared {
    private final FeatureExtractor extractor;
    private int users;

    private Shared(FeatureExtractor extractor) {
      this.extractor = extractor;
    }
  }

  /** One user's hold on a network: until it is closed, the network stays open. */
  static final class Lease implements AutoCloseable {
    private final Shared shared;
    private boolean closed;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    FeatureExtractor extractor() {
      return shared.extractor;
    }

    @Override
    public void close() {
      synchronized (ExecutorModel.class) {
        if (!closed) {
          closed = true;
          shared.users--;
          closeIdle();
        }
      }
    }
  }

  /** Opens a network, unless it is open. */
  static synchronized Lease lease(LoadedNetwork network) {
    String key = network.engine().wireName() + " " + network.id();
    Shared shared = OPEN.get(key);
    if (shared == null) {
      shared = new Shared(network.open());
      OPEN.put(key, shared);
    }
    shared.users++;
    return new Lease(shared);
  }

  /**
   * Builds the model in the background, so that it is there when the first task asks for it. For
   * local mode, where the driver's JVM is the executor's and has a core to spare while Spark plans.
   */
  static void buildAhead(LoadedNetwork network) {
    Thread builder = new Thread(() -> lease(network).close(), "build-model");
    builder.setDaemon(true);
    // Whoever asks for the model next meets the same failure and reports it.
    builder.setUncaughtExceptionHandler((thread, failure) -> {});
    builder.start();
  }

  /** Of the networks that nobody uses, closes those that were used longest ago. */
  private static void closeIdle() {
    long idle = OPEN.values().stream().filter(shared -> shared.users == 0).count();
    for (Iterator<Shared> each = OPEN.values().iterator(); idle > MOST_IDLE && each.hasNext(); ) {
      Shared shared = each.next();
      if (shared.users == 0) {
        shared.extractor.close();
        each.remove();
        idle--;
      }
    }
  }
}
