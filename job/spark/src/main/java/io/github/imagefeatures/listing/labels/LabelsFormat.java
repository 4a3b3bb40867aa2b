package io.github.imagefeatures.listing.labels;

import io.github.imagefeatures.listing.NameRules;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of file that labels are read from, told by the end of its name. */
public enum LabelsFormat {
  /** Values between commas, as RFC 4180 describes them, below a header. */
  CSV(".csv", "csv", Delimited.by(",")),
  /** The same with tabs. */
  TSV(".tsv", "csv", Delimited.by("\t")),
  /** Parquet, one file. */
  PARQUET(".parquet", "parquet", Map.of()),
  /** A JSON object on each line, as Hugging Face's {@code metadata.jsonl}. */
  JSON_LINES(".jsonl", "json", Map.of("mode", "FAILFAST", "primitivesAsString", "true"));

  private final String ending;
  private final String source;
  private final Map<String, String> options;

  LabelsFormat(String ending, String source, Map<String, String> options) {
    this.ending = ending;
    this.source = source;
    this.options = options;
  }

  /** What Spark is told of files with delimiters. */
  private static final class Delimited {
    private Delimited() {}

    static Map<String, String> by(String delimiter) {
      return Map.of(
          "sep", delimiter,
          "header", "true",
          "escape", "\"",
          "ignoreLeadingWhiteSpace", "true",
          "ignoreTrailingWhiteSpace", "true",
          "mode", "FAILFAST");
    }
  }

  /**
   * The format of a file.
   *
   * @param address a path or an address
   * @return its format; empty when it has none of these, or a name that Spark passes over
   */
  public static Optional<LabelsFormat> of(String address) {
    String name = NameRules.lowerCase(NameRules.nameOf(address));
    return Stream.of(values())
        .filter(format -> name.endsWith(format.ending))
        .filter(format -> !name.startsWith("_") && !name.startsWith("."))
        .findFirst();
  }

  /** Spark's name of the format. */
  String source() {
    return source;
  }

  /** What Spark is told, by the names of its options. */
  Map<String, String> options() {
    return options;
  }

  /**
   * What Spark is told besides once it knows the columns. It would look for those of values that
   * span lines by a pattern of paths.
   */
  Map<String, String> optionsOfRows() {
    return isDelimited() ? Map.of("multiLine", "true") : Map.of();
  }

  /** Whether values stand between delimiters, and in quotation marks that may not be closed. */
  boolean isDelimited() {
    return source.equals("csv");
  }

  /** Whether it is text, which is UTF-8. */
  boolean isText() {
    return this != PARQUET;
  }
}
