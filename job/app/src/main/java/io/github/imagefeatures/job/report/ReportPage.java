package io.github.imagefeatures.job.report;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * Writes {@code report.html}: one file that needs nothing else, no network and no server.
 *
 * <p>A content security policy inside the page allows its own scripts, known by their hash, and
 * pictures in the page itself, and nothing more: no request can leave it and no text from the data
 * can run.
 */
public final class ReportPage {

  /** Rows of the class table at most; the page says so when there are more. */
  public static final int MAX_CLASS_ROWS = 1000;

  /** Labels that are told worst; the page says so when there are more. */
  public static final int MAX_TOLD_ROWS = 200;

  /** Findings of each kind at most; the page says so when there are more. */
  public static final int MAX_FINDINGS_OF_KIND = 20;

  /** Rows of the table of rejected images at most; the page says so when there are more. */
  public static final int MAX_REJECTED_ROWS = 500;

  /** Bytes that a page's pictures may fill it up to; without pictures it may be larger. */
  public static final int MAX_BYTES = 6_000_000;

  private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private static final Configuration TEMPLATES = templates();

  /** The same for every page: a megabyte to be read and hashed. */
  private static PageModel.Scripts scripts;

  private ReportPage() {}

  /**
   * Writes the page as UTF-8. The stream stays open.
   *
   * @param data what the page shows
   * @param out where it goes
   * @throws IllegalArgumentException if a thumbnail is not a picture
   * @throws IOException if the stream fails
   */
  public static void write(ReportData data, OutputStream out) throws IOException {
    out.write(html(data).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * How large the page is.
   *
   * @param data what the page shows
   * @return bytes
   * @throws IllegalArgumentException if a thumbnail is not a picture
   */
  public static int bytes(ReportData data) {
    return html(data).getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * The page as text.
   *
   * @param data what the page shows
   * @return the page
   * @throws IllegalArgumentException if a thumbnail is not a picture
   */
  public static String html(ReportData data) {
    StringWriter page = new StringWriter();
    try {
      PageModel model = new PageModel(data, scripts(), resource("report.css"));
      TEMPLATES.getTemplate("report.ftlh").process(model.values(), page);
    } catch (IOException e) {
      throw new UncheckedIOException("A part of the page is missing from the JAR.", e);
    } catch (TemplateException e) {
      throw new IllegalStateException("The page's template does not fit its data.", e);
    }
    return page.toString();
  }

  /** The base64 SHA-256 by which a content security policy knows a script. */
  static String hash(String script) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return "'sha256-"
          + Base64.getEncoder()
              .encodeToString(sha256.digest(script.getBytes(StandardCharsets.UTF_8)))
          + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private static synchronized PageModel.Scripts scripts() throws IOException {
    if (scripts == null) {
      scripts = readScripts();
    }
    return scripts;
  }

  private static PageModel.Scripts readScripts() throws IOException {
    String own =
        String.join(
            "\n",
            "(() => {",
            "'use strict';",
            resource("page.js"),
            resource("scatter.js"),
            resource("neighbours.js"),
            resource("gallery.js"),
            resource("findings.js"),
            resource("keys.js"),
            resource("address.js"),
            resource("variance.js"),
            "})();");
    return PageModel.Scripts.of(resource(ECHARTS), own);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not on the class path.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Configuration templates() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(ReportPage.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ENGLISH);
    configuration.setNumberFormat(",##0");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setFallbackOnNullLoopVariable(false);
    return configuration;
  }
}
