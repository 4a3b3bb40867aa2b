package io.github.imagefeatures.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** EventBridge Scheduler's answers about one schedule of the default group. */
final class FakeScheduler {
  static final String SWEEP = "image-features-a-1234567890";

  /** An answer: HTTP status, and the type of the error if it is one. */
  record Answer(int status, Optional<String> error) {}

  /** Whether the schedule is there. */
  boolean hasSweep = true;

  /** Calls that are still to be refused for coming too fast. */
  int throttled;

  final List<String> deletes = new ArrayList<>();

  /** Answers one {@code DELETE}. */
  Answer delete(String path) {
    deletes.add(path);
    if (throttled > 0) {
      throttled--;
      return new Answer(429, Optional.of("ThrottlingException"));
    }
    if (!hasSweep || !path.equals("/schedules/" + SWEEP)) {
      return new Answer(404, Optional.of("ResourceNotFoundException"));
    }
    hasSweep = false;
    return new Answer(200, Optional.empty());
  }
}
