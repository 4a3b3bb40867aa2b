package io.github.imagefeatures.job.probe;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * One question and what came of it.
 *
 * @param name of the check, the same from version to version
 * @param outcome how it went
 * @param figure the answer in a few words
 * @param sentence what the answer means; what is wrong and what to do where it failed
 * @param details the answer for programs, by name: texts, numbers, and lists of such maps
 */
public record Check(
    String name, Outcome outcome, String figure, String sentence, Map<String, Object> details) {

  /** How a check went. */
  public enum Outcome {
    /** The answer is as a run needs it. */
    @JsonProperty("ok")
    OK("ok"),
    /** A run would fail here, or do worse than it should. */
    @JsonProperty("failed")
    FAILED("failed"),
    /** The machines at hand have no answer. */
    @JsonProperty("not visible")
    NOT_VISIBLE("not visible");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** {@return the outcome in words, as the JSON has it} */
    public String words() {
      return words;
    }
  }

  static Check ok(String name, String figure, String sentence, Map<String, Object> details) {
    return new Check(name, Outcome.OK, figure, sentence, details);
  }

  static Check failed(String name, String figure, String sentence, Map<String, Object> details) {
    return new Check(name, Outcome.FAILED, figure, sentence, details);
  }

  static Check notVisible(String name, String sentence) {
    return new Check(name, Outcome.NOT_VISIBLE, "-", sentence, Map.of());
  }
}
