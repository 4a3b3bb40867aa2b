package io.github.imagefeatures.reduce;

import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Rows of features for the tests of this room. */
final class Rows {
  private Rows() {}

  /** Correlated columns of different spread, the first with the largest; all far from zero. */
  static float[][] correlated(long seed, int rows, int dimension) {
    Random random = new Random(seed);
    double[][] mixing = new double[dimension][dimension];
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < dimension; j++) {
        mixing[i][j] = random.nextGaussian() / (1 + j);
      }
    }
    float[][] result = new float[rows][dimension];
    for (float[] row : result) {
      double[] hidden = random.doubles(dimension).map(x -> x - 0.5).toArray();
      for (int i = 0; i < dimension; i++) {
        double sum = 5 + i;
        for (int j = 0; j < dimension; j++) {
          sum += mixing[i][j] * hidden[j] * (dimension - i);
        }
        row[i] = (float) sum;
      }
    }
    return result;
  }

  static Moments moments(float[]... rows) {
    int dimension = rows[0].length;
    float[] block = new float[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, block, i * dimension, dimension);
    }
    return LinearAlgebra.moments(block, rows.length, dimension);
  }

  /** In as many partitions as there are arrays, some perhaps empty. */
  static JavaRDD<FeatureVector> partitioned(float[][]... partitions) {
    List<List<FeatureVector>> vectors = new ArrayList<>();
    int index = 0;
    for (float[][] partition : partitions) {
      List<FeatureVector> part = new ArrayList<>();
      for (float[] row : partition) {
        part.add(new FeatureVector("image " + index++, "class " + index % 3, row));
      }
      vectors.add(part);
    }
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(vectors, Math.max(1, vectors.size()))
        .flatMap(List::iterator);
  }

  /** In a number of partitions of about the same size, in order. */
  static JavaRDD<FeatureVector> inPartitions(float[][] rows, int partitions) {
    float[][][] parts = new float[partitions][][];
    for (int i = 0; i < partitions; i++) {
      int from = (int) ((long) rows.length * i / partitions);
      int to = (int) ((long) rows.length * (i + 1) / partitions);
      parts[i] = Arrays.copyOfRange(rows, from, to);
    }
    return partitioned(parts);
  }
}
