package io.github.imagefeatures.listing.labels;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.failure.StoreFailure;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ImageStore;
import io.github.imagefeatures.listing.LabelsOrigin;
import io.github.imagefeatures.listing.NameRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A file that says which label an image has, and perhaps in which split it is: a table with a row
 * for each image. What it says stands in the place of the folders' names.
 */
public final class LabelsFile {
  private static final List<String> NAMES =
      List.of("path", "file_name", "file", "filename", "image");
  private static final List<String> LABELS = List.of("label", "class", "category");
  private static final List<String> SPLITS = List.of("split");

  /** Spark's class of an error before its sentence, and the full stop behind it. */
  private static final Pattern SPARKS_CLASS = Pattern.compile("^(?:\\[[A-Z0-9_.]+] )?(.*?)\\.?$");

  private static final Pattern LINE_BREAK = Pattern.compile("[\n\r]");

  private final LabelsOrigin origin;
  private final List<NamedLabel> rows;

  /**
   * A row.
   *
   * @param name the path or the name of an image; empty when it is missing
   * @param label its label; empty for none
   * @param split its split; empty for none
   * @serial exclude
   */
  record NamedLabel(String name, String label, String split) implements Serializable {}

  private LabelsFile(LabelsOrigin origin, List<NamedLabel> rows) {
    this.origin = origin;
    this.rows = rows;
  }

  /**
   * Reads a file.
   *
   * @param address a path or an address whose format is known
   * @param reader takes paths as they are written
   * @param hadoop where Hadoop finds its file systems and their credentials
   * @return its rows
   * @throws InputException if it cannot be read, or has no columns of names and labels
   */
  public static LabelsFile read(String address, DataFrameReader reader, Configuration hadoop) {
    LabelsFormat format = LabelsFormat.of(address).orElseThrow();
    requireNoPassword(address);
    String sha256 = sha256(address, format.isText(), hadoop);
    reader.format(format.source()).options(format.options());
    String file = readable(address, hadoop, () -> qualified(address, hadoop).toString());
    StructType schema = readable(address, hadoop, () -> reader.load(file).schema());
    int name = required(address, schema, NAMES);
    int label = required(address, schema, LABELS);
    int split = column(address, schema, SPLITS).orElse(-1);
    // Of all columns: a row with a value too few or too many is found when none is left out.
    List<NamedLabel> rows =
        readable(
            address,
            hadoop,
            () ->
                reader
                    .options(format.optionsOfRows())
                    .schema(schema)
                    .load(file)
                    .toJavaRDD()
                    .map(
                        row ->
                            new NamedLabel(
                                text(row, name),
                                text(row, label),
                                split < 0 ? "" : text(row, split)))
                    .collect());
    if (format.isDelimited()) {
      readable(address, hadoop, () -> requireLines(rows));
    }
    return new LabelsFile(new LabelsOrigin(Credentials.masked(address), sha256, split >= 0), rows);
  }

  /**
   * The SHA-256 of a file, whatever is in it.
   *
   * @param address as above
   * @param hadoop as above
   * @return hexadecimal digits
   * @throws InputException if the file cannot be read
   */
  public static String sha256(String address, Configuration hadoop) {
    return sha256(address, false, hadoop);
  }

  private static void requireNoPassword(String address) {
    if (Credentials.holdsPassword(address)) {
      throw new InputException(
          FailureId.IMAGES_WITH_PASSWORD,
          "The labels' address holds a password; take it out, and give credentials through the"
              + " environment or the profile instead.");
    }
  }

  /** Of a text, which must be UTF-8, or of other bytes. */
  private static String sha256(String address, boolean isText, Configuration hadoop) {
    return readable(
        address,
        hadoop,
        () -> {
          Path path = qualified(address, hadoop);
          FileSystem store = ImageStore.of(path, hadoop);
          if (store.getFileStatus(path).isDirectory()) {
            throw new IOException("it is a folder");
          }
          MessageDigest sha256 = DigestUtils.getSha256Digest();
          try (InputStream in = new DigestInputStream(store.open(path), sha256)) {
            readThrough(in, isText);
          }
          return HexFormat.of().formatHex(sha256.digest());
        });
  }

