package io.github.imagefeatures.job.report.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.image.preprocess.ThumbnailEncoder;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.job.report.ReportData.Finding;
import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.report.ReportData.Nearest;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.Rejections;
import io.github.imagefeatures.job.report.ReportData.Sample;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PicturedPointsTest {
  /** Images along a line, in ten classes of a hundred. */
  private static final List<Point> LINE =
      IntStream.range(0, 1000)
          .mapToObj(i -> new Point("d/" + i, "class " + i / 100, new float[] {i, 0}))
          .toList();

  @Test
  void thoseThatHaveRoomAreAllPicturedAndWell() {
    PicturedPoints pictured = PicturedPoints.of(page(), 100_000_000, 10_000);

    assertEquals(1000, pictured.paths().size());
    assertEquals(ThumbnailEncoder.MAX_BYTES, pictured.mostBytes());
  }

  @Test
  void theyFitIntoTheRoomInBase64() {
    for (int room : new int[] {800_000, 1_000_000, 3_000_000}) {
      PicturedPoints pictured = PicturedPoints.of(page(), room, 10_000);

      int each = 40 + (pictured.mostBytes() + 2) / 3 * 4;
      assertTrue(pictured.paths().size() * each <= room + 4000, room + " bytes");
      assertTrue(pictured.paths().size() * each > 0.98 * room, room + " bytes");
      assertEquals(1000, pictured.paths().size());
    }
  }

  @Test
  void inLittleRoomFewerArePicturedAndNotWorse() {
    PicturedPoints pictured = PicturedPoints.of(page(), 71_000, 10_000);

    assertEquals(100, pictured.paths().size());
    assertEquals(500, pictured.mostBytes(), 5);
    assertEquals(1, PicturedPoints.of(page(), -5, 10_000).paths().size());
  }

  @Test
  void imagesOfFindingsComeFirstAndThenEveryClass() {
    PicturedPoints pictured = PicturedPoints.of(page("d/17", "d/990", "gone"), 100_000_000, 12);

    assertEquals(12, pictured.paths().size());
    assertTrue(pictured.paths().containsAll(List.of("d/17", "d/990")));
    assertEquals(10, classesOf(pictured).size());
  }

  @Test
  void similarImagesArePicturedTogether() {
    PicturedPoints pictured = PicturedPoints.of(page(), 100_000_000, 220);

    Set<Integer> numbers =
        pictured.paths().stream()
            .map(path -> Integer.valueOf(path.substring(2)))
            .collect(Collectors.toSet());
    long besideAnother =
        numbers.stream().filter(i -> numbers.contains(i - 1) || numbers.contains(i + 1)).count();
    assertEquals(220, numbers.size());
    assertTrue(besideAnother > 200, besideAnother + " of 220 are beside another one");
    assertEquals(10, classesOf(pictured).size());
  }

  @Test
  void theRunsNeighboursSayWhichAreSimilar() {
    // Of each the one as far from the other end of the line.
    Nearest mirrored =
        new Nearest(
            true,
            IntStream.range(0, 1000).mapToObj(i -> new int[] {-1, 999 - i}).toList(),
            IntStream.range(0, 1000).mapToObj(i -> new double[] {0.1, 0.2}).toList());

    PicturedPoints pictured = PicturedPoints.of(page(Optional.of(mirrored)), 100_000_000, 20);

    assertEquals(20, pictured.paths().size());
    long mirroredToo =
        pictured.paths().stream()
            .filter(
                path ->
                    pictured.paths().contains("d/" + (999 - Integer.parseInt(path.substring(2)))))
            .count();
    assertEquals(20, mirroredToo);
  }

  private static Set<String> classesOf(PicturedPoints pictured) {
    return LINE.stream()
        .filter(point -> pictured.paths().contains(point.path()))
        .map(Point::label)
        .collect(Collectors.toSet());
  }

  private static ReportData page(String... found) {
    return page(Optional.empty(), found);
  }

  private static ReportData page(Optional<Nearest> nearest, String... found) {
    List<Finding> findings =
        IntStream.range(0, found.length)
            .mapToObj(i -> new Finding(found[i], "", "", "", ""))
            .toList();
    return new ReportData(
        null,
        null,
        null,
        null,
        Optional.empty(),
        new Sample(LINE, LINE.size(), "", nearest),
        List.of(),
        Optional.empty(),
        Optional.of(
            new Findings(
                "", List.of(new FindingsOfKind("outlier", "", found.length, findings, Set.of())))),
        Rejections.none());
  }
}
