package io.github.imagefeatures.featurize;

import java.util.List;

/** The threads that fetch files. */
final class ReadAheadThreads {
  private static final long TO_END_MILLIS = 10_000;

  private ReadAheadThreads() {}

  /**
   * Those that do not end. A pool counts as terminated a moment before its last thread is gone, so
   * each is waited for.
   */
  static List<Thread> left() throws InterruptedException {
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("read-ahead"))
            .toList();
    for (Thread thread : threads) {
      thread.join(TO_END_MILLIS);
    }
    return threads.stream().filter(Thread::isAlive).toList();
  }
}
