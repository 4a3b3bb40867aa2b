package io.github.imagefeatures.cdk.step;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Spark as on EMR: the whole of 3.5.6, with Hadoop 3.4.2 and S3A in the place of the Hadoop that it
 * comes with.
 */
final class SparkInstallation {
  private final Path home;
  private final Path conf;

  /**
   * @param home where to lay it out
   * @param original Spark as it comes
   * @param beside the folder of Hadoop's JARs
   */
  SparkInstallation(Path home, Path original, Path beside, Map<String, String> defaults)
      throws IOException {
    this.home = home;
    this.conf = Files.createDirectories(home.resolve("conf"));
    Files.createSymbolicLink(home.resolve("bin"), original.resolve("bin"));
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (Path jar : list(original.resolve("jars"))) {
      if (!jar.getFileName().toString().startsWith("hadoop-")) {
        link(jar, jars);
      }
    }
    for (Path jar : list(beside)) {
      link(jar, jars);
    }
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        defaults.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  /**
   * Runs a step's arguments, which begin with {@code spark-submit}, as {@code command-runner.jar}
   * does.
   *
   * @param hadoopSite the folder of the cluster's settings
   * @param log takes all that it tells
   */
  Command run(List<String> arguments, Path hadoopSite, Path log)
      throws IOException, InterruptedException {
    String path = home.resolve("bin") + File.pathSeparator + System.getenv("PATH");
    return Command.run(
        Stream.concat(Stream.of("env"), arguments.stream()).toList(),
        Map.of(
            "PATH", path,
            "SPARK_HOME", home.toString(),
            "SPARK_CONF_DIR", conf.toString(),
            "HADOOP_CONF_DIR", hadoopSite.toString(),
            // Of spark-submit itself, which waits.
            "SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
        log);
  }

  private static void link(Path jar, Path folder) throws IOException {
    Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar.toAbsolutePath());
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
