package io.github.imagefeatures.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.TreeMap;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

/** The rows as Spark's encoders see them. */
final class FeatureVectorTest {
  @Test
  void aFeatureVectorHasThreeColumns() {
    TreeMap<String, String> columns = columns(Encoders.bean(FeatureVector.class));
    assertEquals("{features=array<float>, label=string, path=string}", columns.toString());
  }

  private static TreeMap<String, String> columns(Encoder<?> encoder) {
    TreeMap<String, String> columns = new TreeMap<>();
    Arrays.stream(encoder.schema().fields())
        .forEach(
            (StructField field) -> columns.put(field.name(), field.dataType().catalogString()));
    return columns;
  }
}
