package io.github.imagefeatures.job.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonpCharacterEscapes;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.report.ReportData.Nearest;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the page's script works on, as JSON that may stand inside an HTML script element.
 *
 * <p>By columns, and each folder once: ten thousand points stay near one megabyte.
 */
final class PageData {

  /** More digits than a screen can show; the full ones are in {@code pca/}. */
  private static final MathContext DIGITS = new MathContext(5);

  /** No place among the points: a page has 10,000 of them at most. */
  private static final int MOST_OF_TWO_BYTES = 0xffff;

  /** The cosine distance of opposite vectors. */
  private static final double MOST_DISTANT = 2;

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
    writeNearest();
    writeAccuracies();
    writeSplits();
    writeFindings();
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

  /**
   * Two bytes a number, in Base64: the places of the nearest images, the greatest number for one
   * that is not shown, and their distances, of which the small ones are to be told apart best.
   */
  private void writeNearest() throws IOException {
    if (data.sample().nearest().isEmpty()) {
      return;
    }
    Nearest nearest = data.sample().nearest().get();
    int most = nearest.images().stream().mapToInt(each -> each.length).max().orElse(0);
    ByteBuffer images = table(most);
    ByteBuffer distances = table(most);
    json.writeObjectFieldStart("nearest");
    for (int i = 0; i < nearest.images().size(); i++) {
      int[] places = nearest.images().get(i);
      for (int rank = 0; rank < most; rank++) {
        boolean shown = rank < places.length && places[rank] != Nearest.NOT_SHOWN;
        images.putShort((short) (shown ? places[rank] : MOST_OF_TWO_BYTES));
        double distance = rank < places.length ? nearest.distances().get(i)[rank] : 0;
        distances.putShort(
            (short) Math.round(Math.sqrt(distance / MOST_DISTANT) * MOST_OF_TWO_BYTES));
      }
    }
    json.writeNumberField("most", most);
    json.writeStringField("images", Base64.getEncoder().encodeToString(images.array()));
    json.writeStringField("distances", Base64.getEncoder().encodeToString(distances.array()));
    json.writeEndObject();
  }

  /**
   * Two bytes for each of the nearest images of each point, the lower one first as in a browser.
   */
  private ByteBuffer table(int most) {
    return ByteBuffer.allocate(Short.BYTES * most * data.sample().points().size())
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** By class, how many of its images are nearest to one of it; null for a class not judged. */
  private void writeAccuracies() throws IOException {
    if (data.told().isEmpty()) {
      return;
    }
    Map<String, Double> told = new HashMap<>();
    data.told().get().worst().forEach(label -> told.put(label.label(), label.top1()));
    json.writeArrayFieldStart("accuracies");
    for (String label : colours.labels()) {
      if (told.containsKey(label)) {
        writeRounded(told.get(label));
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }

  /** The splits of the points, and which each belongs to; nothing where the set is not divided. */
  private void writeSplits() throws IOException {
    List<Point> points = data.sample().points();
    List<String> splits = points.stream().map(Point::split).distinct().sorted().toList();
    if (splits.size() < 2) {
      return;
    }
    json.writeArrayFieldStart("splits");
    for (String split : splits) {
      json.writeString(split);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("split");
    for (Point point : points) {
      json.writeNumber(splits.indexOf(point.split()));
    }
    json.writeEndArray();
  }

  /** The kinds of findings that points have, and which points. */
  private void writeFindings() throws IOException {
    json.writeArrayFieldStart("findings");
    List<Point> points = data.sample().points();
    for (FindingsOfKind kind : data.findings().map(ReportData.Findings::kinds).orElse(List.of())) {
      int[] found =
          IntStream.range(0, points.size())
              .filter(i -> kind.images().contains(points.get(i).path()))
              .toArray();
      if (found.length > 0) {
        json.writeStartObject();
        json.writeStringField("kind", kind.kind());
        json.writeStringField("name", kind.inWords());
        json.writeFieldName("images");
        json.writeArray(found, 0, found.length);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
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
    String type =
        isWebp(thumbnail)
            ? "image/webp"
            : URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(thumbnail));
    if (type == null || !type.startsWith("image/")) {
      throw new IllegalArgumentException(
          "The thumbnail of %s is not a WebP, JPEG, PNG or GIF file.".formatted(point.path()));
    }
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(thumbnail);
  }

  /** Java does not know them. */
  private static boolean isWebp(byte[] file) {
    return new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1)
        .matches("(?s)RIFF....WEBP");
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
