package io.github.imagefeatures.job.options;

/** What to do when a run of the given name is complete already. */
public enum IfComplete {
  /** Refuses the run, because somebody chose a name twice. */
  REFUSE,
  /** Succeeds if the complete run is the same as the one asked for, and refuses otherwise. */
  SUCCEED
}
