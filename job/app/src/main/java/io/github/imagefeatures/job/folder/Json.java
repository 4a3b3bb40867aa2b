package io.github.imagefeatures.job.folder;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * How records become JSON: names in snake_case, indented, unknown fields of newer versions kept
 * out.
 */
public final class Json {
  /** Writes and reads them. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /**
   * Reads a value.
   *
   * @throws JacksonException when the text is not JSON, or not that of such a value
   */
  static <T> T read(InputStream in, Class<T> type) throws IOException {
    T value = MAPPER.readValue(in, type);
    if (value == null) {
      throw new JsonMappingException(null, "it holds null");
    }
    return value;
  }

  /** What is wrong with a file, without where in it and without the names of classes. */
  static String fault(IOException failure) {
    if (failure instanceof ValueInstantiationException && failure.getCause() != null) {
      return failure.getCause().getMessage();
    }
    return failure instanceof JacksonException json
        ? json.getOriginalMessage()
        : failure.getMessage();
  }

  /** A value as a file gives it back: numbers of the kind that their size asks for. */
  public static JsonNode tree(Object value) {
    return tree(value, MAPPER.writer());
  }

  /** Turns the properties that a view includes into JSON, as {@link #tree(Object)} does all. */
  static JsonNode tree(Object value, Class<?> view) {
    return tree(value, MAPPER.writerWithView(view));
  }

  private static JsonNode tree(Object value, ObjectWriter writer) {
    try {
      return MAPPER.readTree(writer.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException("what is written to files is always JSON", e);
    }
  }
}
