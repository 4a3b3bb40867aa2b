package io.github.imagefeatures.cdk.run;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.cdk.InstanceTypes;
import io.github.imagefeatures.cdk.PipelineSettings;
import io.github.imagefeatures.cdk.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryPlanTest {

  /** Every type that {@code instanceTypes} takes. */
  static List<InstanceTypes> everyType() {
    return Stream.of("c", "m", "r")
        .flatMap(letter -> IntStream.rangeClosed(5, 8).mapToObj(number -> letter + number))
        .flatMap(family -> Stream.of("", "a", "g", "i").map(maker -> family + maker))
        .flatMap(family -> Stream.of("xlarge", "2xlarge", "4xlarge").map(s -> family + "." + s))
        .flatMap(MemoryPlanTest::taken)
        .toList();
  }

  private static Stream<InstanceTypes> taken(String type) {
    try {
      Map<String, String> context = Map.of("instanceTypes", type);
      return Stream.of(PipelineSettings.of(context, Map.of()).run().instanceTypes());
    } catch (SettingsException e) {
      return Stream.empty();
    }
  }

  @Test
  void thereAreTypesOfEveryFamilyAndSize() {
    assertTrue(everyType().size() > 60, everyType().toString());
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void heapAndOverheadOfDriverAndExecutorFitYarnsMemoryOnOneNode(InstanceTypes type) {
    MemoryPlan plan = MemoryPlan.of(type);
    int containers = plan.driverContainer() + plan.executorContainer();
    assertAll(
        () -> assertTrue(containers <= plan.yarn(), containers + " MiB of " + plan.yarn()),
        () -> assertTrue(plan.yarn() <= (type.memoryGib() - 4) * 1024, "too little for the system"),
        () -> assertTrue(plan.executorHeap() >= 4096, "a heap of " + plan.executorHeap()),
        () -> assertTrue(plan.executorOverhead() >= 512 * type.cores(), "natives of every core"));
  }
}
