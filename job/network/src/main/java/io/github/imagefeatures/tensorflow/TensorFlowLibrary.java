package io.github.imagefeatures.tensorflow;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Loads TensorFlow's native library and sets first what the library reads from its environment only
 * once.
 *
 * <p>TensorFlow uses oneDNN by itself only on processors with AVX-512 VNNI or AVX-VNNI. Elsewhere
 * its own convolutions are a third slower, and they round an image's numbers by the image's place
 * in a call. A variable of the environment switches oneDNN on everywhere. Java cannot set one for
 * native code, so the C library does.
 */
final class TensorFlowLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(TensorFlowLibrary.class);

  private static final String ONE_DNN = "TF_ENABLE_ONEDNN_OPTS";

  /** {@code bool tensorflow::IsMKLEnabled()}, in C++'s encoding of names. */
  private static final String IS_ONE_DNN_ON = "_ZN10tensorflow12IsMKLEnabledEv";

  /** Of the names of platforms, such as {@code -gpu}; any by default. */
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

  private static final boolean USES_ONE_DNN = load();

  private TensorFlowLibrary() {}

  /** Whether TensorFlow's convolutions are oneDNN's; false when the library does not tell. */
  static boolean usesOneDnn() {
    return USES_ONE_DNN;
  }

  private static boolean load() {
    // The JAR has no natives for GPUs. JavaCPP would look for some thirty of their libraries, each
    // under many names in each JAR of the class path: 1 to 3 s.
    if (System.getProperty(EXTENSION) == null) {
      System.setProperty(EXTENSION, "");
    }
    try {
      Native.load("c", CLibrary.class).setenv(ONE_DNN, "1", CLibrary.KEEP);
      TensorFlow.version();
      return isOneDnnOn(NativeLibrary.getInstance(Loader.load(tensorflow.class)));
    } catch (LinkageError e) {
      // JNA could not unpack its library, or this is another TensorFlow: all works, but slower.
      LOG.warn(
          "oneDNN cannot be switched on, so the network may run at two thirds of its speed", e);
      TensorFlow.version();
      return false;
    }
  }

  private static boolean isOneDnnOn(NativeLibrary library) {
    // A C++ bool is one byte; the rest of the register may hold anything.
    return (Byte) library.getFunction(IS_ONE_DNN_ON).invoke(Byte.class, new Object[0]) != 0;
  }

  /** What is called of the C library; {@code man 3 setenv}. */
  public interface CLibrary extends Library {
    /** Leaves a variable that is set already as it is. */
    int KEEP = 0;

    /**
     * Sets a variable of the process's environment, as native code sees it.
     *
     * @param name the name of the variable
     * @param value to give it
     * @param overwrite {@link #KEEP}, or 1 to replace a value that is there
     * @return 0, or -1 when the name is not valid or memory is short
     */
    int setenv(String name, String value, int overwrite);
  }
}
