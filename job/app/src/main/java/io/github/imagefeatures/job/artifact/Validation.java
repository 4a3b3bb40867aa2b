package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/** Opens a finished run and checks what its manifest claims, each {@link Artifact} its own part. */
public final class Validation {
  private final RunFolder folder;
  private final SparkSession spark;
  private final Manifest manifest;
  private final Artifacts artifacts;
  private final List<String> faults = new ArrayList<>();
  private String featurizedPaths = "";

  public Validation(RunFolder folder, SparkSession spark, Manifest manifest) {
    this(folder, spark, manifest, Artifacts.OF_A_RUN);
  }

  /** Validates a run that leaves other artifacts than {@link Artifacts#OF_A_RUN}. */
  public Validation(RunFolder folder, SparkSession spark, Manifest manifest, Artifacts artifacts) {
    this.folder = folder;
    this.spark = spark;
    this.manifest = manifest;
    this.artifacts = artifacts;
  }

  /** What does not hold, a sentence each; empty when all does. */
  public List<String> faults() {
    artifacts.wanted(manifest.options()).forEach(this::check);
    return List.copyOf(faults);
  }

  private void check(Artifact artifact) {
    try {
      artifact.check(this);
    } catch (Exception e) {
      fault("%s cannot be read (%s).".formatted(artifact.title(), Reason.atRootOf(e)));
    }
  }

  RunFolder folder() {
    return folder;
  }

  SparkSession spark() {
    return spark;
  }

  Manifest manifest() {
    return manifest;
  }

  /** Where a file or table of the run lies. */
  String path(String name) {
    return folder.path(manifest.folderOf(name)).toString();
  }

  /** Adds a sentence of what does not hold. */
  void fault(String sentence) {
    faults.add(sentence);
  }

  void expect(String what, Object claimed, Object found) {
    if (!claimed.toString().equals(found.toString())) {
      fault("The manifest claims %s: %s; found: %s.".formatted(what, claimed, found));
    }
  }

  void requireExists(String name) {
    if (!folder.exists(folder.path(name))) {
      fault("There is no %s.".formatted(name));
    }
  }

  /** Remembers the digest of the paths in {@code features/}, for the tables checked after it. */
  void setFeaturizedPaths(String digest) {
    featurizedPaths = digest;
  }

  /** Requires a table to hold the same images as {@code features/}. */
  void expectFeaturized(String table, String digest) {
    if (!digest.equals(featurizedPaths)) {
      fault("The tables features/ and %s/ do not hold the same images.".formatted(table));
    }
  }

  static boolean isFinite(float[] values, int length) {
    return values.length == length
        && IntStream.range(0, length).allMatch(i -> Float.isFinite(values[i]));
  }

  static boolean isFinite(double[] values, int length) {
    return values.length == length && Arrays.stream(values).allMatch(Double::isFinite);
  }
}
