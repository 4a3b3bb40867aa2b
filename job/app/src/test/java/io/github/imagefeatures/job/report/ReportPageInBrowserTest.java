package io.github.imagefeatures.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.report.ReportData.Example;
import io.github.imagefeatures.job.report.ReportData.Finding;
import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.report.ReportData.LabelTold;
import io.github.imagefeatures.job.report.ReportData.LabelsTold;
import io.github.imagefeatures.job.report.ReportData.Nearest;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.RejectedImage;
import io.github.imagefeatures.job.report.ReportData.Rejections;
import io.github.imagefeatures.job.report.ReportData.Space;
import io.github.imagefeatures.reduce.ExplainedVariance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

class ReportPageInBrowserTest {

  private static final ExplainedVariance VARIANCE = DrawnRuns.explained(1280);
  private static final String HOSTILE =
      "<img src=x onerror=\"window.ran=1\"><script>window.ran=1</script>'&amp;\nnext";

  @TempDir static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = new Browser(folder, true);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void nothingWasComplainedAboutAndNothingLeftThePage() {
    browser.width(1280);
    assertEquals(List.of(), browser.console());
    assertEquals(List.of(), browser.requests());
  }

  @ParameterizedTest
  @CsvSource({"131, 38, 10", "3, 20, 10", "1, 1, 10", "1, 1, 1", "5, 9, 1"})
  void everyPointIsInTheChart(int classes, int perClass, int dimensions) {
    browser.open(DrawnRuns.run(classes, perClass, dimensions, 900));

    assertEquals(classes * perClass, browser.number("points().length"));
    assertEquals(classes, browser.elements("#class-list li").size());
    assertEquals(50, browser.number("series('scree', 'shares').data.length"));
    assertEquals(
        900, browser.number("series('cumulative', 'cumulative').markLine.data[0][0].coord[0]"));
    assertEquals(4, browser.number("series('cumulative', 'marks').data.length"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void theImagesOfAnEarlierFitAreACloudBehindThePoints(int dimensions) {
    browser.open(DrawnRuns.projected(3, 20, dimensions));

    assertEquals(200, browser.number("series('scatter', 'fitted').data.length"));
    assertTrue(browser.number("series('scatter', 'fitted').z") < 2);
    assertEquals(60, browser.number("points().length"), "they are no images of this run");
    String text = browser.text("#fitted");
    assertTrue(text.contains("3.1 % of these images lie beyond the 99.9 % quantile"), text);
    assertTrue(text.contains("keep 87.6 % of their variance"), text);
    assertTrue(text.contains("200 of the 400 images"), text);
    browser.open(DrawnRuns.run(3, 20, dimensions, 900));
    assertEquals(0, browser.number("series('scatter', 'fitted').data.length"));
    assertTrue(browser.text("#by-count").contains("with 200 components"));
  }

  @Test
  void componentsThatExplainNothingDoNotSqueezeTheOthers() {
    double[] shares = Arrays.copyOf(DrawnRuns.explained(392).shares(), 1280);
    List<Point> points = DrawnRuns.points(3, 5, 10, false);
    browser.open(
        DrawnRuns.with(
            points,
            DrawnRuns.classRows(points),
            Rejections.none(),
            ExplainedVariance.of(shares),
            300,
            true));

    assertEquals(392 + 1, browser.number("series('cumulative', 'cumulative').data.length"));
    assertEquals(
        "components kept (392 of 1,280 explain all)",
        browser.eval("chart('cumulative').getOption().xAxis[0].name"));
  }

  @Test
  void aRunWithoutFeaturesStillShowsItsFacts() {
    browser.open(
        DrawnRuns.with(List.of(), List.of(), DrawnRuns.rejections(3, 3), VARIANCE, 5, true));

    assertTrue(browser.text("#space").contains("nothing to show"));
    assertEquals("3", browser.text("#figure-rejected"));
  }

  @Test
  void aRunOfFeaturesOnlyShowsItsClassesAndFacts() {
    browser.open(DrawnRuns.featuresOnly());

    assertTrue(browser.text("#space").contains("--features-only"));
    assertTrue(browser.text("#class-table").contains(DrawnRuns.label(0)));
    assertEquals(false, browser.eval("!!document.getElementById('scree')"));
    assertEquals("Theme: auto", browser.text("#theme"));
  }

  @Test
  void aChosenClassKeepsItsColourAndTheOthersFade() {
    browser.open(DrawnRuns.run(131, 10, 10, 900));

    browser.element("#class-search").sendKeys("Papaya 2");
    assertEquals(
        1, browser.elements("#class-list li").stream().filter(row -> row.isDisplayed()).count());
    browser.element("#class-list li:not([hidden]) input").sendKeys(Keys.SPACE);

    assertEquals(10, browser.number("points().length"));
    assertEquals(1300, browser.number("series('scatter', 'others').data.length"));
    assertEquals("1 of 131 chosen", browser.text("#class-status"));

    assertTrue(browser.text("#legend").startsWith("Papaya 2"));

    browser.element("#hide-others").click();
    assertEquals(0, browser.number("series('scatter', 'others').data.length"));

    browser.element("#legend button").click();
    assertEquals(1310, browser.number("points().length"));
    assertEquals("All 131 shown", browser.text("#class-status"));
  }

  @Test
  void theMouseOnAPointShowsFileClassAndThumbnail() {
    List<Point> points = DrawnRuns.points(3, 5, 10, true);
    browser.open(run(points));

    browser.onPoint(7).perform();

    assertEquals("2_100.jpg\nAvocado", browser.text(".tip"));
    assertTrue(
        browser.element(".tip img").getAttribute("src").startsWith("data:image/png;base64,"));
    assertTrue(browser.number("document.querySelector('.tip img').naturalWidth") > 0);
  }

  @Test
  void hostileNamesAreTextEverywhereAndNothingRuns() {
    List<Point> points = new ArrayList<>(DrawnRuns.points(2, 5, 4, false));
    points.add(new Point("s3://b/" + HOSTILE, HOSTILE, new float[] {60, 60, 1, 1}));
    browser.open(
        DrawnRuns.found(
            DrawnRuns.told(
                DrawnRuns.with(
                    points,
                    DrawnRuns.classRows(points),
                    Rejections.of(List.of(new RejectedImage(HOSTILE, HOSTILE, HOSTILE, HOSTILE))),
                    VARIANCE,
                    900,
                    true),
                told(HOSTILE, 3)),
            foundAs(HOSTILE)));

    browser.onPoint(10).perform();
    String shownName = HOSTILE.substring(HOSTILE.lastIndexOf('/') + 1);
    assertEquals(shownName, browser.eval("document.querySelector('.tip b').textContent"));
    assertEquals(HOSTILE, browser.eval("document.querySelector('.tip span').textContent"));
    browser.onPoint(10).click().perform();
    browser.element("#image-search").sendKeys("window.ran");
    browser.element("#class-search").sendKeys("<img");

    assertTrue(browser.text("#classes").contains("<img src=x onerror"));
    assertTrue(browser.text("#labels").contains("<img src=x onerror"));
    assertEquals(HOSTILE, browser.eval("document.querySelector('#findings p bdi').textContent"));
    assertTrue(browser.text("#rejected").contains("<script>window.ran=1</script>"));
    assertTrue(browser.text("#image-matches").contains("<script>"));
    browser.element("#findings button.image").click();
    assertEquals(10, browser.number("series('scatter', 'chosen').data[0][2]"));
    assertEquals(0, browser.elements("img[src='x']").size());
    assertEquals(Boolean.TRUE, browser.eval("window.ran === undefined"));
  }

  @Test
  void aClickOnAPointListsTheNearestImages() {
    List<Point> points = DrawnRuns.points(8, 12, 10, true);
    browser.open(run(points));

    browser.onPoint(40).click().perform();

    assertEquals(nearest(points, 40), names("#neighbours .nearest .image-name > :first-child"));
    assertEquals(10, browser.number("series('scatter', 'nearest').data.length"));
    assertEquals(40, browser.number("series('scatter', 'chosen').data[0][2]"));

    browser.element("#neighbours .nearest button").click();
    assertNotEquals(40, browser.number("series('scatter', 'chosen').data[0][2]"));
  }

  @Test
  void similarImagesAreTheRunsOwnNeighboursAndThoseNotShownAreCounted() {
    List<Point> points = DrawnRuns.points(4, 5, 10, true);
    // Of each the two before it in a circle, and one between them that the page does not show.
    List<int[]> images =
        IntStream.range(0, 20)
            .mapToObj(i -> new int[] {(i + 19) % 20, Nearest.NOT_SHOWN, (i + 18) % 20})
            .toList();
    List<double[]> distances = Collections.nCopies(20, new double[] {0, 0.00123, 0.456});
    browser.open(DrawnRuns.near(run(points), new Nearest(true, images, distances)));
    assertTrue(
        browser
            .text("#similar-by")
            .startsWith("The nearest of all 20 images by the cosine distance over all features"));

    browser.onPoint(7).click().perform();

    assertEquals(
        List.of("1_100.jpg\nAvocado\n0", "0_100.jpg\nAvocado\n0.456"),
        names("#neighbours .nearest li"));
    assertEquals(
        "1 of the 3 nearest is not among the images shown.", browser.text("#neighbours > p"));
    assertEquals(
        List.of(6L, 5L), browser.eval("series('scatter', 'nearest').data.map((each) => each[2])"));

    browser.element("#class-list li:nth-child(2) input").click();
    browser.element("#gallery-order option[value='similar']").click();
    assertEquals(
        List.of("2_100.jpg\nAvocado", "1_100.jpg\nAvocado", "0_100.jpg\nAvocado"),
        names("#gallery-images li").subList(0, 3),
        "itself, the nearest, the next");
  }

  @Test
  void aRunWithoutNeighboursSaysThatItGoesByComponents() {
    browser.open(DrawnRuns.run(3, 5, 10, 900));

    String text = browser.text("#similar-by");
    assertTrue(text.startsWith("This run has no neighbours/ (--neighbours 0"), text);
    assertTrue(text.contains("over the first 10 components"), text);
  }

  @Test
  void anIndexIsNotSaidToHaveFoundAllOfTheNearest() {
    List<Point> points = DrawnRuns.points(1, 2, 10, false);
    List<int[]> images = List.of(new int[] {1}, new int[] {0});
    List<double[]> distances = Collections.nCopies(2, new double[] {0.1});
    browser.open(DrawnRuns.near(run(points), new Nearest(false, images, distances)));

    assertTrue(browser.text("#similar-by").startsWith("Those that an index has found of the"));
  }

  @Test
  void confusedLabelsAreShownByImagesSideBySide() {
    List<Point> points = DrawnRuns.points(3, 5, 10, true);
    Finding confused =
        new Finding(
            "",
            "",
            "Avocado",
            "Banana",
            "7 of 9.",
            List.of(
                new Example(points.get(5).path(), points.get(11).path()),
                new Example(points.get(6).path(), points.get(12).path())));
    browser.open(
        DrawnRuns.found(
            run(points),
            new Findings(
                "1 pair of confused labels",
                List.of(
                    new FindingsOfKind(
                        "confused_labels",
                        "1 pair of confused labels",
                        1,
                        List.of(confused),
                        Set.of())))));

    assertEquals(
        "Avocado and Banana\n"
            + "0_100.jpg\n"
            + "Avocado\n"
            + "1_100.jpg\n"
            + "Banana\n"
            + "1_100.jpg\n"
            + "Avocado\n"
            + "2_100.jpg\n"
            + "Banana\n"
            + "7 of 9.",
        browser.text("#findings .card"));
    List<WebElement> pictures = browser.elements("#findings .card img");
    assertEquals(4, pictures.size());
    assertEquals(pictures.get(0).getLocation().getY(), pictures.get(1).getLocation().getY());
    assertEquals(pictures.get(0).getLocation().getX(), pictures.get(2).getLocation().getX());
    browser.element("#findings .card p .link").click();
    assertEquals("10 images of 2 classes: 2 classes chosen", browser.text("#selection"));
  }

  @Test
  void noColourStandsForTwoClasses() {
    List<Point> points = new ArrayList<>(DrawnRuns.points(131, 3, 10, false));
    points.addAll(DrawnRuns.points(5, 4, 10, false).subList(4, 20));
    browser.open(run(points));
    assertEquals(10, coloursOfTheList().size());
    assertTrue(coloursOfTheList().contains("Banana"), "one of the largest");
    assertEquals(16 + 6 * 3 + 4 * 3, browser.number("points().length") - browser.number(grey()));
    assertTrue(
        browser
            .text("#legend")
            .endsWith(
                "121 other classes\n"
                    + "10 classes have a colour, the larger first: choose others to see theirs."),
        browser.text("#legend"));

    for (int i = 20; i < 32; i++) {
      browser.element("#class-list li:nth-child(" + i + ") input").click();
    }
    assertEquals(10, coloursOfTheList().size());
    assertFalse(coloursOfTheList().contains("Banana"));
    assertEquals(2 * 3, browser.number(grey()));
    assertTrue(
        browser
            .text("#legend")
            .endsWith("2 other classes\n10 of the chosen classes have a colour, the larger first."),
        browser.text("#legend"));
    assertEquals(
        browser.eval(swatchOf("#class-list li:nth-child(20)")),
        browser.eval(
            swatchOf("#class-table tr:has(th[data-value=\"" + DrawnRuns.sorted(19) + "\"])")),
        "the table of classes, too");
  }

  private static String grey() {
    return "series('scatter', 'points0').data.length";
  }

  private static String swatchOf(String row) {
    return "getComputedStyle(document.querySelector('" + row + " .swatch')).backgroundColor";
  }

  /** The classes with a colour that no other has. */
  private static List<String> coloursOfTheList() {
    @SuppressWarnings("unchecked")
    List<String> names =
        (List<String>)
            browser.eval(
                "(() => { const rows = [...document.querySelectorAll('#class-list li')];const paint"
                    + " = (row) => row.querySelector('.swatch').style.background;return"
                    + " rows.filter((row) => rows.filter((other) => paint(other) ==="
                    + " paint(row)).length === 1).map((row) =>"
                    + " row.querySelector('bdi').textContent); })()");
    return names;
  }

  @Test
  void anImageIsFoundByNameWithTheKeyboardAlone() {
    browser.open(DrawnRuns.run(8, 12, 10, 900));

    browser.element("#image-search").sendKeys("cherry/7_");
    browser.element("#image-matches button").sendKeys(Keys.ENTER);

    assertEquals("7_100.jpg\nCherry", browser.text("#neighbours .chosen"));
    assertEquals(10, browser.elements("#neighbours .nearest li").size());
  }

  @Test
  void otherComponentsCanBePutOnTheAxes() {
    List<Point> points = DrawnRuns.points(3, 5, 10, false);
    browser.open(run(points));

    browser.element("#axis-x option[value='4']").click();
    browser.element("#axis-y option[value='9']").click();

    assertEquals(
        points.get(6).components()[4],
        ((Number) browser.eval("points().find((each) => each[2] === 6)[0]")).doubleValue(),
        1e-3);
    assertEquals(
        points.get(6).components()[9],
        ((Number) browser.eval("points().find((each) => each[2] === 6)[1]")).doubleValue(),
        1e-3);
    assertTrue(
        browser
            .eval("chart('scatter').getOption().xAxis[0].name")
            .toString()
            .startsWith("component 5 ("));
  }

  @Test
  void theMapComesFirstAndAControlChangesToComponents() {
    List<Point> points = mapped(DrawnRuns.points(3, 5, 10, false));
    browser.open(DrawnRuns.told(run(points), withMap(told(DrawnRuns.label(1), 3))));

    assertPlace(points.get(6).place()[0], points.get(6).place()[1]);
    assertFalse(browser.element("#axis-x").isDisplayed());
    assertFalse(browser.element("#on-components").isDisplayed());
    String text = browser.text("#on-map");
    assertTrue(text.contains("Near means alike"), text);
    assertTrue(text.contains("On the map 96.5 % of the images lie next to"), text);
    assertTrue(text.contains("by the first two components 24.7 %; by all features 99.8 %"), text);
    assertEquals(
        "15 images on the map, coloured by class",
        browser.element("#scatter").getAttribute("aria-label"));
    assertEquals("", browser.eval("chart('scatter').getOption().xAxis[0].name"));
    assertTrue(browser.text("#spaces-table").contains("the map 96.5 %"));

    browser.element("#view").sendKeys("two");
    assertPlace(points.get(6).components()[0], points.get(6).components()[1]);
    assertTrue(browser.element("#axis-x").isDisplayed());
    assertFalse(browser.element("#on-map").isDisplayed());
    assertTrue(browser.text("#on-components").contains("by the two components on the axes"));
    assertEquals(
        "15 images by two principal components, coloured by class",
        browser.element("#scatter").getAttribute("aria-label"));
    assertEquals(true, browser.eval("chart('scatter').getOption().xAxis[0].axisLabel.show"));

    browser.element("#view option[value='map']").click();
    browser.onPoint(6).perform();
    assertEquals("1_100.jpg\nAvocado", browser.text(".tip"));
  }

  private static void assertPlace(float across, float up) {
    for (int i = 0; i < 2; i++) {
      assertEquals(
          i == 0 ? across : up,
          ((Number) browser.eval("points().find((each) => each[2] === 6)[" + i + "]"))
              .doubleValue(),
          1e-3);
    }
  }

  @Test
  void withoutClassesToLookForComponentsComeFirst() {
    browser.open(run(mapped(DrawnRuns.points(1, 20, 1, false))));

    assertFalse(browser.element("#on-map").isDisplayed());
    assertTrue(browser.element("#view").isDisplayed());
    browser.element("#view option[value='map']").click();
    assertTrue(browser.element("#on-map").isDisplayed());
    browser.element("#view option[value='components']").click();
    assertEquals(-1, browser.number("chart('scatter').getOption().yAxis[0].min"));
  }

  @Test
  void aRunWithoutAMapHasNoControlForIt() {
    browser.open(DrawnRuns.run(3, 5, 10, 900));

    assertEquals(0, browser.elements("#view").size());
    assertEquals("Images in component space", browser.text("#space-title"));
    assertTrue(browser.element("#axis-x").isDisplayed());
  }

  /** The same points with places that are no components. */
  private static List<Point> mapped(List<Point> points) {
    return IntStream.range(0, points.size())
        .mapToObj(i -> points.get(i).withPlace(new float[] {i, 7 * i % 13}))
        .toList();
  }

  private static LabelsTold withMap(LabelsTold told) {
    List<Space> spaces = new ArrayList<>(told.spaces());
    spaces.add(new Space("map", 2, 0.965, 0.96, 0.95));
    return new LabelsTold(told.judged(), told.labels(), spaces, told.worst());
  }

  @Test
  void theButtonsZoomInAndBack() {
    browser.open(DrawnRuns.run(3, 5, 10, 900));

    browser.element("#zoom-in").click();
    assertEquals(60, browser.number(span()));
    browser.element("#zoom-reset").click();
    assertEquals(100, browser.number(span()));
  }

  @ParameterizedTest
  @CsvSource({"3, 20", "5, 500"})
  void theLassoDrawnWithTheMouseSelectsItsImages(int classes, int perClass) {
    browser.open(DrawnRuns.run(classes, perClass, 10, 900));

    browser.element("#lasso").click();
    browser.dragAcrossScatter(0.09, 0.05, 0.97, 0.9);
    browser.await("document.getElementById('selection').textContent");

    String selection = browser.text("#selection");
    assertTrue(
        selection.startsWith(
            "%,d images of %d classes: in the lasso".formatted(classes * perClass, classes)),
        selection);
    String chips = browser.text("#gallery-classes");
    assertTrue(chips.contains("Avocado " + perClass), chips);
    String link = address();

    browser.element("#gallery-choose").click();
    assertEquals(classes + " of " + classes + " chosen", browser.text("#class-status"));
    assertTrue(browser.text("#selection").endsWith(": " + classes + " classes chosen"));

    openAt(link);
    assertEquals(selection, browser.text("#selection"), "the link has the lasso");
    assertEquals(
        1, browser.number("chart('scatter').getModel().getComponent('brush').areas.length"));
  }

  @Test
  void aSelectionIsAGalleryOfPicturesInTheOrderThatIsChosen() {
    List<Point> points = DrawnRuns.points(12, 40, 10, true);
    browser.open(run(points));
    assertFalse(browser.element("#gallery").isDisplayed(), "nothing is selected");

    browser.element("#class-list li:nth-child(3) input").click();
    browser.element("#class-list li:nth-child(2) input").click();
    assertEquals("80 images of 2 classes: 2 classes chosen", browser.text("#selection"));
    assertEquals(60, browser.elements("#gallery-images img").size());
    browser.element("#gallery-more").sendKeys(Keys.ENTER);
    assertEquals(80, browser.elements("#gallery-images img").size());
    assertFalse(browser.element("#gallery-more").isDisplayed());
    assertEquals(
        60,
        browser.number(
            "[...document.querySelectorAll('#gallery-images"
                + " button')].indexOf(document.activeElement)"),
        "the keyboard goes on where it was");

    browser.element("#gallery-order option[value='class down']").click();
    assertTrue(browser.text("#gallery-images li").endsWith("\nBanana"));
    browser.element("#gallery-order option[value='class']").click();
    assertTrue(browser.text("#gallery-images li").endsWith("\nAvocado"));

    browser.element("#gallery-images li:nth-child(5) button").sendKeys(Keys.ENTER);
    String chosen = browser.text("#neighbours .chosen");
    browser.element("#gallery-order option[value='similar']").click();
    assertEquals(chosen, browser.text("#gallery-images li"), "itself comes first");

    browser.element("#image-search").sendKeys("1_10");
    assertTrue(
        browser.text("#selection").endsWith("2 classes chosen, named \u201c1_10\u201d"),
        browser.text("#selection"));
    browser.element("#gallery-clear").sendKeys(Keys.ENTER);
    assertFalse(browser.element("#gallery").isDisplayed());
    assertEquals(480, browser.number("points().length"));
    assertEquals("scatter", browser.eval("document.activeElement.id"));
  }

  @Test
  void aSelectionIsCopiedAndDownloadedAsATable() throws IOException {
    List<Point> points = new ArrayList<>(DrawnRuns.points(2, 3, 4, false));
    points.add(new Point("b/a,b", "with \"quotes\", and\nmore", new float[] {60, 60, 1, 1}));
    points.add(new Point("b/left", "Avocado", new float[] {60, 6, 1, 1}).withSplit("train"));
    points.add(new Point("b/out", "Avocado", new float[] {60, 6, 1, 1}));
    browser.open(
        DrawnRuns.found(
            run(points),
            new Findings(
                "1 outlier",
                List.of(
                    new FindingsOfKind(
                        "outlier",
                        "1 outlier",
                        1,
                        List.of(new Finding("b/left", "", "Avocado", "", "Far.")),
                        Set.of("b/left"))))));
    String expected =
        """
        path,label,split,findings
        "b/a,b","with ""quotes"", and
        more",,
        b/left,Avocado,train,outlier
        b/out,Avocado,,
        """;
    browser.element("#class-list li:nth-child(3) input").click();
    browser.element("#class-list li:nth-child(2) input").click();

    browser.keepCopies();
    browser.element("#gallery-copy").click();
    browser.await("document.getElementById('gallery-said').textContent");
    assertTrue(browser.text("#gallery-said").endsWith(" copied as CSV."));
    String copied = browser.eval("window.copied").toString();
    for (String line : expected.split("\n")) {
      assertTrue(copied.contains(line + "\n"), copied);
    }

    browser.element("#gallery-download").click();
    assertEquals(copied, browser.downloaded("selection.csv"));
  }

  @Test
  void aKindOfFindingSelectsItsImages() {
    List<Point> points = DrawnRuns.points(3, 5, 10, true);
    browser.open(DrawnRuns.found(run(points), found(points)));

    browser.element("#findings-suspect_label + .link").sendKeys(Keys.ENTER);

    assertEquals("1 image of 1 class: 2 suspect labels", browser.text("#selection"));
    assertEquals(1, browser.number("points().length"));
    assertEquals("scatter", browser.eval("document.activeElement.id"));
    assertEquals("#finding=suspect_label", address());

    browser.element("#finding option[value='']").click();
    assertEquals(15, browser.number("points().length"));
    assertEquals("", address());
  }

  @Test
  void aLabelThatIsToldBadlyIsSelectedWithWhatItIsTakenFor() {
    browser.open(DrawnRuns.told(DrawnRuns.run(12, 5, 10, 900), told(DrawnRuns.label(1), 5)));

    browser.element("#told-table tbody .link").click();

    assertEquals("Avocado \u00d7\nBeetroot \u00d7\nFig \u00d7", browser.text("#legend"));
    assertEquals("15 images of 3 classes: 3 classes chosen", browser.text("#selection"));
  }

  @Test
  void colourSaysWhatIsChosenAndTheLegendWhatItSays() {
    List<Point> points = new ArrayList<>();
    for (Point point : DrawnRuns.points(131, 3, 10, false)) {
      points.add(point.withSplit(points.size() % 3 == 0 ? "test" : "train"));
    }
    browser.open(
        DrawnRuns.told(DrawnRuns.found(run(points), found(points)), told(DrawnRuns.label(1), 3)));
    assertTrue(browser.text("#legend").contains("121 other classes"), browser.text("#legend"));
    assertEquals(List.of("class", "k-NN accuracy", "finding", "split"), names("#colouring option"));

    browser.element("#colouring option[value='split']").click();
    assertEquals("test 131\ntrain 262", browser.text("#legend"));
    assertEquals(262, browser.number("series('scatter', 'points1').data.length"));
    assertEquals(
        "393 images by two principal components, coloured by split",
        browser.element("#scatter").getAttribute("aria-label"));

    browser.element("#colouring option[value='finding']").click();
    assertEquals("nothing found 392\n2 suspect labels 1", browser.text("#legend"));
    assertEquals(
        List.of(6L), browser.eval("series('scatter', 'points1').data.map((each) => each[2])"));

    browser.element("#colouring option[value='accuracy']").click();
    assertTrue(
        browser.text("#legend").endsWith("not measured 390\n80 to 95 % 3"),
        browser.text("#legend"));
    assertEquals(393, browser.number("points().length"));

    browser.element("#colouring option[value='class']").click();
    browser.open(DrawnRuns.run(3, 20, 10, 900));
    assertFalse(browser.element("#colouring").isDisplayed(), "there is nothing else to show");
    browser.open(DrawnRuns.projected(3, 20, 10));
    browser.element("#colouring option[value='fitted']").click();
    assertEquals("images of this run 60\nfitted earlier 200", browser.text("#legend"));
  }

  @Test
  void aLinkShowsTheSameView() {
    List<Point> points = mapped(DrawnRuns.points(12, 20, 10, false));
    ReportData data = DrawnRuns.told(run(points), told(DrawnRuns.label(1), 3));
    browser.open(data);
    assertEquals("", address(), "nothing is changed, so there is nothing to keep");
    browser.element("#view option[value='components']").click();
    browser.element("#axis-x option[value='4']").click();
    browser.element("#colouring option[value='accuracy']").click();
    browser.element("#class-list li:nth-child(2) input").click();
    browser.element("#image-search").sendKeys("1_10");
    browser.element("#image-matches button").sendKeys(Keys.ENTER);
    browser.element("#zoom-in").click();
    String link = address();
    String selection = browser.text("#selection");
    String chosen = browser.text("#neighbours .chosen");

    openAt("#");
    assertFalse(browser.element("#gallery").isDisplayed());
    openAt(link);

    assertEquals(link, address());
    assertEquals(selection, browser.text("#selection"));
    assertEquals(chosen, browser.text("#neighbours .chosen"));
    assertEquals(60, browser.number(span()));
    assertEquals("1_10", browser.element("#image-search").getAttribute("value"));
    assertTrue(browser.element("#class-list li:nth-child(2) input").isSelected());
    assertEquals(
        "240 images by two principal components, coloured by k-NN accuracy",
        browser.element("#scatter").getAttribute("aria-label"));
    assertTrue(
        browser
            .eval("chart('scatter').getOption().xAxis[0].name")
            .toString()
            .startsWith("component 5 ("));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#view=none&axes=0,99&colour=constructor&finding=no&class=no&image=no&zoom=a&lasso=1,2",
        "#class=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&search=%3Cb%3E&lasso=a,b%20c,d%20e,f",
        "#=&%%&lasso=1%201%201",
      })
  void whatAnAddressNamesAndThePageDoesNotHaveIsLeftOut(String link) {
    browser.open(DrawnRuns.run(3, 20, 10, 900));

    openAt(link);

    assertEquals(0, browser.elements("img[src='x']").size());
    assertEquals("All 3 shown", browser.text("#class-status"));
    assertEquals(100, browser.number(span()));
    browser.element("#zoom-in").click();
    assertEquals(60, browser.number(span()));
  }

  @Test
  void theWholeMapIsAboveTheFold() {
    browser.size(1400, 900);
    List<Point> points = mapped(DrawnRuns.points(131, 3, 10, true));
    browser.open(
        DrawnRuns.found(DrawnRuns.told(run(points), told(DrawnRuns.label(1), 30)), found(points)));

    long bottom =
        browser.number("document.querySelector('#scatter').getBoundingClientRect().bottom");
    assertTrue(bottom <= 900, "it ends at " + bottom);
    assertTrue(
        browser.number("document.querySelector('#scatter').clientHeight") > 450, "and is large");
    browser.element("#view option[value='components']").click();
    bottom = browser.number("document.querySelector('#scatter').getBoundingClientRect().bottom");
    assertTrue(bottom <= 900, "with its axes to choose it ends at " + bottom);
    assertEquals(
        browser.number("document.querySelector('#scatter').clientHeight"),
        browser.number("chart('scatter').getHeight()"));
  }

  private static String address() {
    return browser.eval("location.hash").toString();
  }

  /** Opens the page anew at another address. */
  private static void openAt(String fragment) {
    browser.eval("(location.hash = arguments[0], location.reload())", fragment);
  }

  @Test
  void thousandsOfPointsAreStillPointedAtSingly() {
    List<Point> points = DrawnRuns.points(131, 76, 10, false);
    points.add(
        new Point("s3://b/alone/far.jpg", "alone", new float[] {90, 90, 0, 0, 0, 0, 0, 0, 0, 0}));
    browser.open(run(points));

    browser.onPoint(points.size() - 1).perform();
    assertEquals("far.jpg\nalone", browser.text(".tip"));

    browser.onPoint(points.size() - 1).click().perform();
    assertEquals("far.jpg\nalone", browser.text("#neighbours .chosen"));
    assertEquals(
        nearest(points, points.size() - 1),
        names("#neighbours .nearest .image-name > :first-child"));
  }

  @Test
  void theKeyboardGoesFromPointToPointAndZooms() {
    browser.open(
        run(
            List.of(
                new Point("a/middle", "a", new float[] {0, 0}),
                new Point("a/right", "a", new float[] {9, 1}),
                new Point("b/left", "b", new float[] {-9, 1}),
                new Point("b/up", "b", new float[] {1, 8}),
                new Point("b/down", "b", new float[] {1, -8}))));
    WebElement scatter = browser.element("#scatter");

    scatter.sendKeys(Keys.ARROW_RIGHT);
    assertEquals("middle\na", browser.text("#neighbours .chosen"));
    scatter.sendKeys(Keys.ARROW_RIGHT);
    assertEquals("right\na", browser.text("#neighbours .chosen"));
    scatter.sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
    assertEquals("left\nb", browser.text("#neighbours .chosen"));
    scatter.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_UP);
    assertEquals("up\nb", browser.text("#neighbours .chosen"));
    scatter.sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
    assertEquals("down\nb", browser.text("#neighbours .chosen"));
    assertTrue(
        browser
            .eval("document.getElementById('chosen-spoken').textContent")
            .toString()
            .startsWith("Chosen: down, b. Most similar: middle, a."));

    scatter.sendKeys(Keys.ESCAPE);
    assertEquals(0, browser.elements("#neighbours .chosen").size());
    assertEquals(0, browser.number("series('scatter', 'chosen').data.length"));
    scatter.sendKeys("+");
    assertEquals(60, browser.number(span()));
    scatter.sendKeys("0");
    assertEquals(100, browser.number(span()));
  }

  @Test
  void chosenClassesAreNamedInThePlotAndOfManyThoseInColour() {
    browser.open(DrawnRuns.run(131, 10, 10, 900));
    assertEquals(10, browser.number("series('scatter', 'names').data.length"));

    browser.element("#class-list li:nth-child(3) input").click();
    browser.element("#class-list li:nth-child(9) input").click();

    assertEquals(List.of(2L, 8L), browser.eval("series('scatter', 'names').data.map((n) => n[2])"));
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 390", "dark, 390"})
  void axeFindsNoAccessibilityFault(String scheme, int width) {
    browser.colourScheme(scheme);
    browser.width(width);
    List<Point> points = mapped(DrawnRuns.points(131, 3, 10, true));
    browser.open(
        DrawnRuns.found(
            DrawnRuns.told(
                DrawnRuns.with(
                    points,
                    DrawnRuns.classRows(points),
                    DrawnRuns.rejections(30, 30),
                    VARIANCE,
                    900,
                    false),
                told(DrawnRuns.label(1), 30)),
            found(points)));
    browser.element("#class-list li:nth-child(3) input").click();
    browser.element("#image-search").sendKeys("1_");
    browser.element("#image-matches button").sendKeys(Keys.ENTER);
    browser.element("#colouring option[value='accuracy']").click();
    assertTrue(browser.element("#gallery").isDisplayed());

    assertEquals(List.of(), browser.accessibilityFaults());
    browser.colourScheme("light");
  }

  @Test
  void howWellNeighboursTellTheLabelStandsOnThePage() {
    browser.open(DrawnRuns.told(DrawnRuns.run(3, 5, 10, 900), told(DrawnRuns.label(1), 250)));

    assertEquals(
        List.of(
            "all 1,280 features 99.8 % 99.5 % 98.7 %",
            "2 components 24.7 % 25.0 % 23.1 %",
            "900 components, all that are kept 98.0 % 97.0 % 96.0 %"),
        names("#spaces-table tbody tr"));
    assertEquals("Avocado 40 82.5 % Fig 5, Beetroot 2", browser.text("#told-table tbody tr"));
    assertEquals(200, browser.elements("#told-table tbody tr").size());
    assertTrue(browser.text("#labels .note").contains("200 of 250 labels"));
    assertEquals(
        "By the first two components alone 24.7 % of the images lie next to one of their own label;"
            + " by all features 99.8 %.",
        browser.text("#plot-tells"));

    browser.element("#told-table th:nth-child(3) button").click();
    browser.element("#told-table th:nth-child(3) button").click();
    assertEquals("other 199 5 100.0 %", browser.text("#told-table tbody tr"));
  }

  @Test
  void aRunWithoutFiguresOfLabelsHasNoSuchSection() {
    browser.open(DrawnRuns.run(3, 5, 10, 900));

    assertEquals(0, browser.elements("#labels, #plot-tells, .contents a[href='#labels']").size());
  }

  @Test
  void theFindingsStandOnThePageWithTheirFigures() {
    List<Point> points = DrawnRuns.points(3, 5, 10, true);
    browser.open(DrawnRuns.found(run(points), found(points)));

    assertTrue(browser.text("#findings").contains("2 suspect labels, 30 pairs of confused labels"));
    assertEquals(
        List.of("2 suspect labels", "30 pairs of confused labels, 20 of them"),
        names("#findings h3"));
    assertEquals(
        List.of(
            "1_100.jpg\n"
                + "Avocado\n"
                + "2_100.jpg\n"
                + "Banana\n"
                + "Perhaps Banana instead of Avocado\n"
                + "5 of 5 say so.",
            "elsewhere.jpg\nFig\ngone.jpg\nPerhaps Banana instead of Fig\n4 of 5 say so."),
        names("#findings [aria-labelledby='findings-suspect_label'] li"));
    assertEquals(
        "Kiwi 0 and Guava\n7 of 9.",
        browser.text("#findings [aria-labelledby='findings-confused_labels'] li"));
    browser.element("#findings summary").click();
    assertEquals("Kiwi 19 and Guava\n7 of 9.", browser.text("#findings details li:last-child"));
    List<WebElement> pictures = browser.elements("#findings li:first-child img");
    assertEquals(2, pictures.size());
    assertEquals(
        pictures.get(0).getLocation().getY(), pictures.get(1).getLocation().getY(), "side by side");
    assertEquals(
        "data/" + "elsewhere.jpg",
        browser.element("#findings li:nth-child(2) .image").getAttribute("title"));
    assertEquals(2, browser.elements("#findings button.image").size(), "images that are points");
  }

  @Test
  void aClickOnAFindingSelectsItsPoint() {
    List<Point> points = DrawnRuns.points(3, 5, 10, false);
    browser.open(DrawnRuns.found(run(points), found(points)));

    browser.element("#findings button.image").click();
    assertEquals(6, browser.number("series('scatter', 'chosen').data[0][2]"));
    assertEquals("1_100.jpg\nAvocado", browser.text("#neighbours .chosen"));
    assertEquals("scatter", browser.eval("document.activeElement.id"));

    browser.element("#class-list input").click();
    browser.element("#zoom-in").click();
    browser.element("#findings button.image:nth-child(2)").sendKeys(Keys.ENTER);
    assertEquals(12, browser.number("series('scatter', 'chosen').data[0][2]"));
    assertEquals("All 3 shown", browser.text("#class-status"), "no class that hides it");
    assertEquals(100, browser.number(span()), "the whole plot");
  }

  @Test
  void whereNothingWasFoundThePageSaysSoAndWhereNothingWasLookedForItIsSilent() {
    ReportData drawn = DrawnRuns.featuresOnly();
    browser.open(DrawnRuns.found(drawn, new Findings("none", List.of())));
    assertTrue(browser.text("#findings").contains("None. Labels are held"));

    browser.open(drawn);
    assertEquals(0, browser.elements("#findings, .contents a[href='#findings']").size());
  }

  @Test
  void aHeadingSortsTheTableUpAndDown() {
    browser.open(DrawnRuns.run(12, 3, 10, 900));
    String spread = "#class-table th:nth-child(4)";

    browser.element(spread + " button").click();
    List<Double> up = spreads();
    browser.element(spread + " button").click();
    List<Double> down = spreads();

    assertEquals(up.stream().sorted().toList(), up);
    assertEquals(up.stream().sorted(Comparator.reverseOrder()).toList(), down);
    assertEquals("descending", browser.element(spread).getAttribute("aria-sort"));
  }

  @Test
  void theThemeCanBeChosenAndTheChartsFollow() {
    browser.open(DrawnRuns.run(3, 5, 10, 900));
    String paper = background();

    browser.element("#theme").click();
    browser.element("#theme").click();

    assertEquals("Theme: dark", browser.text("#theme"));
    assertNotEquals(paper, background());
    assertEquals(
        "#e7e9eb", browser.eval("chart('scatter').getOption().xAxis[0].nameTextStyle.color"));
    browser.element("#theme").click();
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 400, 800, 1280, 2200})
  void nothingSticksOutOfTheWindow(int width) {
    List<Point> drawn = new ArrayList<>(DrawnRuns.points(12, 5, 10, true));
    String name = "a_name_without_a_space_" + "x".repeat(200);
    drawn.add(new Point(name + "/" + name, name, new float[10]));
    List<Point> points = mapped(drawn);
    browser.width(width);
    browser.open(
        DrawnRuns.found(
            DrawnRuns.told(
                DrawnRuns.with(
                    points,
                    DrawnRuns.classRows(points),
                    Rejections.of(List.of(new RejectedImage(name, name, name, name))),
                    VARIANCE,
                    900,
                    false),
                told(name, 20)),
            foundAs(name)));

    assertEquals(
        width, browser.number("Math.max(innerWidth, document.scrollingElement.scrollWidth)"));
    assertEquals(
        browser.number("document.querySelector('#scatter').clientWidth"),
        browser.number("chart('scatter').getWidth()"));
  }

  @Test
  void onPaperTheControlsAreGoneAndTheTablesWhole() {
    browser.open(DrawnRuns.run(131, 2, 10, 900));

    browser.media("print");

    assertFalse(browser.element(".tools").isDisplayed());
    assertTrue(
        browser.number("document.querySelector('#classes .scroll').clientHeight")
            >= browser.number("document.querySelector('#class-table').offsetHeight"));
    browser.media("");

    String pdf = new String(browser.pdf(), StandardCharsets.ISO_8859_1);
    assertTrue(pdf.startsWith("%PDF-"));
    assertTrue(pdf.split("/Type /Page\\b").length > 4, "131 classes need several sheets");
  }

  @Test
  void withoutJavaScriptTheTablesAndFactsAreThere() {
    try (Browser plain = new Browser(folder.resolve("plain"), false)) {
      plain.open(
          DrawnRuns.with(
              DrawnRuns.points(3, 5, 10, false),
              DrawnRuns.classRows(DrawnRuns.points(3, 5, 10, false)),
              DrawnRuns.rejections(3, 3),
              VARIANCE,
              900,
              true));

      assertTrue(plain.text("#space").contains("need JavaScript"));
      assertTrue(plain.text("#classes").contains("Avocado"));
      assertTrue(plain.text("#rejected").contains("broken_2.jpg"));
      assertTrue(plain.text("#run").contains("TensorFlow"));
      assertFalse(plain.element("#scatter").isDisplayed());
    }
  }

  /** Two suspect labels, the second of images that are no points, and more pairs than shown. */
  private static Findings found(List<Point> points) {
    return new Findings(
        "2 suspect labels, 30 pairs of confused labels",
        List.of(
            new FindingsOfKind(
                "suspect_label",
                "2 suspect labels",
                2,
                List.of(
                    new Finding(
                        points.get(6).path(),
                        points.get(12).path(),
                        points.get(6).label(),
                        "Banana",
                        "5 of 5 say so."),
                    new Finding(
                        "data/elsewhere.jpg", "data/gone.jpg", "Fig", "Banana", "4 of 5 say so.")),
                Set.of(points.get(6).path(), "data/elsewhere.jpg")),
            new FindingsOfKind(
                "confused_labels",
                "30 pairs of confused labels",
                30,
                IntStream.range(0, 30)
                    .mapToObj(i -> new Finding("", "", "Kiwi " + i, "Guava", "7 of 9."))
                    .toList(),
                Set.of())));
  }

  private static Findings foundAs(String name) {
    return new Findings(
        "2 outliers",
        List.of(
            new FindingsOfKind(
                "outlier",
                "2 outliers",
                2,
                List.of(
                    new Finding("s3://b/" + name, name, name, name, name),
                    new Finding("", "", name, name, name)),
                Set.of("s3://b/" + name))));
  }

  private static LabelsTold told(String worst, int labels) {
    Map<String, Long> takenFor = new LinkedHashMap<>();
    takenFor.put("Fig", 5L);
    takenFor.put("Beetroot", 2L);
    List<LabelTold> byLabel = new ArrayList<>();
    byLabel.add(new LabelTold(worst, 40, 0.825, takenFor));
    for (int i = 1; i < labels; i++) {
      byLabel.add(new LabelTold("other " + i, 5, Math.min(0.9 + 0.001 * i, 1), Map.of()));
    }
    return new LabelsTold(
        1284,
        labels,
        List.of(
            new Space("features", 1280, 0.998, 0.995, 0.987),
            new Space("components", 2, 0.247, 0.25, 0.231),
            new Space("components", 900, 0.98, 0.97, 0.96)),
        byLabel);
  }

  private static ReportData run(List<Point> points) {
    return DrawnRuns.with(
        points, DrawnRuns.classRows(points), Rejections.none(), VARIANCE, 900, true);
  }

  private static List<String> nearest(List<Point> points, int image) {
    return IntStream.range(0, points.size())
        .filter(i -> i != image)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distance(points.get(i), points.get(image))))
        .limit(10)
        .map(i -> points.get(i).fileName())
        .toList();
  }

  private static double distance(Point a, Point b) {
    return IntStream.range(0, a.components().length)
        .mapToDouble(i -> Math.pow(a.components()[i] - b.components()[i], 2))
        .sum();
  }

  private static List<String> names(String selector) {
    return browser.elements(selector).stream().map(each -> each.getText()).toList();
  }

  private static List<Double> spreads() {
    return browser.elements("#class-table tbody td:nth-child(4)").stream()
        .map(cell -> Double.valueOf(cell.getText()))
        .toList();
  }

  private static String span() {
    return "chart('scatter').getOption().dataZoom.map((zoom) => zoom.end - zoom.start)[0]";
  }

  private static String background() {
    return browser.eval("getComputedStyle(document.body).backgroundColor").toString();
  }
}
