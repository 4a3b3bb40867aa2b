package io.github.imagefeatures.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.job.report.ReportData.ImageClass;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.Rejections;
import io.github.imagefeatures.reduce.ExplainedVariance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportPageTest {

  private static final ExplainedVariance VARIANCE = DrawnRuns.explained(1280);
  private static final String ATTACK = "</script><script>alert(1)</script>\u2028\"'&";

  @Test
  void fiveThousandImagesStayUnderThreeMegabytes() throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();

    ReportPage.write(DrawnRuns.run(100, 50, 10, 900), page);

    assertTrue(page.size() < 3_000_000, page.size() + " bytes");
  }

  @Test
  void theBannerIsThereIfAndOnlyIfTheWeightsAreUntrained() {
    assertTrue(page(false, Rejections.none()).contains("UNTRAINED weights"));
    assertFalse(page(true, Rejections.none()).contains("UNTRAINED"));
  }

  @Test
  void textFromTheDataNeverBecomesMarkup() {
    List<Point> points = List.of(new Point("s3://b/" + ATTACK + "/f", ATTACK, new float[] {1, 2}));
    String html =
        ReportPage.html(
            DrawnRuns.with(
                points, DrawnRuns.classRows(points), Rejections.none(), VARIANCE, 5, true));

    assertFalse(html.contains("<script>alert"));
    assertFalse(html.contains("</script><script>alert"));
    assertFalse(dataBlock(html).contains("<") || dataBlock(html).contains("\u2028"));
  }

  @Test
  void theEmbeddedDataIsTheDataRoundedToFiveDigits() throws IOException {
    List<Point> points =
        List.of(
            new Point(
                "s3://b/dir/" + ATTACK.replace('/', '-'),
                ATTACK,
                new float[] {1.2345678f, -3e-7f}));
    JsonNode data =
        new ObjectMapper()
            .readTree(
                dataBlock(
                    ReportPage.html(
                        DrawnRuns.with(
                            points,
                            DrawnRuns.classRows(points),
                            Rejections.none(),
                            VARIANCE,
                            5,
                            true))));

    assertEquals(ATTACK, data.at("/labels/0").asText());
    assertEquals(ATTACK.replace('/', '-'), data.at("/file/0").asText());
    assertEquals("s3://b/dir/", data.at("/folders/0").asText());
    assertEquals(1.2346, data.at("/components/0/0").asDouble(), 0);
    assertEquals(-3e-7, data.at("/components/1/0").asDouble(), 1e-11);
    assertEquals(5, data.get("k").asInt());
  }

  @Test
  void cutTablesSayHowMuchTheyShow() {
    List<ImageClass> classes =
        IntStream.range(0, 1500).mapToObj(i -> new ImageClass("c" + i, 1, 0, Double.NaN)).toList();
    String html =
        ReportPage.html(
            DrawnRuns.with(
                DrawnRuns.points(2, 2, 2, false),
                classes,
                DrawnRuns.rejections(1234, 700),
                VARIANCE,
                5,
                true));

    assertTrue(html.contains("The table shows 1,000 of 1,500 classes."));
    assertTrue(html.contains("The first 500 are listed here"));
    assertTrue(html.contains("1,234 of 1,238 images could not be read"));
    assertTrue(html.contains("broken_499.jpg"));
    assertFalse(html.contains("broken_500.jpg"));
  }

  @Test
  void theMarksOfTheVarianceAreInATable() {
    String html = page(true, Rejections.none());

    for (int percent : new int[] {80, 90, 95, 99}) {
      int components = VARIANCE.componentsFor(percent / 100.0).getAsInt();
      assertTrue(html.contains("<td>%,d</td>".formatted(components)), percent + " %");
    }
  }

  @Test
  void thePlotsBesideThePageAreNamedAsTheirFilesAre() {
    String html = page(true, Rejections.none());

    assertTrue(html.contains("href=\"plots/" + Plots.SCATTER_FILE + "\""));
    assertTrue(html.contains("href=\"plots/" + Plots.SCREE_FILE + "\""));
    assertEquals(4, html.split("href=\"plots/", -1).length - 1);
  }

  @Test
  void aThumbnailThatIsNoPictureIsRefused() {
    byte[] text = "not a picture".getBytes(StandardCharsets.UTF_8);
    List<Point> points = List.of(new Point("a/b.jpg", "a", new float[] {1}, text));
    ReportData data =
        DrawnRuns.with(points, DrawnRuns.classRows(points), Rejections.none(), VARIANCE, 5, true);

    String message =
        assertThrows(IllegalArgumentException.class, () -> ReportPage.html(data)).getMessage();

    assertEquals("The thumbnail of a/b.jpg is not a WebP, JPEG, PNG or GIF file.", message);
  }

  @Test
  void componentsThatAreNotFiniteAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Point("a", "b", new float[] {Float.NaN}));
  }

  private static String page(boolean trained, Rejections rejections) {
    List<Point> points = DrawnRuns.points(3, 5, 10, false);
    return ReportPage.html(
        DrawnRuns.with(points, DrawnRuns.classRows(points), rejections, VARIANCE, 900, trained));
  }

  private static String dataBlock(String html) {
    String opening = "<script type=\"application/json\" id=\"data\">";
    int start = html.indexOf(opening) + opening.length();
    return html.substring(start, html.indexOf("</script>", start));
  }
}
