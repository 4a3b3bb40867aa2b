package io.github.imagefeatures.network.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    void to(Message message);
  }

  /** A message as protocol buffers encode it: numbers as varints, all else after its length. */
  private static final class Message {
    private static final int LENGTH_DELIMITED = 2;
    private static final int SEVEN_BITS = 0x7F;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void number(int field, long value) {
      varint((long) field << 3);
      varint(value);
    }

    void text(int field, String value) {
      bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(int field, byte[] value) {
      varint((long) field << 3 | LENGTH_DELIMITED);
      varint(value.length);
      bytes.writeBytes(value);
    }

    private void varint(long value) {
      long rest = value;
      for (; (rest & ~SEVEN_BITS) != 0; rest >>>= 7) {
        bytes.write((int) (rest & SEVEN_BITS | SEVEN_BITS + 1));
      }
      bytes.write((int) rest);
    }
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
                out.text(1, each);
              }
              out.text(2, to);
              out.text(4, operator);
              for (byte[] each : attributes) {
                out.bytes(5, each);
              }
            }));
    return this;
  }

  /** An attribute of whole numbers. */
  static byte[] integers(String name, long... numbers) {
    return message(
        out -> {
          out.text(1, name);
          for (long number : numbers) {
            out.number(8, number);
          }
          out.number(20, 7);
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
              out.number(2, type);
              out.text(8, name);
              out.bytes(9, raw);
            }));
    return this;
  }

  /** Weights that lie in another file. */
  OnnxModel weightsElsewhere(String name, String file, long... shape) {
    weights.add(
        message(
            out -> {
              dimensions(out, shape);
              out.number(2, FLOAT);
              out.text(8, name);
              out.bytes(
                  13,
                  message(
                      entry -> {
                        entry.text(1, "location");
                        entry.text(2, file);
                      }));
              out.number(14, 1);
            }));
    return this;
  }

  /** The whole file. */
  byte[] bytes() {
    byte[] graph =
        message(
            out -> {
              all(out, 1, nodes);
              out.text(2, "graph");
              all(out, 5, weights);
              all(out, 11, inputs);
              all(out, 12, outputs);
            });
    return message(
        out -> {
          out.number(1, IR_VERSION);
          out.bytes(7, graph);
          out.bytes(8, message(version -> version.number(2, OPSET)));
        });
  }

  private static byte[] value(String name, int type, long... shape) {
    byte[] dimensions =
        message(
            out -> {
              for (int i = 0; i < shape.length; i++) {
                long length = shape[i];
                String free = "free" + i;
                out.bytes(
                    1,
                    message(
                        each -> {
                          if (length < 0) {
                            each.text(2, free);
                          } else {
                            each.number(1, length);
                          }
                        }));
              }
            });
    byte[] tensor =
        message(
            out -> {
              out.number(1, type);
              out.bytes(2, dimensions);
            });
    return message(
        out -> {
          out.text(1, name);
          out.bytes(2, message(kind -> kind.bytes(1, tensor)));
        });
  }

  private static void dimensions(Message out, long... shape) {
    for (long length : shape) {
      out.number(1, length);
    }
  }

  private static void all(Message out, int field, List<byte[]> messages) {
    for (byte[] each : messages) {
      out.bytes(field, each);
    }
  }

  private static byte[] message(Fields fields) {
    Message message = new Message();
    fields.to(message);
    return message.bytes.toByteArray();
  }
}
