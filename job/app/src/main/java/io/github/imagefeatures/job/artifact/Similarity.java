package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.findings.FindingsTable;
import io.github.imagefeatures.job.folder.Manifest.NeighboursFound;
import io.github.imagefeatures.neighbours.NearestImages;
import java.util.Map;

/** What is known of images near one another; complete once the stage of neighbours has ended. */
public final class Similarity {
  private NeighboursFound neighbours;
  private NearestImages nearest;
  private Map<String, float[]> places = Map.of();
  private FindingsTable findings;

  /** What was found of neighbours. */
  void set(NeighboursFound found, NearestImages byFeatures, Map<String, float[]> onMap) {
    neighbours = found;
    nearest = byFeatures;
    places = onMap;
  }

  void set(FindingsTable found) {
    findings = found;
  }

  /** Where each image lies on the map, by its path; none where there is no map. */
  Map<String, float[]> places() {
    return places;
  }

  /** All findings; null when nothing was looked for. */
  FindingsTable table() {
    return findings;
  }

  /** The nearest images by features; null when there are none. */
  NearestImages nearest() {
    return nearest;
  }

  /** {@return what the manifest says of neighbours; null when they were not wanted} */
  public NeighboursFound neighbours() {
    return neighbours;
  }

  /** {@return the findings of each kind; null when nothing was looked for} */
  public Map<String, Long> findings() {
    return findings == null ? null : findings.counts();
  }
}
