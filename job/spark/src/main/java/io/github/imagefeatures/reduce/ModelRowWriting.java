package io.github.imagefeatures.reduce;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Hands a row of dense vectors and matrices to Parquet, in the form that Spark gives them. */
final class ModelRowWriting extends WriteSupport<Map<String, Object>> {
  private static final String LIST = " (LIST) { repeated group list { required %s element; } } ";

  /** As Spark's {@code VectorUDT} has it. */
  private static final String VECTOR =
      "optional group %%s { required int32 type (INTEGER(8,true)); optional int32 size; optional group indices%s optional group values%s } "
          .formatted(LIST.formatted("int32"), LIST.formatted("double"));

  /** As Spark's {@code MatrixUDT} has it. */
  private static final String MATRIX =
      "optional group %%s { required int32 type (INTEGER(8,true)); required int32 numRows; required int32 numCols; optional group colPtrs%s optional group rowIndices%s optional group values%s required boolean isTransposed; } "
          .formatted(LIST.formatted("int32"), LIST.formatted("int32"), LIST.formatted("double"));

  private final WriteContext table;
  private RecordConsumer out;

  /** Makes a writer of such a row. */
  static final class Builder extends ParquetWriter.Builder<Map<String, Object>, Builder> {
    private final Map<String, Object> columns;
    private final String sparkVersion;

    Builder(OutputFile file, Map<String, Object> columns, String sparkVersion) {
      super(file);
      this.columns = columns;
      this.sparkVersion = sparkVersion;
      withCompressionCodec(CompressionCodecName.SNAPPY);
      withDictionaryEncoding(false);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Map<String, Object>> getWriteSupport(Configuration hadoop) {
      return new ModelRowWriting(columns, sparkVersion);
    }
  }

  private ModelRowWriting(Map<String, Object> columns, String sparkVersion) {
    table =
        new WriteContext(
            parquetSchema(columns),
            Map.of(
                "org.apache.spark.version",
                sparkVersion,
                // Where Spark finds that the columns are of its own types.
                "org.apache.spark.sql.parquet.row.metadata",
                sparkSchema(columns).json()));
  }

  private static MessageType parquetSchema(Map<String, Object> columns) {
    StringBuilder schema = new StringBuilder("message spark_schema { ");
    columns.forEach(
        (name, value) ->
            schema.append((value instanceof DenseMatrix ? MATRIX : VECTOR).formatted(name)));
    return MessageTypeParser.parseMessageType(schema.append("}").toString());
  }

  private static StructType sparkSchema(Map<String, Object> columns) {
    StructType schema = new StructType();
    for (Map.Entry<String, Object> column : columns.entrySet()) {
      schema = schema.add(column.getKey(), type(column.getValue()));
    }
    return schema;
  }

  private static DataType type(Object value) {
    return value instanceof DenseMatrix ? SQLDataTypes.MatrixType() : SQLDataTypes.VectorType();
  }

  @Override
  public WriteContext init(Configuration hadoop) {
    return table;
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  public void write(Map<String, Object> columns) {
    out.startMessage();
    columns.forEach(
        (name, value) -> field(name, table.getSchema().getFieldIndex(name), () -> group(value)));
    out.endMessage();
  }

  private void group(Object value) {
    out.startGroup();
    field("type", 0, () -> out.addInteger(ModelRow.DENSE));
    if (value instanceof DenseMatrix matrix) {
      field("numRows", 1, () -> out.addInteger(matrix.numRows()));
      field("numCols", 2, () -> out.addInteger(matrix.numCols()));
      field("values", 5, () -> list(matrix.values()));
      field("isTransposed", 6, () -> out.addBoolean(matrix.isTransposed()));
    } else {
      field("values", 3, () -> list(((DenseVector) value).values()));
    }
    out.endGroup();
  }

  /** Never an empty one: there is a feature, and a component, at least. */
  private void list(double[] numbers) {
    out.startGroup();
    field(
        "list",
        0,
        () -> {
          for (double number : numbers) {
            out.startGroup();
            field("element", 0, () -> out.addDouble(number));
            out.endGroup();
          }
        });
    out.endGroup();
  }

  private void field(String name, int index, Runnable content) {
    out.startField(name, index);
    content.run();
    out.endField(name, index);
  }
}
