package io.github.imagefeatures.cdk.step;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** What {@code laptop.properties} must know of this machine. */
final class Machine {
  private Machine() {}

  /**
   * @param work the test's folder
   * @param spark where Spark is
   */
  static Map<String, String> variables(Path work, Path spark) throws IOException {
    return Map.of(
        "work", work.toString(),
        "spark", spark.toString(),
        "endpoint", System.getenv("AWS_ENDPOINT_URL"),
        "shufflePort", Integer.toString(freePort()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