  private static Path qualified(String address, Configuration hadoop) throws IOException {
    Path path = new Path(address);
    return ImageStore.of(path, hadoop).makeQualified(path);
  }

  private static void readThrough(InputStream in, boolean isText) throws IOException {
    if (isText) {
      new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())
          .transferTo(Writer.nullWriter());
    } else {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Spark throws checked exceptions without saying so. */
  private static <T> T readable(String address, Configuration hadoop, Callable<T> reading) {
    try {
      return reading.call();
    } catch (Exception failure) {
      StoreFailure.in(failure)
          .filter(store -> !isLocal(address, hadoop))
          .ifPresent(
              store -> {
                throw store.ofLabels();
              });
      throw new InputException(
          FailureId.LABELS_UNREADABLE,
          "The labels file '%s' cannot be read: %s; give a .csv, .tsv or .jsonl file in UTF-8, or a .parquet file, that this account may read."
              .formatted(Credentials.masked(address), reason(failure)),
          failure);
    }
  }

  /** A file that ends early on a disk is damaged; from a store, the connection may have ended. */
  private static boolean isLocal(String address, Configuration hadoop) {
    URI uri = new Path(address).toUri();
    String scheme =
        uri.getScheme() == null ? FileSystem.getDefaultUri(hadoop).getScheme() : uri.getScheme();
    return "file".equals(scheme);
  }

  /** What a parser says of a row stands below what Spark says of its tasks. */
  private static String reason(Exception failure) {
    return failure instanceof CharacterCodingException
        ? "it is not UTF-8"
        : SPARKS_CLASS.matcher(Reason.atRootOf(failure)).replaceFirst("$1");
  }

  /** A quotation mark that is not closed takes the rows behind it into one value. */
  private static List<NamedLabel> requireLines(List<NamedLabel> rows) throws IOException {
    for (NamedLabel row : rows) {
      if (LINE_BREAK.matcher(row.name() + row.label() + row.split()).find()) {
        throw new IOException(
            "the row of '%s' has a line break in its path, label or split, as behind a quotation mark that is not closed"
                .formatted(row.name().lines().findFirst().orElse("")));
      }
    }
    return rows;
  }

  private static int required(String address, StructType schema, List<String> names) {
    return column(address, schema, names)
        .orElseThrow(
            () ->
                new InputException(
                    FailureId.LABELS_COLUMNS,
                    "The labels file '%s' has no column %s, only %s: name one so in its first line, or in every object of a .jsonl."
                        .formatted(
                            Credentials.masked(address),
                            String.join(" or ", names),
                            named(schema.fieldNames()))));
  }

  private static String named(String[] columns) {
    return columns.length == 0
        ? "nothing"
        : Stream.of(columns).map(each -> "'" + each + "'").collect(Collectors.joining(", "));
  }

  /** The first of these names that a column has. */
  private static OptionalInt column(String address, StructType schema, List<String> names) {
    List<String> columns =
        Stream.of(schema.fieldNames()).map(NameRules::lowerCase).map(String::strip).toList();
    OptionalInt found =
        names.stream().mapToInt(columns::indexOf).filter(index -> index >= 0).findFirst();
    found.ifPresent(index -> requireText(address, schema.fields()[index]));
    return found;
  }

  private static void requireText(String address, StructField column) {
    DataType type = column.dataType();
    if (!(type instanceof StringType
        || type instanceof NumericType
        || type instanceof BooleanType)) {
      throw new InputException(
          FailureId.LABELS_COLUMNS,
          "The column '%s' of the labels file '%s' is of the type %s: give it texts or numbers."
              .formatted(column.name(), Credentials.masked(address), type.typeName()));
    }
  }

  private static String text(Row row, int column) {
    return row.isNullAt(column) ? "" : row.get(column).toString();
  }

  /**
   * Gives the images of a listing their labels, and their splits if the file knows any.
   *
   * @param listing all images that were found
   * @param warnings is told of images without a row, and of rows without an image
   * @return the listing; an image that the file does not name has no label
   * @throws InputException if the file contradicts itself, or names images that there are not
   */
  public ImageListing applyTo(ImageListing listing, Consumer<String> warnings) {
    return new LabelAssignment(origin, listing).of(rows, warnings);
  }
}
