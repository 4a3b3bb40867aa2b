package io.github.imagefeatures.cdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The files of a built checkout that go to AWS.
 *
 * @param jobJar the Spark job
 * @param outcomeJar the outcome function
 * @param bootstrapScripts the folder of what every node runs first
 * @param weights the folder in which a weights file is looked for when none is named
 * @param samples the folder of drawn pictures
 */
public record Deliverables(
    Path jobJar, Path outcomeJar, Path bootstrapScripts, Path weights, Path samples) {

  private static final String BUILD = "run 'cdk/bin/build' first";
  private static final String NATIVES = "org/tensorflow/internal/c_api/";

  /**
   * What lies where in a checkout.
   *
   * @param root the checkout's folder
   * @return what lies where in a checkout
   */
  public static Deliverables inCheckout(Path root) {
    return new Deliverables(
        only(root.resolve("job/target"), "image-features-job-"),
        only(root.resolve("run-outcome/target"), "run-outcome-"),
        root.resolve("bootstrap-scripts"),
        root.resolve("models"),
        root.resolve("build/samples"));
  }

  /**
   * A script that every node runs.
   *
   * @param name its file name
   * @return a script that every node runs
   */
  public Path script(String name) {
    return existing(bootstrapScripts.resolve(name), "take it from the repository again");
  }

  /**
   * The job, with natives of a platform in it: the wrong ones would show only when a cluster runs.
   *
   * @param platform such as {@code linux-x86_64}
   * @return the job's JAR, which holds them
   */
  public Path jobJarFor(String platform) {
    try (ZipFile jar = new ZipFile(existing(jobJar, BUILD).toFile())) {
      if (jar.stream().noneMatch(entry -> entry.getName().startsWith(NATIVES + platform + "/"))) {
        throw new SettingsException(
            "IF-CDK-12",
            "%s has no natives for %s, which the instanceTypes need: run 'cdk/bin/build %s'."
                .formatted(jobJar.getFileName(), platform, platform));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jobJar;
  }

  /** {@return the function's JAR, which must exist} */
  public Path builtOutcomeJar() {
    return existing(outcomeJar, BUILD);
  }

  /** {@return the folder of drawn pictures, which must exist} */
  public Path drawnSamples() {
    return existing(samples, BUILD);
  }

  /** {@return the weights file to deploy when none is named} A deployment never goes without. */
  public Path defaultWeights() {
    return first(weights, "", ".h5")
        .orElseThrow(
            () ->
                new SettingsException(
                    "IF-CDK-11",
                    "There are no weights in models/: run 'make model', or name a file with -c model=FILE or -c model=s3://... (nodes in private subnets cannot download them)."));
  }

  private static Path only(Path folder, String prefix) {
    return first(folder, prefix, ".jar").orElse(folder.resolve(prefix + "VERSION.jar"));
  }

  /** The first file of that name in a folder, which need not be there. */
  private static Optional<Path> first(Path folder, String prefix, String suffix) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path existing(Path path, String cure) {
    if (!Files.exists(path)) {
      throw new SettingsException("IF-CDK-13", "There is no %s: %s.".formatted(path, cure));
    }
    return path;
  }
}
