package io.github.imagefeatures.job.folder;

/** What to do when a run of the given name is complete already. */
public enum IfComplete {
  /** Refuse: somebody chose a name twice. */
  REFUSE,
  /** Take it for this one's outcome if it is the same run; refuse otherwise. */
  SUCCEED
}
