package io.github.imagefeatures.cdk.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The outcome function's code as it is built, after steps that failed here. */
final class OutcomeFunction {
  private static final Path TARGET = Path.of("../../../run-outcome/target");

  private OutcomeFunction() {}

  /**
   * Has the function look at failed steps.
   *
   * @param log takes what it tells
   * @return what the wait condition's handle got, by the folder of the run
   */
  static Map<String, JsonNode> signals(Path log, DeployedRun... runs)
      throws IOException, InterruptedException {
    // A name in front of an address, as the SDK puts a bucket's, would not be found.
    String store = System.getenv("AWS_ENDPOINT_URL").replace("localhost", "127.0.0.1");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TARGET.resolve("test-classes") + File.pathSeparator + TARGET + "/*",
                "io.github.imagefeatures.outcome.RehearsedStep",
                store));
    Stream.of(runs).map(DeployedRun::runFolder).forEach(line::add);
    Command told = Command.run(line, Map.of(), log).succeeded();
    Map<String, JsonNode> signals = new TreeMap<>();
    for (String each : told.output().lines().filter(one -> one.startsWith("{")).toList()) {
      JsonNode signal = new ObjectMapper().readTree(each);
      signals.put(signal.get("Data").asText(), signal);
    }
    return signals;
  }
}
