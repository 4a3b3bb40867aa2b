package io.github.imagefeatures.reduce;

import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.io.Serializable;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.VectorSlicer;

/**
 * A second reducer, for tests alone: its components are the features that vary most, as they are.
 *
 * @param choice how many to keep
 */
public record FeatureSelection(ComponentChoice choice) implements Reducer {

  @Override
  public Reduced fit(JavaRDD<FeatureVector> vectors, int dimension, double error) {
    Moments moments = MomentsPass.over(vectors, dimension);
    double[] deviation = moments.deviation(error);
    int[] order =
        IntStream.range(0, dimension)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> deviation[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double[] variances =
        IntStream.of(order).mapToDouble(i -> deviation[i] * deviation[i]).toArray();
    double total = IntStream.range(0, dimension).mapToDouble(i -> variances[i]).sum();
    double[] shares =
        IntStream.range(0, dimension).mapToDouble(i -> variances[i] / total).toArray();
    ExplainedVariance variance = ExplainedVariance.of(shares);
    return new Selected(moments.count(), order, choice.count(variance, dimension), variance);
  }

  private record Selected(long images, int[] order, int components, ExplainedVariance variance)
      implements Reduced, Serializable {
    @Override
    public int dimension() {
      return order.length;
    }

    @Override
    public Scaling scaling() {
      return Scaling.NONE;
    }

    @Override
    public JavaRDD<ProjectedVector> project(JavaRDD<FeatureVector> vectors) {
      int[] kept = kept();
      return vectors.map(
          vector ->
              new ProjectedVector(
                  vector, IntStream.of(kept).mapToDouble(i -> vector.getFeatures()[i]).toArray()));
    }

    @Override
    public Reduced keeping(int fewer) {
      return new Selected(images, order, fewer, variance);
    }

    @Override
    public PipelineModel toPipelineModel(String inputColumn, String outputColumn) {
      VectorSlicer slicer =
          new VectorSlicer().setInputCol(inputColumn).setOutputCol(outputColumn).setIndices(kept());
      return new PipelineModel("selection", new Transformer[] {slicer});
    }

    private int[] kept() {
      return IntStream.range(0, components).map(i -> order[i]).toArray();
    }
  }
}
