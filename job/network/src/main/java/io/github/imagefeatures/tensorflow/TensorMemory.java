package io.github.imagefeatures.tensorflow;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.types.TFloat32;

/**
 * A tensor's memory as Java's own buffer, to write numbers to where TensorFlow reads them. What
 * TensorFlow offers itself takes a view of its own for each piece written at another place.
 */
public final class TensorMemory {
  private TensorMemory() {}

  /**
   * @param tensor must not be closed as long as the buffer is in use
   * @return all of its numbers, the last dimension fastest
   */
  public static FloatBuffer of(TFloat32 tensor) {
    return tensor.asRawTensor().data().asFloats().accept(new AsBuffer());
  }

  private static final class AsBuffer implements DataStorageVisitor<FloatBuffer> {
    @Override
    public FloatBuffer visit(long address, long bytes, long bytesPerNumber) {
      return new Floats(address, bytes / bytesPerNumber).asBuffer();
    }

    @Override
    public FloatBuffer fallback() {
      throw new IllegalStateException("the tensor's memory has no address");
    }
  }

  private static final class Floats extends FloatPointer {
    Floats(long address, long length) {
      this.address = address;
      this.limit = length;
      this.capacity = length;
    }
  }
}
