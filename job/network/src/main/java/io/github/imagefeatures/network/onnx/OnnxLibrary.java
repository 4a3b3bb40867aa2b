package io.github.imagefeatures.network.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime, loaded on first use. All sessions of a process share its environment, which is
 * never closed.
 */
final class OnnxLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxLibrary.class);

  private static OrtEnvironment environment;

  /** Why there is none: Java says so of a library the first time only. */
  private static WeightsException unloadable;

  private OnnxLibrary() {}

  /**
   * The environment of this process.
   *
   * @throws WeightsException when its native library cannot be loaded on this machine
   */
  static synchronized OrtEnvironment environment() {
    if (unloadable != null) {
      throw unloadable;
    }
    if (environment == null) {
      environment = load();
    }
    return environment;
  }

  /**
   * Opens a network to be run by any number of callers, each of which computes in its own thread: a
   * core for each task, as Spark counts them.
   *
   * @param network the whole ONNX file
   * @return the network; the caller closes it
   * @throws OrtException when it is no network that can be run
   */
  static OrtSession session(byte[] network) throws OrtException {
    OrtEnvironment loaded = environment();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return loaded.createSession(network, options);
    }
  }

  /** What ONNX Runtime says, in one line and without a full stop. */
  static String reason(OrtException failure) {
    return failure.getMessage().strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
  }

  private static OrtEnvironment load() {
    UnpackedLibraries.failure()
        .ifPresent(e -> LOG.debug("ONNX Runtime unpacks its libraries itself", e));
    try {
      // What it warns of, such as weights that nothing uses, helps nobody who runs a network.
      return OrtEnvironment.getEnvironment(
          OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "image-features");
    } catch (LinkageError e) {
      unloadable =
          new WeightsException(
              FailureId.ENGINE_UNAVAILABLE,
              "ONNX Runtime cannot be loaded on this machine: %s. Give --engine tensorflow for the default network; an ONNX file needs another machine."
                  .formatted(
                      String.valueOf(rootOf(e).getMessage()).strip().replaceAll("\\s+", " ")),
              e);
      throw unloadable;
    }
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }
}
