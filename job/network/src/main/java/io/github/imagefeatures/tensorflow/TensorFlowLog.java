package io.github.imagefeatures.tensorflow;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/**
 * Keeps two lines of TensorFlow's off the terminal that neither {@code TF_CPP_MIN_LOG_LEVEL} nor
 * any call of its interface silences: the first session of a process writes through Abseil, before
 * Abseil's log is set up, that an optimisation pass is not enabled.
 *
 * <p>So the first session runs here, on one constant, with the process' standard error turned into
 * a file for that moment; whatever else was written meanwhile is written again after it.
 */
final class TensorFlowLog {
  private static final Predicate<String> NOISE =
      line ->
          line.contains("before absl::InitializeLog()")
              || line.contains("MLIR V1 optimization pass is not enabled");

  private TensorFlowLog() {}

  /**
   * Has TensorFlow say what it says once a process.
   *
   * @param config the config of the sessions to come: the first session also makes the thread pools
   *     that all later ones share
   */
  static void silence(ConfigProto config) {
    CLibrary c;
    try {
      c = Native.load("c", CLibrary.class);
    } catch (LinkageError e) {
      // Where JNA cannot unpack its library the two lines are seen, and all else works.
      return;
    }
    try {
      Path kept = Files.createTempFile("tensorflow", ".log");
      try {
        redirectStandardError(c, kept, () -> firstSession(config));
        writeAgain(kept);
      } finally {
        Files.delete(kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder for temporary files cannot be written", e);
    }
  }

  private static void firstSession(ConfigProto config) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, config)) {
      Ops.create(graph).withName("one").constant(1f);
      session.runner().fetch("one").run().close();
    }
  }

  private static void redirectStandardError(CLibrary c, Path file, Runnable work) {
    int original = c.dup(CLibrary.STDERR);
    if (original < 0) {
      // The process was started without a standard error.
      work.run();
      return;
    }
    int redirected = c.creat(file.toString(), 0600);
    c.dup2(redirected, CLibrary.STDERR);
    try {
      work.run();
    } finally {
      c.dup2(original, CLibrary.STDERR);
      c.close(redirected);
      c.close(original);
    }
  }

  private static void writeAgain(Path kept) throws IOException {
    // Byte for byte, whatever their encoding is.
    for (String line : Files.readAllLines(kept, StandardCharsets.ISO_8859_1)) {
      if (NOISE.negate().test(line)) {
        System.err.writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  /** The C library's calls on file descriptors; {@code man 2 dup}. */
  public interface CLibrary extends Library {
    /** The file descriptor of standard error. */
    int STDERR = 2;

    /** A second descriptor of the same file. */
    int dup(int descriptor);

    /** Makes {@code target} a descriptor of the same file as {@code source}. */
    int dup2(int source, int target);

    /** Creates or empties a file and opens it for writing. */
    int creat(String path, int mode);

    /** Closes a descriptor. */
    int close(int descriptor);
  }
}
