package io.github.imagefeatures.table;

import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * A column of vectors in a table to be written.
 *
 * @param name the name of the column
 * @param number type of what is in the vectors
 * @param vector takes a row's vector, {@code float[]} or {@code double[]}
 * @param <T> of the rows
 * @serial exclude
 */
public record VectorColumn<T>(String name, DataType number, Function<T, ?> vector)
    implements Serializable {

  /**
   * {@return the column of features}
   *
   * @param <T> of the rows
   */
  public static <T extends FeatureVector> VectorColumn<T> ofFeatures() {
    return ofFloats(VectorTable.FEATURES, FeatureVector::getFeatures);
  }

  /**
   * A column of 32 bits a number.
   *
   * @param name the name of the column
   * @param vector takes a row's vector
   * @param <T> of the rows
   * @return the column
   */
  public static <T> VectorColumn<T> ofFloats(String name, Function<T, float[]> vector) {
    return new VectorColumn<>(name, DataTypes.FloatType, vector);
  }

  /**
   * A column of 64 bits a number.
   *
   * @param name the name of the column
   * @param vector takes a row's vector
   * @param <T> of the rows
   * @return the column
   */
  public static <T> VectorColumn<T> ofDoubles(String name, Function<T, double[]> vector) {
    return new VectorColumn<>(name, DataTypes.DoubleType, vector);
  }

  StructField field() {
    return DataTypes.createStructField(name, DataTypes.createArrayType(number, false), true);
  }
}
