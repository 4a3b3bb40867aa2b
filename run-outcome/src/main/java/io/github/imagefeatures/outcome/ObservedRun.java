package io.github.imagefeatures.outcome;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.ClusterState;
import software.amazon.awssdk.services.emr.model.Step;

/**
 * What EMR says about a run at one moment.
 *
 * @param cluster the run's cluster
 * @param step the run's step; empty on a cluster that has none
 */
record ObservedRun(Cluster cluster, Optional<Step> step) {
  private static final Set<ClusterState> ENDED =
      Set.of(ClusterState.TERMINATED, ClusterState.TERMINATED_WITH_ERRORS);

  /** Whether the cluster is gone for good. */
  boolean hasEndedCluster() {
    return ENDED.contains(cluster.status().state());
  }

  /** Whether the cluster is gone or going. */
  boolean hasEndingCluster() {
    return hasEndedCluster() || cluster.status().state() == ClusterState.TERMINATING;
  }

  /** When the cluster was asked for. */
  Instant created() {
    return cluster.status().timeline() == null
            || cluster.status().timeline().creationDateTime() == null
        ? Instant.EPOCH
        : cluster.status().timeline().creationDateTime();
  }

  /** When the job began, or could have at the earliest. */
  Instant began() {
    return step.map(each -> each.status().timeline())
        .map(timeline -> timeline.startDateTime())
        .orElseGet(this::created);
  }

  /** Whether the cluster carries a tag. */
  boolean hasTag(String key) {
    return cluster.tags().stream().anyMatch(tag -> tag.key().equals(key));
  }
}
