package io.github.imagefeatures.cdk.run;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Fn;

/**
 * Where a run writes.
 *
 * @param bucket name
 * @param prefix the prefix of the output in it, without slash at either end; empty for the whole
 *     bucket
 * @param runId the folder's name below {@code runs/}
 */
record RunFolder(String bucket, String prefix, String runId) {

  /** The output, {@code s3://bucket/prefix}. */
  static String output(String bucket, String prefix) {
    return Fn.join("", List.of("s3://", bucket, prefix.isEmpty() ? "" : "/" + prefix));
  }

  /** The folder's address. */
  String uri() {
    return Fn.join("", List.of(output(bucket, prefix), "/runs/", runId));
  }

  /** The key of something in the folder. */
  String key(String name) {
    return (prefix.isEmpty() ? "" : prefix + "/") + "runs/" + runId + "/" + name;
  }

  /** A key and all folders above it, the nearest to the bucket first. */
  static List<String> above(String key) {
    List<String> keys = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    for (String part : key.split("/")) {
      whole.append(whole.isEmpty() ? "" : "/").append(part);
      keys.add(whole.toString());
    }
    return keys;
  }
}
