package io.github.imagefeatures.tensorflow;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * A program for {@link TensorFlowLogTest}: opens a session and runs it, and with the argument
 * {@code talk} writes numbered lines to standard error all the while; their count goes to standard
 * output.
 */
final class NoisySession {
  private NoisySession() {}

  public static void main(String[] args) throws InterruptedException {
    AtomicInteger written = new AtomicInteger();
    Thread talker = new Thread(() -> talk(written));
    if (args.length > 0) {
      talker.start();
      while (written.get() == 0) {
        Thread.onSpinWait();
      }
    }
    try (Graph graph = TensorFlowRuntime.newGraph()) {
      Ops.create(graph).withName("two").constant(2f);
      try (Session session = TensorFlowRuntime.newSession(graph)) {
        session.runner().fetch("two").run().close();
      }
    }
    talker.interrupt();
    talker.join();
    System.out.println(written);
  }

  private static void talk(AtomicInteger written) {
    while (!Thread.interrupted()) {
      System.err.writeBytes(
          ("line " + written.get() + " \u00e4\u4e2d\n").getBytes(StandardCharsets.UTF_8));
      System.err.flush();
      written.incrementAndGet();
      LockSupport.parkNanos(200_000);
    }
  }
}
