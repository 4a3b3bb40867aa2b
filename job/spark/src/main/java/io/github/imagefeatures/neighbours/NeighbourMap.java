package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.nearest.Distance;
import io.github.imagefeatures.nearest.NearestRows;
import io.github.imagefeatures.nearest.PointTree;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import io.github.imagefeatures.umap.Umap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The map of the neighbours by components.
 *
 * @param places two numbers a row; none where there is no map
 * @param judged how many images lie next to one of their own label on it: how far it is to be
 *     trusted; empty where labels cannot tell
 */
record NeighbourMap(float[] places, Optional<OfSpace> judged) {
  static final NeighbourMap NONE = new NeighbourMap(new float[0], Optional.empty());

  /**
   * Draws it.
   *
   * @param byComponents the nearest of more than {@link Umap#NEIGHBOURS} rows
   * @param initial two numbers a row, about 0
   * @param labelled those of the images that have a label; empty when labels cannot tell
   */
  static NeighbourMap of(NearestImages byComponents, double[] initial, Optional<Images> labelled) {
    NeighbourMap drawn =
        new NeighbourMap(
            Umap.places(byComponents.points(Umap.NEIGHBOURS), initial), Optional.empty());
    return new NeighbourMap(
        drawn.places(), labelled.map(images -> drawn.judge(byComponents.images(), images)));
  }

  private OfSpace judge(Images all, Images labelled) {
    Map<String, float[]> byPath = byPath(all);
    double[] ofLabelled = new double[2 * labelled.rows()];
    for (int row = 0; row < labelled.rows(); row++) {
      float[] place = byPath.get(labelled.path(labelled.copies(row)[0]));
      ofLabelled[2 * row] = place[0];
      ofLabelled[2 * row + 1] = place[1];
    }
    NearestRows nearest = new PointTree(ofLabelled, 2).nearest(LabelVotes.VOTERS);
    return EmbeddingAccuracy.space(
        "map", 2, LabelVotes.count(new NearestImages(labelled, Distance.EUCLIDEAN, nearest, 1)));
  }

  /** Where each image lies, two numbers; none where there is no map. */
  Map<String, float[]> byPath(Images images) {
    Map<String, float[]> places = new HashMap<>();
    for (int image = 0; isThere() && image < images.count(); image++) {
      places.put(images.path(image), place(images.row(image)));
    }
    return places;
  }

  boolean isThere() {
    return places.length > 0;
  }

  /** Where a row lies, two numbers. */
  float[] place(int row) {
    return new float[] {places[2 * row], places[2 * row + 1]};
  }
}
