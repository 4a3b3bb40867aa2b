package io.github.imagefeatures.outcome;

/**
 * How a run ended.
 *
 * @param success whether it is complete
 * @param sentence why not, or that it is
 * @param log where to read more
 */
record Outcome(boolean success, String sentence, String log) {

  /** As CloudFormation spells it. */
  String status() {
    return success ? "SUCCESS" : "FAILURE";
  }
}
