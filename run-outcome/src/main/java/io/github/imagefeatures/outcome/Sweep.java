package io.github.imagefeatures.outcome;

import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;

/** The schedule that makes the function look every few minutes. It has no end of its own. */
final class Sweep {
  private final SchedulerClient scheduler;
  private final OutcomeSettings settings;

  Sweep(SchedulerClient scheduler, OutcomeSettings settings) {
    this.scheduler = scheduler;
    this.settings = settings;
  }

  /** Deletes the schedule; one that is gone already is as good as deleted. */
  void end() {
    try {
      scheduler.deleteSchedule(request -> request.name(settings.sweepName()));
    } catch (ResourceNotFoundException e) {
      return;
    }
  }
}
