package io.github.imagefeatures.network.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * ONNX Runtime's native libraries on disk. By itself ONNX Runtime unpacks them in each process
 * anew, and a process that is killed leaves them behind; JavaCPP keeps them beside TensorFlow's.
 * That is done when this class is initialised: bootstrap-scripts/warm-up.sh has a cluster's nodes
 * do so, with the JAR and nothing beside it.
 */
final class UnpackedLibraries {
  /** Where ONNX Runtime looks for them. */
  private static final String NATIVE_PATH = "onnxruntime.native.path";

  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  /** The folders in the JAR, by JavaCPP's names of the platforms. */
  private static final Map<String, String> FOLDERS =
      Map.of(
          "linux-x86_64", "linux-x64",
          "linux-arm64", "linux-aarch64",
          "macosx-arm64", "osx-aarch64");

  private static IOException failure;

  static {
    String folder = FOLDERS.get(Loader.getPlatform());
    if (folder != null && System.getProperty(NATIVE_PATH) == null) {
      try {
        unpack("/ai/onnxruntime/native/" + folder + "/");
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  private UnpackedLibraries() {}

  /** {@return why they were not unpacked; empty when they were, or are elsewhere} */
  static Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  private static void unpack(String folder) throws IOException {
    File unpacked = null;
    for (String name : LIBRARIES) {
      String resource = folder + System.mapLibraryName(name);
      unpacked = Loader.cacheResource(OrtEnvironment.class, resource);
    }
    if (unpacked != null) {
      System.setProperty(NATIVE_PATH, unpacked.getParent());
    }
  }
}
