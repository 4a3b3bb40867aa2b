package io.github.imagefeatures.nearest;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A block where tasks find it: in the memory that they share with the driver, where nobody copies
 * it, or where Spark sends it and puts it on disk when memory is short.
 */
final class SharedBlock implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  // Weak, so that nothing stays of a search that fails: the driver's own object keeps its block.
  private static final Map<Long, WeakReference<VectorBlock>> HERE = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long number = NUMBERS.incrementAndGet();
  private final transient VectorBlock kept;
  private final Broadcast<VectorBlock> sent;

  private SharedBlock(VectorBlock kept, Broadcast<VectorBlock> sent) {
    this.kept = kept;
    this.sent = sent;
  }

  /** One for tasks of this process alone. */
  static SharedBlock here(VectorBlock block) {
    SharedBlock shared = new SharedBlock(block, null);
    HERE.put(shared.number, new WeakReference<>(block));
    return shared;
  }

  /** One for tasks of any process. */
  static SharedBlock sent(JavaSparkContext spark, VectorBlock block) {
    return new SharedBlock(null, spark.broadcast(block));
  }

  VectorBlock value() {
    if (sent != null) {
      return sent.value();
    }
    return kept == null ? HERE.get(number).get() : kept;
  }

  /** Frees its memory. */
  @Override
  public void close() {
    HERE.remove(number);
    if (sent != null) {
      sent.destroy();
    }
  }
}
