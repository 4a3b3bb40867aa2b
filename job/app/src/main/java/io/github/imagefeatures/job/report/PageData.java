package io.github.imagefeatures.job.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonpCharacterEscapes;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.reduce.ExplainedVariance;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URLConnection;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the page's script works on, as JSON that may stand inside an HTML script element.
 *
 * <p>By columns, and each folder once: ten thousand points stay near one megabyte.
 */
final class PageData {

  /** More digits than a screen can show; the full ones are in {@code pca/}. */
  private static final MathContext DIGITS = new MathContext(5);

  private static final JsonFactory JSON =
      JsonFactory.builder().build().setCharacterEscapes(new HtmlSafe());

  private final ReportData data;
  private final ClassColours colours;
  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  private PageData(ReportData data, ClassColours colours) throws IOException {
    this.data = data;
    this.colours = colours;
    this.json = JSON.createGenerator(text);
  }

  static String json(ReportData data, ClassColours colours) {
    try {
      return new PageData(data, colours).write();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail.", e);
    }
  }

  private String write() throws IOException {
    json.writeStartObject();
    if (data.components().isPresent()) {
      writeVariance(data.components().get());
    }
    writeClasses();
    writePoints();
    writeFitted();
    writeThumbnails();
    json.writeEndObject();
    json.close();
    return text.toString();
  }

  private void writeVariance(ReportData.Components components) throws IOException {
    ExplainedVariance variance = components.variance();
    json.writeNumberField("k", components.k());
    json.writeArrayFieldStart("shares");
    for (double share : variance.shares()) {
      writeRounded(share);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("cumulative");
    for (int i = 1; i <= variance.size(); i++) {
      writeRounded(variance.cumulative(i));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("marks");
    for (VarianceMark mark : VarianceMark.of(variance)) {
      json.writeStartObject();
      json.writeNumberField("percent", mark.percent());
      json.writeNumberField("components", mark.components());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeClasses() throws IOException {
    json.writeArrayFieldStart("palette");
    for (Color colour : Palette.DISTINCT) {
      json.writeString(Palette.css(colour));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("labels");
    for (String label : colours.labels()) {
      json.writeString(label);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("colours");
    for (String label : colours.labels()) {
      json.writeString(colours.css(label));
    }
    json.writeEndArray();
  }

  private void writePoints() throws IOException {
    List<Point> points = data.sample().points();
    Map<String, Integer> folders = new LinkedHashMap<>();
    json.writeArrayFieldStart("folder");
    for (Point point : points) {
      json.writeNumber(folders.computeIfAbsent(folder(point), folder -> folders.size()));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("folders");
    for (String folder : folders.keySet()) {
      json.writeString(folder);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("file");
    for (Point point : points) {
      json.writeString(point.fileName());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("label");
    for (Point point : points) {
      json.writeNumber(colours.index(point.label()));
    }
    json.writeEndArray();
    int dimensions = data.sample().dimensions();
    writeColumns("components", points.stream().map(Point::components).toList(), dimensions);
    writeColumns(
        "map", points.stream().map(Point::place).toList(), data.sample().isMapped() ? 2 : 0);
  }

  private void writeFitted() throws IOException {
    writeColumns(
        "fitted",
        data.components()
            .flatMap(ReportData.Components::fitted)
            .map(ReportData.Fitted::points)
            .orElse(List.of()),
        data.sample().dimensions());
  }

  /** The first numbers of each point, as many as are asked for. */
  private void writeColumns(String name, List<float[]> points, int columns) throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < columns; i++) {
      json.writeStartArray();
      for (float[] point : points) {
        writeRounded(point[i]);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void writeThumbnails() throws IOException {
    json.writeObjectFieldStart("thumbnails");
    List<Point> points = data.sample().points();
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).thumbnail().length > 0) {
        json.writeStringField(Integer.toString(i), dataUri(points.get(i)));
      }
    }
    json.writeEndObject();
  }

  private static String dataUri(Point point) throws IOException {
    byte[] thumbnail = point.thumbnail();
    String type = URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(thumbnail));
    if (type == null || !type.startsWith("image/")) {
      throw new IllegalArgumentException(
          "The thumbnail of %s is not a JPEG, PNG or GIF file.".formatted(point.path()));
    }
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(thumbnail);
  }

  private static String folder(Point point) {
    return point.path().substring(0, point.path().length() - point.fileName().length());
  }

  private void writeRounded(double value) throws IOException {
    json.writeNumber(new BigDecimal(value, DIGITS).stripTrailingZeros());
  }

  /** Escapes what could end a script element or a line of script. */
  private static final class HtmlSafe extends JsonpCharacterEscapes {

    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
      for (char character : new char[] {'<', '>', '&'}) {
        codes[character] = CharacterEscapes.ESCAPE_STANDARD;
      }
      return codes;
    }
  }
}
