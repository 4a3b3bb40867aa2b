package io.github.imagefeatures.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.neighbours.NeighbourTable;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.FeatureVector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in sets whose faults are known, on a real Spark. */
final class FindingsTableTest {
  private static final int FEATURES = 40;
  private static final int OF_LABEL = 20;

  private static SparkSession spark;

  private final Random random = new Random(17);
  private final List<FeatureVector> rows = new ArrayList<>();
  private final Map<String, ImageRecord> records = new HashMap<>();

  @TempDir private Path folder;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.session();
  }

  @Test
  void aSoundSetHasNoFindings() {
    addCluster("apple", 0);
    addCluster("pear", 5);

    assertEquals(List.of(), found().findings());
    assertEquals("none", FindingKind.inWords(found().counts()));
  }

  @Test
  void filesOfTheSameBytesAreExactDuplicatesOfTheFirst() {
    addCluster("apple", 0);
    rows.forEach(row -> know(row.getPath(), row.getPath()));
    copy(3, "apple");
    copy(3, "apple");
    know(name(OF_LABEL), name(3));
    know(name(OF_LABEL + 1), name(3));

    List<Finding> duplicates = found(FindingKind.EXACT_DUPLICATE);

    assertEquals(List.of(name(20), name(21)), duplicates.stream().map(Finding::path).toList());
    assertEquals(name(3), duplicates.get(1).otherPath());
    assertEquals(3, duplicates.get(0).score());
    assertEquals(List.of(), found(FindingKind.SAME_PICTURE));
    assertEquals("2 exact duplicates", FindingKind.inWords(found().counts()));
  }

  /** Two kinds of processor compute features that differ in their last bits. */
  @Test
  void filesOfTheSameBytesAreNoNearDuplicatesWhateverTheirFeatures() {
    addCluster("apple", 0);
    float[] near = rows.get(3).getFeatures().clone();
    near[0] = Math.nextUp(near[0]);
    add(near, "apple");
    know(name(3), "bytes");
    know(name(OF_LABEL), "bytes");

    assertEquals(1, found().findings().size());
    assertEquals(FindingKind.EXACT_DUPLICATE, found().findings().get(0).kind());
  }

  @Test
  void theSamePixelsOfDifferentFilesAreTheSamePicture() {
    addCluster("apple", 0);
    copy(3, "apple");
    know(name(3), "a BMP", 1);
    know(name(OF_LABEL), "its pixels as a PNG", 1);

    assertEquals(1, found().findings().size());
    Finding same = found(FindingKind.SAME_PICTURE).get(0);
    assertEquals(name(OF_LABEL), same.path());
    assertEquals(name(3), same.otherPath());
    assertEquals(2, same.score());
  }

  /** Two kinds of processor compute features that differ in their last bits. */
  @Test
  void theSamePixelsAreTheSamePictureWhateverTheirFeatures() {
    addCluster("apple", 0);
    float[] near = rows.get(3).getFeatures().clone();
    near[0] = Math.nextUp(near[0]);
    add(near, "apple");
    records.put(name(3), new ImageRecord("a BMP", 1L, null, null, "train"));
    records.put(name(OF_LABEL), new ImageRecord("its pixels as a PNG", 1L, null, null, "test"));

    assertEquals(Map.of(FindingKind.SAME_PICTURE, 1L, FindingKind.SPLIT_LEAK, 1L), kinds());
  }

  @Test
  void equalFeaturesOfOtherPixelsAreNearDuplicatesAndNotTheSamePicture() {
    addCluster("apple", 0);
    copy(3, "apple");
    copy(3, "apple");
    know(name(3), "one", 1);
    know(name(OF_LABEL), "another", 2);
    know(name(OF_LABEL + 1), "the other one again", 2);

    assertEquals(Map.of(FindingKind.SAME_PICTURE, 1L, FindingKind.NEAR_DUPLICATE, 1L), kinds());
    Finding near = found(FindingKind.NEAR_DUPLICATE).get(0);
    assertEquals(List.of(name(OF_LABEL), name(3)), List.of(near.path(), near.otherPath()));
    assertEquals(0, near.score());
  }

  @Test
  void whereThePixelsAreNotKnownEqualFeaturesAreNearDuplicates() {
    addCluster("apple", 0);
    copy(3, "apple");

    assertEquals(Map.of(FindingKind.NEAR_DUPLICATE, 1L), kinds());
  }

  @Test
  void aPictureMuchNearerThanOthersIsANearDuplicateOnce() {
    addCluster("apple", 0);
    float[] near = rows.get(3).getFeatures().clone();
    near[1] += 0.01f;
    add(near, "apple");

    assertEquals(1, found().findings().size());
    Finding pair = found(FindingKind.NEAR_DUPLICATE).get(0);
    assertEquals(List.of(name(OF_LABEL), name(3)), List.of(pair.path(), pair.otherPath()));
    assertTrue(pair.score() > 0 && pair.score() < 1e-4, pair::toString);
  }

  @Test
  void oneAndTheSamePictureUnderTwoLabelsIsAConflict() {
    addCluster("apple", 0);
    addCluster("pear", 5);
    copy(3, "pear");

    Finding conflict = found(FindingKind.LABEL_CONFLICT).get(0);

    assertEquals("pear", conflict.label());
    assertEquals("apple", conflict.suggestedLabel());
    assertEquals(0, conflict.score());
  }

  @Test
  void aCopyWithoutALabelHidesNoConflictOfTheOthers() {
    addCluster("apple", 0);
    addCluster("pear", 5);
    copy(3, "");
    copy(3, "pear");
    rows.get(3).setLabel("");
    copy(3, "apple");

    List<Finding> conflicts = found(FindingKind.LABEL_CONFLICT);

    assertEquals(1, conflicts.size());
    assertEquals(
        List.of(name(2 * OF_LABEL + 2), name(2 * OF_LABEL + 1)),
        List.of(conflicts.get(0).path(), conflicts.get(0).otherPath()));
  }

  @Test
  void copiesOfNearlyTheSamePicturesAreLookedAtToo() {
    addCluster("apple", 0);
    addCluster("pear", 5);
    float[] near = rows.get(3).getFeatures().clone();
    near[1] += 0.01f;
    add(near, "apple");
    add(near, "pear");

    // One pair of equal pictures, and one of pictures that are nearly so.
    assertEquals(2, found(FindingKind.LABEL_CONFLICT).size());
  }

  @Test
  void whereEveryPictureHasACopyTheyAreStillNearDuplicates() {
    addCluster("apple", 0);
    for (int i = 0; i < OF_LABEL; i++) {
      float[] near = rows.get(i).getFeatures().clone();
      near[1] += 0.01f;
      add(near, "apple");
    }

    assertEquals(OF_LABEL, found(FindingKind.NEAR_DUPLICATE).size());
  }

  @Test
  void copiesDoNotMakeLabelsConfused() {
    addCluster("apple", 0);
    addCluster("pear", 5);
    float[] between = new float[FEATURES];
    between[0] = 1;
    between[20] = 0.7f;
    for (int i = 0; i < 7; i++) {
      add(between, "pear");
    }

    assertEquals(List.of(), found(FindingKind.CONFUSED_LABELS));
  }

  @Test
  void whatIsInTwoSplitsIsALeak() {
    addCluster("apple", 0);
    copy(3, "apple");
    copy(4, "apple");
    copy(5, "apple");
    for (int i = 0; i < OF_LABEL; i++) {
      records.put(name(i), new ImageRecord(null, null, null, null, "train"));
    }
    records.put(name(OF_LABEL), new ImageRecord(null, null, null, null, "test"));
    records.put(name(OF_LABEL + 1), new ImageRecord(null, null, null, null, "train"));

    List<Finding> leaks = found(FindingKind.SPLIT_LEAK);

    assertEquals(List.of(name(OF_LABEL)), leaks.stream().map(Finding::path).toList());
    assertEquals(name(3), leaks.get(0).otherPath());
    assertTrue(
        leaks
            .get(0)
            .message()
            .startsWith(
                "This picture and the same one elsewhere are in two splits, test and train;"),
        leaks.get(0)::message);
  }

  @Test
  void aLabelThatAllNeighboursContradictIsSuspect() {
    addCluster("apple", 0);
    addCluster("pear", 5);
    rows.get(7).setLabel("pear");

    List<Finding> suspects = found(FindingKind.SUSPECT_LABEL);

    assertEquals(List.of(name(7)), suspects.stream().map(Finding::path).toList());
    assertEquals("apple", suspects.get(0).suggestedLabel());
    assertEquals(0, suspects.get(0).score());
    assertTrue(
        suspects
            .get(0)
            .message()
            .startsWith("Of the 10 nearest images 0 have the label \"pear\" and 10 have \"apple\""),
        suspects.get(0)::message);
  }

  @Test
  void labelsOfFewImagesAndImagesWithoutALabelAreNotJudged() {
    addCluster("apple", 0);
    rows.get(2).setLabel("alone");
    rows.get(3).setLabel("two");
    rows.get(4).setLabel("two");
    rows.get(5).setLabel("");

    assertEquals(List.of(), found().findings());
  }

  @Test
  void withoutLabelsNothingIsSaidOfThem() {
    addCluster("", 0);
    addCluster("", 5);
    copy(3, "");

    assertEquals("1 near-duplicate", FindingKind.inWords(found().counts()));
  }

  @Test
  void aSetOfOnePictureIsNothingButCopies() {
    addCluster("apple", 0);
    FeatureVector first = rows.get(0);
    rows.forEach(row -> row.setFeatures(first.getFeatures()));

    rows.forEach(row -> know(row.getPath(), null, 1));

    assertEquals(Map.of(FindingKind.SAME_PICTURE, (long) OF_LABEL - 1), kinds());
  }

  @Test
  void oneImageHasNoFindings() {
    add(new float[FEATURES], "apple");

    assertEquals(List.of(), found().findings());
  }

  @Test
  void labelsWhoseImagesLieAmongOneAnotherAreConfused() {
    addCluster("apple", 0);
    addCluster("apple", 0);
    addCluster("pear", 5);
    for (int i = 0; i < 2 * OF_LABEL; i += 2) {
      rows.get(i).setLabel("quince");
    }

    Finding confused = found(FindingKind.CONFUSED_LABELS).get(0);

    assertEquals("apple", confused.label());
    assertEquals("quince", confused.suggestedLabel());
    assertTrue(confused.score() > 0.25 && confused.score() < 0.75, confused::toString);
    assertEquals(1, found(FindingKind.CONFUSED_LABELS).size());
  }

  @Test
  void whatLiesFarFromAllOthersIsAnOutlier() {
    addCluster("apple", 0);
    float[] far = new float[FEATURES];
    far[FEATURES - 1] = 1;
    add(far, "apple");

    List<Finding> outliers = found(FindingKind.OUTLIER);

    assertEquals(List.of(name(OF_LABEL)), outliers.stream().map(Finding::path).toList());
    assertTrue(outliers.get(0).score() > 0.5, outliers::toString);
  }

  @Test
  void picturesWithLittleOnThemAreFoundByTheirBrightness() {
    addCluster("apple", 0);
    know(name(0), 0, 20);
    know(name(1), 0, 21);
    know(name(2), 235, 255);
    know(name(3), 234, 255);
    know(name(4), 100, 108);
    know(name(5), 100, 109);
    know(name(6), 0, 255);

    assertEquals(
        Map.of(
            FindingKind.NEARLY_BLACK, 1L, FindingKind.NEARLY_WHITE, 1L, FindingKind.ONE_COLOUR, 1L),
        kinds());
    assertEquals(name(0), found(FindingKind.NEARLY_BLACK).get(0).path());
    assertEquals(name(2), found(FindingKind.NEARLY_WHITE).get(0).path());
    assertEquals(name(4), found(FindingKind.ONE_COLOUR).get(0).path());
    assertEquals(8, found(FindingKind.ONE_COLOUR).get(0).score());
  }

  @Test
  void theTableHasAllOfThemByKindAndPath() {
    addCluster("apple", 0);
    copy(5, "apple");
    copy(3, "apple");
    know(name(3), null, 1);
    know(name(OF_LABEL + 1), null, 1);
    know(name(1), 0, 3);
    String table = folder.resolve("findings").toString();

    found().write(spark, table);

    List<Row> written = spark.read().parquet(table).collectAsList();
    assertEquals(
        List.of("same_picture", "near_duplicate", "nearly_black"),
        written.stream().map(row -> row.getString(1)).toList());
    assertEquals(
        List.of(name(21), name(20), name(1)),
        written.stream().map(row -> row.getString(0)).toList());
    written.forEach(row -> assertFalse(row.isNullAt(2) || row.isNullAt(6), row::toString));
  }

  private FindingsTable found() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return FindingsTable.of(
        NeighbourTable.find(context.parallelize(rows, 2), Optional.empty(), 10).byFeatures(),
        records);
  }

  private List<Finding> found(FindingKind kind) {
    return found().findings().stream().filter(finding -> finding.kind() == kind).toList();
  }

  private Map<FindingKind, Long> kinds() {
    Map<FindingKind, Long> kinds = new HashMap<>();
    found().findings().forEach(finding -> kinds.merge(finding.kind(), 1L, Long::sum));
    return kinds;
  }

  /** Images about a direction of their own. */
  private void addCluster(String label, int direction) {
    for (int i = 0; i < OF_LABEL; i++) {
      float[] features = new float[FEATURES];
      for (int f = 0; f < FEATURES; f++) {
        features[f] = (float) (0.1 * random.nextGaussian());
      }
      features[direction] += 1;
      add(features, label);
    }
  }

  private void copy(int image, String label) {
    add(rows.get(image).getFeatures(), label);
  }

  private void add(float[] features, String label) {
    rows.add(new FeatureVector(name(rows.size()), label, features));
  }

  private void know(String path, String content) {
    records.put(path, new ImageRecord(content, null, null, null, ""));
  }

  private void know(String path, String content, long pixels) {
    records.put(path, new ImageRecord(content, pixels, null, null, ""));
  }

  private void know(String path, int darkest, int brightest) {
    records.put(path, new ImageRecord(null, null, darkest, brightest, ""));
  }

  private static String name(int image) {
    return String.format(Locale.ROOT, "image-%02d.jpg", image);
  }
}
