package io.github.imagefeatures.table;

import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * A column of vectors, or of single numbers, in a table to be written.
 *
 * @param name the name of the column
 * @param type of the column
 * @param value takes a row's vector, {@code float[]} or {@code double[]}, or its number
 * @param <T> of the rows
 * @serial exclude
 */
public record VectorColumn<T>(String name, DataType type, Function<T, ?> value)
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
    return new VectorColumn<>(name, vectorOf(DataTypes.FloatType), vector);
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
    return new VectorColumn<>(name, vectorOf(DataTypes.DoubleType), vector);
  }

  /**
   * A column of one number of 64 bits a row. Such columns stand before those of vectors.
   *
   * @param name the name of the column
   * @param number takes a row's number, null where there is none
   * @param <T> of the rows
   * @return the column
   */
  public static <T> VectorColumn<T> ofNumber(String name, Function<T, Double> number) {
    return new VectorColumn<>(name, DataTypes.DoubleType, number);
  }

  private static DataType vectorOf(DataType number) {
    return DataTypes.createArrayType(number, false);
  }

  StructField field() {
    return DataTypes.createStructField(name, type, true);
  }
}
