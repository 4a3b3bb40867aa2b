package io.github.imagefeatures.network.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes small ONNX files, message by message as in ONNX's own {@code onnx.proto}: there is no
 * library for Java that does. The numbers are those of the messages' fields.
 */
public final class OnnxModel {
  /** Elements of tensors, as {@code TensorProto.DataType} numbers them. */
  public static final int FLOAT = 1;

  static final int INT8 = 3;
  static final int INT64 = 7;

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  private final List<byte[]> nodes = new ArrayList<>();
  private final List<byte[]> weights = new ArrayList<>();
  private final List<byte[]> inputs = new ArrayList<>();
  private final List<byte[]> outputs = new ArrayList<>();

  private interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  /**
   * A network whose features are the means of an image's channels, times a matrix.
   *
   * @param features how many
   * @param seed of the matrix
   * @param shape of the input, images and channels first; -1 is free
   */
  public static byte[] ofMeans(int features, long seed, long... shape) {
    return new OnnxModel()
        .input("pixels", FLOAT, shape)
        .node("GlobalAveragePool", List.of("pixels"), "pooled")
        .node("Flatten", List.of("pooled"), "means")
        .weights("matrix", matrix(features, seed), 3, features)
        .node("MatMul", List.of("means", "matrix"), "features")
        .output("features", FLOAT, shape[0], features)
        .bytes();
  }

  /** The numbers of {@link #ofMeans}, a row for each channel. */
  public static float[] matrix(int features, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[3 * features];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  OnnxModel input(String name, int type, long... shape) {
    inputs.add(value(name, type, shape));
    return this;
  }

  OnnxModel output(String name, int type, long... shape) {
    outputs.add(value(name, type, shape));
    return this;
  }

  OnnxModel node(String operator, List<String> from, String to, byte[]... attributes) {
    nodes.add(
        message(
            out -> {
              for (String each : from) {
                out.writeString(1, each);
              }
              out.writeString(2, to);
              out.writeString(4, operator);
              for (byte[] each : attributes) {
                out.writeByteArray(5, each);
              }
            }));
    return this;
  }

  /** An attribute of whole numbers. */
  static byte[] integers(String name, long... numbers) {
    return message(
        out -> {
          out.writeString(1, name);
          for (long number : numbers) {
            out.writeInt64(8, number);
          }
          out.writeEnum(20, 7);
        });
  }

  OnnxModel weights(String name, float[] numbers, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(numbers.length * Float.BYTES);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(numbers);
    return weights(name, FLOAT, raw.array(), shape);
  }

  OnnxModel weights(String name, long[] numbers) {
    ByteBuffer raw = ByteBuffer.allocate(numbers.length * Long.BYTES);
    raw.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(numbers);
    return weights(name, INT64, raw.array(), numbers.length);
  }

  private OnnxModel weights(String name, int type, byte[] raw, long... shape) {
    weights.add(
        message(
            out -> {
              dimensions(out, shape);
              out.writeInt32(2, type);
              out.writeString(8, name);
              out.writeByteArray(9, raw);
            }));
    return this;
  }

  /** Weights that lie in another file. */
  OnnxModel weightsElsewhere(String name, String file, long... shape) {
    weights.add(
        message(
            out -> {
              dimensions(out, shape);
              out.writeInt32(2, FLOAT);
              out.writeString(8, name);
              out.writeByteArray(
                  13,
                  message(
                      entry -> {
                        entry.writeString(1, "location");
                        entry.writeString(2, file);
                      }));
              out.writeEnum(14, 1);
            }));
    return this;
  }

  /** The whole file. */
  byte[] bytes() {
    byte[] graph =
        message(
            out -> {
              all(out, 1, nodes);
              out.writeString(2, "graph");
              all(out, 5, weights);
              all(out, 11, inputs);
              all(out, 12, outputs);
            });
    return message(
        out -> {
          out.writeInt64(1, IR_VERSION);
          out.writeByteArray(7, graph);
          out.writeByteArray(8, message(version -> version.writeInt64(2, OPSET)));
        });
  }

  private static byte[] value(String name, int type, long... shape) {
    byte[] dimensions =
        message(
            out -> {
              for (int i = 0; i < shape.length; i++) {
                long length = shape[i];
                String free = "free" + i;
                out.writeByteArray(
                    1,
                    message(
                        each -> {
                          if (length < 0) {
                            each.writeString(2, free);
                          } else {
                            each.writeInt64(1, length);
                          }
                        }));
              }
            });
    byte[] tensor =
        message(
            out -> {
              out.writeInt32(1, type);
              out.writeByteArray(2, dimensions);
            });
    return message(
        out -> {
          out.writeString(1, name);
          out.writeByteArray(2, message(kind -> kind.writeByteArray(1, tensor)));
        });
  }

  private static void dimensions(CodedOutputStream out, long... shape) throws IOException {
    for (long length : shape) {
      out.writeInt64(1, length);
    }
  }

  private static void all(CodedOutputStream out, int field, List<byte[]> messages)
      throws IOException {
    for (byte[] each : messages) {
      out.writeByteArray(field, each);
    }
  }

  private static byte[] message(Fields fields) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.to(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }
}
