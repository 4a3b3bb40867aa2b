package io.github.imagefeatures.job;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A package is a room: which others each may use, and how large it may become. */
final class RoomsTest {
  private static final String PROJECT = "io.github.imagefeatures";
  private static final int MOST_LINES = 3_000;

  /** Which rooms each may use, below {@link #PROJECT}. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("image", Set.of()),
          entry("image.raster", Set.of("image")),
          entry("image.jpeg", Set.of("image", "image.raster")),
          entry("image.tiff", Set.of("image", "image.jpeg", "image.raster")),
          entry("image.decode", Set.of("image", "image.jpeg", "image.raster", "image.tiff")),
          entry("image.resize", Set.of("image")),
          entry("image.preprocess", Set.of("image", "image.decode", "image.resize")),
          entry("failure", Set.of()),
          entry("tensorflow", Set.of()),
          entry("network", Set.of("failure", "image", "tensorflow")),
          entry(
              "network.mobilenet",
              Set.of("failure", "image", "network", "network.onnx", "tensorflow")),
          entry("network.onnx", Set.of("failure", "image", "network")),
          entry(
              "network.weights",
              Set.of(
                  "failure",
                  "image",
                  "network",
                  "network.mobilenet",
                  "network.onnx",
                  "tensorflow")),
          entry("spill", Set.of()),
          entry("listing", Set.of("failure", "spill")),
          entry("listing.labels", Set.of("failure", "listing", "spill")),
          entry("samples", Set.of("failure", "listing")),
          entry("table", Set.of("image", "listing")),
          entry("session", Set.of("table")),
          entry(
              "ml",
              Set.of(
                  "failure", "featurize", "image", "network", "network.onnx", "network.weights")),
          entry(
              "featurize",
              Set.of(
                  "failure",
                  "image",
                  "image.preprocess",
                  "listing",
                  "network",
                  "table",
                  "tensorflow")),
          entry("reduce", Set.of("failure", "table")),
          entry("umap", Set.of()),
          entry("nearest", Set.of("table")),
          entry("neighbours", Set.of("nearest", "table", "umap")),
          entry("neighbours.check", Set.of("neighbours", "table")),
          entry("findings", Set.of("neighbours", "table")),
          entry(
              "job.options",
              Set.of(
                  "featurize", "listing", "network", "network.onnx", "network.weights", "reduce")),
          entry(
              "job.folder",
              Set.of(
                  "failure",
                  "featurize",
                  "image",
                  "job.options",
                  "job.versions",
                  "listing",
                  "neighbours",
                  "network",
                  "network.onnx",
                  "network.weights",
                  "reduce",
                  "spill",
                  "table",
                  "tensorflow",
                  "umap")),
          entry("job.report", Set.of("reduce")),
          entry("job.report.data", Set.of("image.preprocess", "job.report", "reduce", "table")),
          entry(
              "job.artifact",
              Set.of(
                  "failure",
                  "featurize",
                  "findings",
                  "image",
                  "job.folder",
                  "job.options",
                  "job.report",
                  "job.report.data",
                  "listing",
                  "ml",
                  "neighbours",
                  "neighbours.check",
                  "network",
                  "network.weights",
                  "reduce",
                  "table")),
          entry(
              "job.fit",
              Set.of(
                  "failure",
                  "job.artifact",
                  "job.folder",
                  "job.options",
                  "job.report.data",
                  "network",
                  "network.weights",
                  "reduce",
                  "table")),
          entry(
              "job.export",
              Set.of(
                  "failure",
                  "featurize",
                  "image",
                  "job.artifact",
                  "job.folder",
                  "listing",
                  "ml",
                  "network",
                  "network.onnx",
                  "network.weights",
                  "table")),
          entry("job.versions", Set.of("network", "tensorflow")),
          entry("job.pack", Set.of("failure", "featurize", "job.folder", "listing")),
          entry("job.estimate", Set.of("listing")),
          entry(
              "job.run",
              Set.of(
                  "failure",
                  "featurize",
                  "image",
                  "job.artifact",
                  "job.estimate",
                  "job.fit",
                  "job.folder",
                  "job.options",
                  "job.pack",
                  "job.report.data",
                  "listing",
                  "listing.labels",
                  "neighbours",
                  "network",
                  "network.weights",
                  "reduce",
                  "table")),
          entry(
              "job.probe",
              Set.of(
                  "failure",
                  "featurize",
                  "job.estimate",
                  "job.folder",
                  "job.versions",
                  "listing",
                  "network",
                  "network.onnx",
                  "network.weights",
                  "samples",
                  "table",
                  "tensorflow")),
          entry(
              "job.inspect",
              Set.of(
                  "failure",
                  "job.artifact",
                  "job.fit",
                  "job.folder",
                  "listing",
                  "reduce",
                  "table")),
          entry(
              "job.cli.options",
              Set.of(
                  "failure",
                  "featurize",
                  "findings",
                  "image",
                  "job.estimate",
                  "job.folder",
                  "job.options",
                  "job.pack",
                  "job.probe",
                  "job.report.data",
                  "listing",
                  "listing.labels",
                  "network",
                  "network.onnx",
                  "network.weights",
                  "reduce",
                  "samples",
                  "table")),
          entry(
              "job.cli.console",
              Set.of(
                  "failure",
                  "findings",
                  "job.cli.options",
                  "job.estimate",
                  "job.folder",
                  "job.inspect",
                  "job.pack",
                  "job.probe",
                  "job.run",
                  "listing",
                  "samples")),
          entry(
              "job.cli",
              Set.of(
                  "failure",
                  "featurize",
                  "image",
                  "job.artifact",
                  "job.cli.console",
                  "job.cli.options",
                  "job.estimate",
                  "job.export",
                  "job.folder",
                  "job.inspect",
                  "job.options",
                  "job.pack",
                  "job.probe",
                  "job.run",
                  "job.versions",
                  "listing",
                  "network",
                  "network.weights",
                  "reduce",
                  "samples",
                  "session",
                  "table")));

  private static final JavaClasses CLASSES = classes();

  private static JavaClasses classes() {
    // Other projects' classes count by their package alone; half of Spark would be read otherwise.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(
            place -> !place.matches(Pattern.compile(".*(test-classes|-tests\\.jar).*")))
        .importPackages(PROJECT);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesNoOthersThanItMay(String room) {
    String[] allowed =
        Stream.concat(Stream.of(room), MAY_USE.get(room).stream())
            .map(each -> PROJECT + "." + each)
            .toArray(String[]::new);
    ArchRuleDefinition.classes()
        .that()
        .resideInAPackage(PROJECT + "." + room)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage(PROJECT + "..").or(resideInAnyPackage(allowed)))
        .check(CLASSES);
  }

  @Test
  void noRoomsUseOneAnotherInACircle() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return SliceIdentifier.of(javaClass.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void everyPackageIsARoomOfTheTable() {
    Set<String> packages =
        CLASSES.stream()
            .map(each -> each.getPackageName().substring(PROJECT.length() + 1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(rooms()), packages);
  }

  @Test
  void theDocumentSaysWhatEachRoomMayUse() throws IOException {
    String document = Files.readString(Path.of("../../docs/architecture.md"));
    Map<String, Set<String>> written = new TreeMap<>();
    Pattern.compile("^\\| `([a-z.]+)` \\|[^|]*\\|([^|]*)\\|", Pattern.MULTILINE)
        .matcher(document)
        .results()
        .forEach(row -> written.put(row.group(1), names(row.group(2))));
    assertEquals(new TreeMap<>(MAY_USE), written);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomStaysBelow3000Lines(String room) throws IOException {
    long lines = 0;
    for (Path file : sources(room)) {
      lines += Files.readString(file).lines().count();
    }
    assertEquals(Math.min(lines, MOST_LINES), lines, "lines of " + room);
  }

  static List<String> rooms() {
    return MAY_USE.keySet().stream().sorted().toList();
  }

  private static Set<String> names(String cell) {
    return Pattern.compile("`([a-z.]+)`")
        .matcher(cell)
        .results()
        .map((MatchResult name) -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> sources(String room) {
    String folder = "src/main/java/" + (PROJECT + "." + room).replace('.', '/');
    return Stream.of("pixels", "network", "spark", "app")
        .map(module -> Path.of("..", module, folder))
        .filter(Files::isDirectory)
        .flatMap(RoomsTest::files)
        .filter(file -> file.toString().endsWith(".java"))
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
