package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.InstanceTypes;

/**
 * How a node's memory is shared out, in MiB. The job's natives (TensorFlow) allocate outside the
 * Java heap, and nothing but {@code memoryOverhead} makes YARN leave room for them: {@code
 * spark.memory.offHeap} is for Spark's own tables.
 *
 * @param yarn what YARN may give to containers on one node
 * @param driverHeap Java heap of the driver
 * @param driverOverhead what the driver needs beside it
 * @param executorHeap Java heap of an executor
 * @param executorOverhead what an executor needs beside it
 */
record MemoryPlan(
    int yarn, int driverHeap, int driverOverhead, int executorHeap, int executorOverhead) {

  /** Above it the JVM would address every object with 8 bytes. */
  private static final int LARGEST_HEAP = 30 * 1024;

  private static final int DRIVER_HEAP = 2560;

  // TensorFlow's libraries and the eigen-decomposition of a fit, features x features in float64.
  private static final int DRIVER_OVERHEAD = 1536;
  private static final int SMALLEST_EXECUTOR_OVERHEAD = 3072;
  private static final int OVERHEAD_PER_CORE = 512;

  /**
   * One executor on every node, as large as fits beside the driver: any core node may hold both.
   *
   * @param types the types of the nodes
   */
  static MemoryPlan of(InstanceTypes types) {
    int yarn = yarn(types.memoryGib());
    int container = yarn - DRIVER_HEAP - DRIVER_OVERHEAD;
    int overhead = Math.max(SMALLEST_EXECUTOR_OVERHEAD, OVERHEAD_PER_CORE * types.cores());
    int heap = Math.min(container - overhead, LARGEST_HEAP);
    return new MemoryPlan(yarn, DRIVER_HEAP, DRIVER_OVERHEAD, heap, overhead);
  }

  int driverContainer() {
    return driverHeap + driverOverhead;
  }

  int executorContainer() {
    return executorHeap + executorOverhead;
  }

  /**
   * EMR's own default: 4 GiB stay with the system of a node of 16 GiB, 8 GiB with that of a larger.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-hadoop-task-config.html">Task
   *     configuration</a>
   */
  private static int yarn(int memoryGib) {
    return (memoryGib - (memoryGib <= 16 ? 4 : 8)) * 1024;
  }
}
