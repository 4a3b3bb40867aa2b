package io.github.imagefeatures.ml;

import io.github.imagefeatures.featurize.RowFeaturizing;
import io.github.imagefeatures.image.RejectedImageException;
import java.util.Locale;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Adds to a row the features of its image and the reason why it has none.
 *
 * @param asVector whether features are a vector of Spark ML, not an array
 * @param invalid what becomes of a row without features
 */
record FeaturizedRow(boolean asVector, Invalid invalid) implements RowFeaturizing.Result {

  /** What becomes of a row without features. */
  enum Invalid {
    /** It stays, with null for features. */
    KEEP,
    /** It is left out. */
    SKIP,
    /** The job fails. */
    ERROR;

    /** {@return the word for it in a param} */
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Row of(Row row, float[] features, RejectedImageException rejection) {
    if (rejection != null && invalid == Invalid.SKIP) {
      return null;
    }
    if (rejection != null && invalid == Invalid.ERROR) {
      throw new IllegalStateException(
          "An image is rejected (%s): %s With handleInvalid 'keep' its row says so, with 'skip' it is left out."
              .formatted(rejection.reason().wireName(), rejection.getMessage()));
    }
    Object[] values = new Object[row.size() + 2];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] =
        features == null || !asVector ? features : Vectors.dense(doubles(features));
    values[row.size() + 1] =
        rejection == null
            ? null
            : RowFactory.create(rejection.reason().wireName(), rejection.getMessage());
    return RowFactory.create(values);
  }

  private static double[] doubles(float[] features) {
    double[] doubles = new double[features.length];
    for (int i = 0; i < features.length; i++) {
      doubles[i] = features[i];
    }
    return doubles;
  }
}
