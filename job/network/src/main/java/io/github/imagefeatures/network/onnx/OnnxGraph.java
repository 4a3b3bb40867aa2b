package io.github.imagefeatures.network.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A network that is written as an ONNX file, node by node.
 *
 * <p>The numbers are those of the fields of ONNX's own messages, in {@code onnx.proto}: there is no
 * library for Java that has them.
 */
public final class OnnxGraph {
  /** Elements of tensors, as {@code TensorProto.DataType} numbers them. */
  static final int FLOAT = 1;

  static final int INT8 = 3;
  static final int INT64 = 7;

  private static final int IR_VERSION = 8;

  /** The version of the operators. */
  private static final int OPSET = 13;

  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

  /** Begins a graph without nodes. */
  public OnnxGraph() {
    add(out -> out.writeString(2, "graph"));
  }

  /** Writes the fields of one message. */
  @FunctionalInterface
  interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  /**
   * What an operator is told besides its inputs.
   *
   * @param fields of its message
   */
  public record Attribute(byte[] fields) {
    private static final int TYPE = 20;

    /** An integer, such as the groups of a convolution. */
    public static Attribute integer(String name, long value) {
      return new Attribute(
          OnnxGraph.message(
              out -> {
                out.writeString(1, name);
                out.writeInt64(3, value);
                out.writeInt32(TYPE, 2);
              }));
    }

    /** Integers, such as the strides of a convolution. */
    public static Attribute integers(String name, long... values) {
      return new Attribute(
          OnnxGraph.message(
              out -> {
                out.writeString(1, name);
                for (long value : values) {
                  out.writeInt64(8, value);
                }
                out.writeInt32(TYPE, 7);
              }));
    }
  }

  /**
   * Adds an input of float32.
   *
   * @param shape the lengths of its dimensions; -1 is free
   */
  public OnnxGraph input(String name, long... shape) {
    return inputOf(FLOAT, name, shape);
  }

  OnnxGraph inputOf(int element, String name, long... shape) {
    return add(out -> out.writeByteArray(11, value(name, element, shape)));
  }

  /**
   * Adds an output of float32, which a node has made.
   *
   * @param shape the lengths of its dimensions; -1 is free
   */
  public OnnxGraph output(String name, long... shape) {
    return outputOf(FLOAT, name, shape);
  }

  OnnxGraph outputOf(int element, String name, long... shape) {
    return add(out -> out.writeByteArray(12, value(name, element, shape)));
  }

  /**
   * Adds a node.
   *
   * @param operator such as {@code Conv}
   * @param from names of inputs, weights and what earlier nodes made
   * @param to the name of what it makes
   */
  public OnnxGraph node(String operator, List<String> from, String to, Attribute... attributes) {
    return add(
        out ->
            out.writeByteArray(
                1,
                message(
                    node -> {
                      for (String each : from) {
                        node.writeString(1, each);
                      }
                      node.writeString(2, to);
                      node.writeString(4, operator);
                      for (Attribute each : attributes) {
                        node.writeByteArray(5, each.fields());
                      }
                    })));
  }

  /**
   * Adds constants of float32.
   *
   * @param numbers the last dimension fastest
   * @param shape the lengths of the dimensions; without any, there is one number
   */
  public OnnxGraph weights(String name, float[] numbers, long... shape) {
    ByteBuffer raw = littleEndian(numbers.length * Float.BYTES);
    raw.asFloatBuffer().put(numbers);
    return weights(name, FLOAT, raw, shape);
  }

  OnnxGraph weights(String name, long[] numbers) {
    ByteBuffer raw = littleEndian(numbers.length * Long.BYTES);
    raw.asLongBuffer().put(numbers);
    return weights(name, INT64, raw, numbers.length);
  }

  private OnnxGraph weights(String name, int element, ByteBuffer raw, long... shape) {
    return weights(
        tensor -> {
          writeAll(tensor, 1, shape);
          tensor.writeInt32(2, element);
          tensor.writeString(8, name);
          tensor.writeByteArray(9, raw.array());
        });
  }

  /** Constants in whatever form a {@code TensorProto} has them. */
  OnnxGraph weights(Fields tensor) {
    return add(out -> out.writeByteArray(5, message(tensor)));
  }

  /** {@return the whole file} */
  public byte[] bytes() {
    return message(
        model -> {
          model.writeInt64(1, IR_VERSION);
          model.writeByteArray(7, graph.toByteArray());
          model.writeByteArray(8, message(operators -> operators.writeInt64(2, OPSET)));
        });
  }

  private OnnxGraph add(Fields fields) {
    graph.writeBytes(message(fields));
    return this;
  }

  private static byte[] value(String name, int element, long... shape) {
    byte[] dimensions =
        message(
            out -> {
              for (int i = 0; i < shape.length; i++) {
                out.writeByteArray(1, dimension(i, shape[i]));
              }
            });
    byte[] tensor =
        message(
            out -> {
              out.writeInt32(1, element);
              out.writeByteArray(2, dimensions);
            });
    return message(
        out -> {
          out.writeString(1, name);
          out.writeByteArray(2, message(type -> type.writeByteArray(1, tensor)));
        });
  }

  private static byte[] dimension(int index, long length) {
    return message(
        out -> {
          if (length < 0) {
            out.writeString(2, "free" + index);
          } else {
            out.writeInt64(1, length);
          }
        });
  }

  private static void writeAll(CodedOutputStream out, int field, long... numbers)
      throws IOException {
    for (long number : numbers) {
      out.writeInt64(field, number);
    }
  }

  /** One message, without its length. */
  static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
