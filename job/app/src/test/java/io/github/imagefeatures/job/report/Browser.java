package io.github.imagefeatures.job.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.print.PrintOptions;

/** A headless Chromium that opens pages from disk and remembers what it said and asked for. */
public final class Browser implements AutoCloseable {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Pattern REQUEST =
      Pattern.compile(
          "\"Network\\.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]{0,200})");

  /** Held, as the JDK forgets a logger's level with the logger. Its warnings tell of no fault. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private static final String AXE = axe();

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  private final ChromeDriver driver;
  private final Path folder;

  /** Skips the tests when there is no Chromium. */
  public Browser(Path folder, boolean javaScript) {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "These tests need /usr/bin/chromium and /usr/bin/chromedriver: install chromium and"
            + " chromium-driver.");
    this.folder = folder;
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-prefers-reduced-motion",
        "--window-size=1280,1000",
        "--user-data-dir=" + folder.resolve("profile"));
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "profile.managed_default_content_settings.javascript",
            javaScript ? 1 : 2,
            "download.default_directory",
            folder.toString()));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options);
  }

  /** Opens the run's page from disk. */
  void open(ReportData data) {
    try {
      Path page = Files.createTempFile(folder, "report", ".html");
      Files.writeString(page, ReportPage.html(data));
      open(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a page from disk. */
  public void open(Path page) {
    driver.get(page.toUri().toString());
  }

  /** Opens pages without the scroll bars of this system. */
  void hideScrollbars() {
    driver.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
  }

  /** The window as a WebP file. */
  byte[] picture() {
    Map<String, Object> shot =
        driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "webp", "quality", 85));
    return Base64.getDecoder().decode(shot.get("data").toString());
  }

  /** What the console shows since the last question. */
  public List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** Addresses asked for since the last question, the page's own file and embedded data aside. */
  List<String> requests() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> REQUEST.matcher(entry.getMessage()))
        .filter(Matcher::find)
        .map(match -> match.group(1))
        // Chromium fills its own first tab with chrome: pages.
        .filter(url -> !url.startsWith("data:") && !url.startsWith("chrome:"))
        .filter(url -> !url.matches("(blob:null/.*|file:.*/report\\d+\\.html(#.*)?)"))
        .toList();
  }

  /** Evaluates an expression in the page; {@code chart(id)} is the chart of that element. */
  public Object eval(String expression, Object... arguments) {
    return driver.executeScript(
        "const chart = (id) => echarts.getInstanceByDom(document.getElementById(id));"
            + "const series = (id, name) =>"
            + " chart(id).getOption().series.find((each) => each.id === name);"
            + "const points = () => chart('scatter').getOption().series"
            + ".filter((each) => each.id.startsWith('points')).flatMap((each) => each.data);"
            + "return "
            + expression,
        arguments);
  }

  long number(String expression, Object... arguments) {
    return ((Number) eval(expression, arguments)).longValue();
  }

  String text(String selector) {
    return element(selector).getText();
  }

  WebElement element(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> elements(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /**
   * Keeps what the page copies, in {@code window.copied}, as tests share a clipboard with others.
   */
  void keepCopies() {
    eval("(navigator.clipboard.writeText = async (text) => { window.copied = text; })");
  }

  /** Waits ten seconds at most until an expression is true. */
  void await(String expression) {
    await(() -> Boolean.TRUE.equals(eval("!!(" + expression + ")")));
  }

  /** The text of a file that the page has the browser save. */
  String downloaded(String name) throws IOException {
    Path file = folder.resolve(name);
    // Its place is taken by an empty file until all of it is there.
    await(() -> file.toFile().length() > 0);
    return Files.readString(file);
  }

  private static void await(BooleanSupplier ready) {
    for (int i = 0; i < 100 && !ready.getAsBoolean(); i++) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Moves the mouse onto a point of the scatter plot that is given by its place in the data. */
  Actions onPoint(int index) {
    // Away first: a browser sends no event for a mouse that stays.
    new Actions(driver).moveToElement(element("h1")).perform();
    showScatter();
    @SuppressWarnings("unchecked")
    List<Number> pixel =
        (List<Number>)
            eval(
                "chart('scatter').convertToPixel('grid',"
                    + " points().find((each) => each[2] === arguments[0]))",
                index);
    WebElement scatter = element("#scatter");
    int left = (int) Math.round(pixel.get(0).doubleValue() - scatter.getSize().getWidth() / 2.0);
    int top = (int) Math.round(pixel.get(1).doubleValue() - scatter.getSize().getHeight() / 2.0);
    return new Actions(driver).moveToElement(scatter, left, top);
  }

  private void showScatter() {
    eval(
        "document.getElementById('scatter').scrollIntoView({block: 'center', behavior: 'instant'})");
  }

  /** Draws a rectangle with the mouse, its corners given as shares of the scatter plot. */
  void dragAcrossScatter(double left, double top, double right, double bottom) {
    showScatter();
    WebElement scatter = element("#scatter");
    int width = scatter.getSize().getWidth();
    int height = scatter.getSize().getHeight();
    double[][] corners = {{left, top}, {right, top}, {right, bottom}, {left, bottom}, {left, top}};
    Actions drag = new Actions(driver);
    for (int i = 0; i < corners.length; i++) {
      int x = (int) Math.round((corners[i][0] - 0.5) * width);
      int y = (int) Math.round((corners[i][1] - 0.5) * height);
      drag.moveToElement(scatter, x, y);
      if (i == 0) {
        drag.clickAndHold();
      }
    }
    drag.release().perform();
  }

  /** Faults that axe-core finds on the page as it is, each with its gravity and first place. */
  List<String> accessibilityFaults() {
    driver.executeScript(AXE);
    @SuppressWarnings("unchecked")
    List<String> faults =
        (List<String>)
            driver.executeAsyncScript(
                "const done = arguments[0];"
                    + "axe.run(document, {resultTypes: ['violations']}).then((found) =>"
                    + " done(found.violations.map((each) =>"
                    + " `${each.impact} ${each.id}: ${each.nodes[0].html}`)));");
    return faults;
  }

  /** The page as the browser prints it. */
  byte[] pdf() {
    return Base64.getDecoder().decode(driver.print(new PrintOptions()).getContent());
  }

  /** Pretends that the system prefers this colour scheme. */
  void colourScheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Pretends to be a screen of this width. */
  void width(int pixels) {
    size(pixels, 900);
  }

  /** Pretends to be a screen of this size. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Pretends to be a printer, or a screen again. */
  void media(String media) {
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", media));
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
