package io.github.imagefeatures.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.cli.Launcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the one JAR, and what must not be. */
final class ShadedJarIT {
  private static final long MEGABYTE = 1L << 20;
  private static JarFile jar;
  private static List<String> names;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(Launcher.jar().toFile());
    names = jar.stream().map(entry -> entry.getName()).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/spark/",
        "org/apache/hadoop/",
        "org/apache/parquet/",
        "org/apache/commons/",
        "org/apache/logging/",
        "scala/",
        "org/slf4j/",
        "net/jpountz/",
        "com/ning/",
        "com/google/",
        "com/fasterxml/",
        "com/univocity/",
        "org/xerial/",
        "de/rototor/",
        "de/erichseifert/",
        "com/madgag/",
        "org/junit/",
        "org/ejml/"
      })
  void whatSparkBringsOrNobodyUsesIsNotInIt(String forbidden) {
    assertEquals(List.of(), names.stream().filter(name -> name.startsWith(forbidden)).toList());
  }

  @Test
  void nothingUnknownIsInIt() {
    Set<String> known =
        Set.of(
            "META-INF/",
            "io/github/imagefeatures/",
            "org/tensorflow/",
            "org/bytedeco/",
            "ai/onnxruntime/",
            "io/jhdf/",
            "picocli/",
            "me/tongfei/",
            "org/jline/",
            "com/sun/jna/",
            "io/github/jbellis/",
            "org/agrona/",
            "org/knowm/",
            "freemarker/",
            "com/luciad/");
    Set<String> unknown =
        names.stream()
            .filter(name -> name.endsWith(".class"))
            .filter(name -> known.stream().noneMatch(name::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), unknown);
  }

  @Test
  void protobufIsRelocated() {
    assertTrue(
        names.contains("io/github/imagefeatures/shaded/protobuf/Message.class"), "relocated");
  }

  @Test
  void ofTheArchiveLibraryOnlyTarsAreInIt() {
    String shaded = "io/github/imagefeatures/shaded/compress/archivers/";
    assertTrue(names.contains(shaded + "tar/TarArchiveInputStream.class"), "relocated");
    assertTrue(names.stream().noneMatch(name -> name.startsWith(shaded + "dump/")));
  }

  @Test
  void libwebpIsThereForEveryPlatformOfTensorFlow() {
    Set<String> platforms =
        names.stream()
            .filter(name -> name.startsWith("native/") && !name.endsWith("/"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Set.of(
            "native/Linux/aarch64/libwebp-imageio.so",
            "native/Linux/x86_64/libwebp-imageio.so",
            "native/Mac/aarch64/libwebp-imageio.dylib"),
        platforms);
    assertTrue(names.contains("io/github/imagefeatures/shaded/kotlin/Unit.class"), "relocated");
  }

  @Test
  void tensorFlowsNativesAreThoseOfOnePlatform() {
    Set<String> platforms =
        names.stream()
            .filter(name -> name.matches("org/(tensorflow|bytedeco)/.*\\.(so|dylib|dll)(\\..*)?"))
            .map(name -> name.replaceFirst(".*/([a-z]+-[a-z0-9_]+)/[^/]+$", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(1, platforms.size(), platforms.toString());
  }

  @Test
  void onnxRuntimesNativesAreThoseOfTheSamePlatform() {
    List<String> natives =
        names.stream().filter(name -> name.matches("ai/onnxruntime/native/.*[^/]")).toList();
    assertEquals(2, natives.size(), natives.toString());
    boolean isArm = names.stream().anyMatch(name -> name.contains("/c_api/linux-arm64/"));
    boolean isMac = names.stream().anyMatch(name -> name.contains("/c_api/macosx-arm64/"));
    String platform = isArm ? "linux-aarch64" : isMac ? "osx-aarch64" : "linux-x64";
    for (String name : natives) {
      assertTrue(name.startsWith("ai/onnxruntime/native/" + platform + "/"), name);
    }
  }

  /** Amazon Linux 2023, which EMR's nodes have. */
  @Test
  void nativesNeedNoNewerLibraryOfCThanEmrsNodesHave() throws IOException {
    Pattern version = Pattern.compile("GLIBC_2\\.(\\d+)");
    int newest = 0;
    for (String name : names) {
      if (name.matches(".*\\.so(\\..*)?")) {
        newest = Math.max(newest, newest(version, name));
      }
    }
    assertTrue(newest > 0, "there are natives for Linux");
    assertTrue(newest <= 34, "one needs glibc 2." + newest);
  }

  /** Releases from 1.27 on have the address of their maker's collector in them. */
  @Test
  void onnxRuntimeSendsNothingToItsMaker() throws IOException {
    for (String name : names) {
      if (name.startsWith("ai/onnxruntime/native/") && !name.endsWith("/")) {
        assertFalse(binary(name).contains("OneCollector"), name);
      }
    }
  }

  private static int newest(Pattern version, String name) throws IOException {
    return version
        .matcher(binary(name))
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .max()
        .orElse(0);
  }

  private static String binary(String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void serviceFilesAreMerged() throws IOException {
    String readers = text("META-INF/services/javax.imageio.spi.ImageReaderSpi");
    assertTrue(readers.contains("com.luciad.imageio.webp.WebPImageReaderSpi"), readers);
  }

  @Test
  void everyServiceNamedIsThere() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String file : names) {
      if (file.matches("META-INF/services/[^/]+")) {
        text(file)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .filter(line -> !names.contains(line.replace('.', '/') + ".class"))
            .forEach(missing::add);
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void licencesAndNoticesOfWhatIsBundledAreThere() throws IOException {
    assertTrue(text("META-INF/LICENSE").contains("Apache License"));
    String notice = text("META-INF/NOTICE");
    for (String library :
        List.of(
            "TensorFlow",
            "JavaCPP",
            "OpenBLAS",
            "GCC",
            "Protocol Buffers",
            "ONNX Runtime",
            "jHDF",
            "picocli",
            "progressbar",
            "JLine",
            "Java Native Access",
            "XChart",
            "FreeMarker",
            "ECharts",
            "webp-imageio",
            "libwebp",
            "Kotlin",
            "Commons Compress")) {
      assertTrue(notice.contains(library), library);
    }
  }

  @Test
  void itNamesItsMainClassAndOffersClassesOfLaterJavas() throws IOException {
    Attributes attributes = jar.getManifest().getMainAttributes();
    assertEquals("io.github.imagefeatures.job.cli.Main", attributes.getValue("Main-Class"));
    assertEquals("true", attributes.getValue("Multi-Release"));
    assertTrue(
        names.stream().anyMatch(name -> name.startsWith("META-INF/versions/16/freemarker/")));
  }

  @Test
  void itIsBelow200Megabytes() throws IOException {
    long size = Files.size(Launcher.jar());
    assertTrue(size < 200 * MEGABYTE, size + " bytes");
  }

  @Test
  void noClassIsInItTwice() {
    assertEquals(names.size(), Set.copyOf(names).size());
  }

  private static String text(String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
