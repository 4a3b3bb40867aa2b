package io.github.imagefeatures.listing.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.LabelsOrigin;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.VectorTable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels and splits of images from a file, read by a real Spark. */
final class LabelsFileTest {
  private static final String NO_LABEL = "";

  private static SparkSession spark;

  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();
  private Path images;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.session();
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void putImages() throws IOException {
    images = folder.resolve("set [1]");
    for (String name : List.of("red/1.jpg", "red/2.jpg", "green/1.jpg", "loose, \u00e9.jpg")) {
      put(images.resolve(name), "x");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "labels.csv|path,label\\nred/1.jpg,Apple\\nred/2.jpg,\"Apple, Red\"\\ngreen/1.jpg,\"a \"\"b\"\"\"\\n\"loose, \u00e9.jpg\",\\n",
        "labels[2].CSV|\ufeffLabel , Image\\r\\nApple , red/1.jpg\\r\\n\"Apple, Red\", red/2.jpg\\r\\n\"a \"\"b\"\"\",green/1.jpg\\r\\n,\"loose, \u00e9.jpg\"",
        "labels.tsv|file_name\\tnote\\tclass\\nred/1.jpg\\t\\tApple\\nred/2.jpg\\t\"two\\nlines\"\\tApple, Red\\n./green/1.jpg\\t\\t\"a \"\"b\"\"\"\\nloose, \u00e9.jpg\\t\\t\\n",
        "metadata.jsonl|{\"file_name\": \"red/1.jpg\", \"category\": \"Apple\"}\\n{\"file_name\": \"red/2.jpg\", \"category\": \"Apple, Red\", \"objects\": {\"n\": [1]}}\\n{\"file_name\": \"green/1.jpg\", \"category\": \"a \\\"b\\\"\"}\\n{\"file_name\": \"loose, \u00e9.jpg\", \"category\": null}\\n",
      })
  void aFileOfEachTextFormatReplacesTheFoldersNames(String name, String text) throws IOException {
    String file =
        labels(
            name,
            text.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\\"", name.endsWith("jsonl") ? "\\\"" : "\""));
    assertEquals(
        Map.of(
            "red/1.jpg", "Apple",
            "red/2.jpg", "Apple, Red",
            "green/1.jpg", "a \"b\"",
            "loose, \u00e9.jpg", NO_LABEL),
        labelled(file));
    assertEquals(List.of(), warnings);
  }

  @Test
  void aParquetFileMayHaveNumbersForLabels() throws IOException {
    spark
        .sql(
            "SELECT * FROM VALUES ('red/1.jpg', 3L, 'train'), ('red/2.jpg', 4L, NULL) AS t (filename, label, split)")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("table").toString());
    Path file = folder.resolve("labels.parquet");
    try (var parts = Files.newDirectoryStream(folder.resolve("table"), "part-*.parquet")) {
      Files.copy(parts.iterator().next(), file);
    }

    ImageListing listing = apply(file.toString());

    assertEquals("3", labels(listing).get("red/1.jpg"));
    assertEquals("4", labels(listing).get("red/2.jpg"));
    assertEquals(Map.of("train", 1L, "", 3L), listing.countBySplit());
    assertEquals(
        new LabelsOrigin(file.toString(), DigestUtils.sha256Hex(Files.readAllBytes(file)), true),
        listing.labels());
    assertEquals(
        List.of(
            "2 of 4 images are not in the labels file %s and have no label; the first: 'green/1.jpg', 'loose, \u00e9.jpg'."
                .formatted(file)),
        warnings);
  }

  @Test
  void aRowNamesAnImageByItsWholePathItsAddressOrANameThatNoOtherHas() throws IOException {
    String file =
        labels(
            "labels.csv",
            "path,label\n%1$s/red/1.jpg,a\nfile://%1$s/green/1.jpg,b\n2.jpg,c\n3.jpg,d\n4.jpg,d\n5.jpg,d\nblue/6.jpg,d\n"
                .formatted(images));
    assertEquals(
        Map.of("red/1.jpg", "a", "green/1.jpg", "b", "red/2.jpg", "c", "loose, \u00e9.jpg", ""),
        labelled(file));
    assertEquals(
        List.of(
            "4 of 7 rows of the labels file %s name no image under %s; the first: '3.jpg', '4.jpg', '5.jpg'."
                .formatted(file, images),
            "1 of 4 images are not in the labels file %s and have no label; the first: 'loose, \u00e9.jpg'."
                .formatted(file)),
        warnings);
  }

  @Test
  void anImageInATarIsNamedByItsPathInIt() throws IOException {
    new TarFile().with("a/7.jpg", new byte[9]).writeTo(images.resolve("more.tar"));
    Map<String, String> labels =
        labelled(labels("labels.csv", "path,label\nmore.tar/a/7.jpg,seven\n"));
    assertEquals("seven", labels.get("more.tar/a/7.jpg"));
  }

  @Test
  void aPathInATarIsEnoughWhereNoOtherTarHasIt() throws IOException {
    new TarFile().with("a/7.jpg", "x").with("7.jpg", "y").writeTo(images.resolve("more.tar"));
    new TarFile().with("a/8.jpg", "x").writeTo(images.resolve("most.tar"));
    String file = labels("labels.csv", "path,label\na/7.jpg,seven\n7.jpg,other\na/8.jpg,eight\n");
    Map<String, String> labels = labelled(file);
    assertEquals("seven", labels.get("more.tar/a/7.jpg"));
    assertEquals("other", labels.get("more.tar/7.jpg"));
    assertEquals("eight", labels.get("most.tar/a/8.jpg"));

    new TarFile().with("a/7.jpg", "z").writeTo(images.resolve("again.tar"));
    InputException failure = assertThrows(InputException.class, () -> labelled(file));
    assertTrue(
        failure.getMessage().contains("such as 'again.tar/a/7.jpg' and 'more.tar/a/7.jpg'"),
        failure.getMessage());
  }

  @Test
  void splitsOfTheFileReplaceThoseOfFoldersAndWithoutTheColumnThoseStay() throws IOException {
    put(images.resolve("Training/red/8.jpg"), "x");
    put(images.resolve("deep/TEST/red/9.jpg"), "x");
    assertEquals(Map.of("train", 1L, "test", 1L, "", 4L), list().countBySplit());

    assertEquals(
        Map.of("train", 1L, "test", 1L, "", 4L),
        apply(labels("labels.csv", "path,label\n8.jpg,a\n")).countBySplit());
    assertEquals(
        Map.of("dev", 1L, "", 5L),
        apply(labels("more.csv", "path,label,split\n8.jpg,a,dev\n9.jpg,a,\n")).countBySplit());
  }

  @Test
  void oneSuchFolderAloneOrDirectlyAboveImagesDividesNothing() throws IOException {
    put(images.resolve("train/red/8.jpg"), "x");
    put(images.resolve("Training/red/8.jpg"), "x");
    put(images.resolve("test/9.jpg"), "x");
    assertEquals(Map.of(), list().countBySplit());

    new TarFile().with("red/7.jpg", new byte[9]).writeTo(images.resolve("Valid.tar"));
    assertEquals(Map.of("train", 2L, "val", 1L, "", 5L), list().countBySplit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "labels.csv|path,label\\n1.jpg,a\\n|names '1.jpg', and there are more images of that name, such as 'green/1.jpg' and 'red/1.jpg': give their paths",
        "labels.csv|path,label\\n1.jpg,a\\n1.jpg,b\\n|names '1.jpg', and there are more images of that name, such as 'green/1.jpg' and 'red/1.jpg': give their paths",
        "labels.csv|path,label\\ngreen/1.jpg,a\\n1.jpg,b\\n|names '1.jpg', and there are more images of that name, such as 'green/1.jpg' and 'red/1.jpg': give their paths",
        "labels.csv|path,label\\nred/1.jpg,a\\nred/1.jpg,b\\n|says two things of 'red/1.jpg', 'a' and 'b'",
        "labels.csv|path,label\\nred/2.jpg,a\\n2.jpg,b\\n|says two things of '2.jpg', 'a' and 'b'",
        "labels.csv|path,label,split\\n2.jpg,a,x\\n2.jpg,a,y\\n|'a' in the split 'x' and 'a' in the split 'y'",
        "labels.csv|path;label\\n2.jpg;a\\n|has no column path or file_name or file or filename or image, only 'path;label'",
        "labels.csv|path,kind\\n2.jpg,a\\n|has no column label or class or category, only 'path', 'kind'",
        "labels.csv||has no column path or file_name or file or filename or image, only nothing",
        "labels.jsonl||has no column path or file_name or file or filename or image, only nothing",
        "labels.jsonl|{\"image\": {\"path\": \"2.jpg\"}, \"label\": 1}|The column 'image' of the labels file",
        "labels.csv|path,label\\n2.jpg,a,b\\n|cannot be read: Malformed CSV record: 2.jpg,a,b; give",
        "labels.csv|path,label\\n2.jpg\\n|cannot be read: Malformed CSV record: 2.jpg; give",
        "labels.csv|path,label\\nred/2.jpg,\"5 inch\\nred/1.jpg,a\\n|cannot be read: the row of 'red/2.jpg' has a line break in its path, label or split, as behind a quotation mark that is not closed; give",
        "labels.csv|path,label\\nred/2.jpg,\"5 inch\\nred/1.jpg,\"a\"\\ngreen/1.jpg,b\\n|cannot be read: the row of 'red/2.jpg' has a line break",
        "labels.tsv|path\\tlabel\\tsplit\\nred/2.jpg\\ta\\t\"x\\rred/1.jpg\\ta\\ty\\n|cannot be read: the row of 'red/2.jpg' has a line break",
        "labels.csv|label,path\\na,red/1.jpg\\na,\"red/2.jpg\\nb,green/1.jpg\\n|cannot be read: the row of 'red/2.jpg' has a line break",
        "labels.jsonl|{\"path\": \"2.jpg\", \"label\": 1}\\n{\"path\": |cannot be read: Unexpected end-of-input",
        "labels.parquet|path,label|is not a Parquet file",
        "labels.csv|path,label\\n|names none of the images under ",
        "labels.csv|path,label\\nmissing.jpg,a\\n|names none of the images under ",
      })
  void aFileThatCannotBeUsedIsRefusedInASentence(String name, String text, String sentence)
      throws IOException {
    String file =
        labels(
            name,
            text == null
                ? ""
                : text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
    assertRefused(sentence, file);
  }

  @Test
  void aFileInAnotherCharacterSetAFolderAndNoFileAreRefused() throws IOException {
    Path latin = folder.resolve("latin.csv");
    Files.writeString(latin, "path,label\n2.jpg,K\u00fcrbis\n", StandardCharsets.ISO_8859_1);
    assertRefused("cannot be read: it is not UTF-8; give", latin.toString());
    Path wide = folder.resolve("wide.csv");
    Files.writeString(wide, "path,label\n2.jpg,a\n", Charset.forName("x-UTF-16LE-BOM"));
    assertRefused("cannot be read: it is not UTF-8; give", wide.toString());
    assertRefused(
        "cannot be read: it is a folder; give",
        Files.createDirectory(folder.resolve("folder.csv")).toString());
    assertRefused("does not exist; give", folder.resolve("none.csv").toString());
    assertRefused("holds a password", "s3a://KEY:SECRET@bucket/labels.csv");
  }

  @Test
  void aStoreThatFailsIsTheLabelsFilesAndNotTheImages() {
    String said =
        assertThrows(
                InputException.class,
                () -> LabelsFile.sha256("s3a://bucket/labels.csv", new Configuration()))
            .getMessage();
    assertTrue(said.startsWith("There are no credentials for the labels file (looked for"), said);
  }

  @Test
  void aDamagedFileOnTheDiskIsNoFailureOfAStore() throws IOException {
    spark
        .sql("SELECT concat(uuid(), '.jpg') AS path, uuid() AS label FROM range(2000)")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("table").toString());
    Path file = folder.resolve("labels.parquet");
    try (var parts = Files.newDirectoryStream(folder.resolve("table"), "part-*.parquet")) {
      byte[] whole = Files.readAllBytes(parts.iterator().next());
      Files.write(file, Arrays.copyOfRange(whole, whole.length / 2, whole.length));
    }
    assertRefused("labels.parquet' cannot be read: ", file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"labels", "labels.csv.gz", "s3a://b/_labels.csv", ".labels.csv", "a.csv/"})
  void anEndingThatIsNotReadHasNoFormat(String address) {
    assertEquals(Optional.empty(), LabelsFormat.of(address));
  }

  private void assertRefused(String sentence, String file) {
    String said = assertThrows(InputException.class, () -> apply(file)).getMessage();
    assertTrue(said.contains(sentence), said);
    assertTrue(!said.contains("\n") && !said.contains("SECRET"), said);
  }

  private Map<String, String> labelled(String file) {
    return labels(apply(file));
  }

  private ImageListing apply(String file) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return LabelsFile.read(file, VectorTable.reader(spark), hadoop).applyTo(list(), warnings::add);
  }

  private ImageListing list() {
    return new ImageLister(spark.sparkContext().hadoopConfiguration())
        .list(images.toString(), ListingOptions.defaults());
  }

  private static Map<String, String> labels(ImageListing listing) {
    return listing.images().stream()
        .collect(Collectors.toMap(listing::relativePath, ListedImage::label));
  }

  private String labels(String name, String text) throws IOException {
    return put(folder.resolve(name), text).toString();
  }

  private static Path put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
