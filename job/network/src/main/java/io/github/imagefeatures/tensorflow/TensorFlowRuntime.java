package io.github.imagefeatures.tensorflow;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;

/**
 * Opens TensorFlow sessions that share one set of threads. No other class loads TensorFlow's native
 * library, so that it is loaded with the settings of {@link TensorFlowLibrary}.
 *
 * <p>Every operation runs on one thread, the one that asks for it, so that a task fills one core
 * and tasks fill the cores between them. That is 1.5 times the speed of TensorFlow's default, which
 * splits single operations over all cores. The thread pools belong to the process and are made by
 * its first session, so their size is fixed with it.
 */
public final class TensorFlowRuntime {
  private static final RunOptions IN_CALLERS_THREAD =
      RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  private static final ConfigProto CONFIG =
      ConfigProto.newBuilder()
          .setIntraOpParallelismThreads(1)
          .setInterOpParallelismThreads(1)
          .build();

  private static boolean silenced;

  private TensorFlowRuntime() {}

  /** {@return an empty graph, which the caller closes} */
  public static Graph newGraph() {
    loadLibrary();
    return new Graph();
  }

  /**
   * @param graph what to run; the caller closes it after the session
   * @return a session that any number of threads may use
   */
  public static Session newSession(Graph graph) {
    silenceOnce();
    return new Session(graph, CONFIG);
  }

  /**
   * Runs a graph in the thread that asks for it rather than in TensorFlow's pool. On idle cores
   * both are as fast; on busy ones the pool's threads take time by spinning while they wait.
   *
   * @return options for a graph
   */
  public static RunOptions inCallersThread() {
    return IN_CALLERS_THREAD;
  }

  /** Loads TensorFlow's libraries, half a gigabyte of them, unless that is done. */
  public static void loadLibrary() {
    TensorFlowLibrary.usesOneDnn();
  }

  /**
   * Whether convolutions are computed by oneDNN. They are unless the user's {@code
   * TF_ENABLE_ONEDNN_OPTS} is 0 or this TensorFlow was built without oneDNN.
   *
   * @return what TensorFlow itself says
   */
  public static boolean usesOneDnn() {
    return TensorFlowLibrary.usesOneDnn();
  }

  /** {@return the version of TensorFlow's library} */
  public static String version() {
    loadLibrary();
    return TensorFlow.version();
  }

  private static synchronized void silenceOnce() {
    if (!silenced) {
      silenced = true;
      TensorFlowLog.silence(CONFIG);
    }
  }
}
