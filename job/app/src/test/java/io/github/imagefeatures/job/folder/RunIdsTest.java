package io.github.imagefeatures.job.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of runs. */
final class RunIdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "2026-01-31_v1.2", "A.b-c_d"})
  void aNameOfLettersDigitsAndMarksIsARuns(String name) {
    assertTrue(RunIds.isValid(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "_a", "-a", "a/b", "../a", "a b", "\u00e9", "a\n"})
  void aNameThatLeadsElsewhereOrHidesIsNone(String name) {
    assertFalse(RunIds.isValid(name));
  }

  @Test
  void aNameOf128CharactersIsTheLongest() {
    assertTrue(RunIds.isValid("a".repeat(128)));
    assertFalse(RunIds.isValid("a".repeat(129)));
  }

  @Test
  void madeNamesAreValidAndDiffer() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      String name = RunIds.next();
      assertTrue(name.matches("\\d{8}-\\d{6}-[0-9a-f]{4}"), name);
      assertTrue(RunIds.isValid(name), name);
      names.add(name);
    }
    assertEquals(10, names.size(), names.toString());
  }
}
