package io.github.imagefeatures.reduce;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Makes a {@link ModelRow} of what Parquet hands out number by number. */
final class ModelRowReading extends ReadSupport<ModelRow> {

  @Override
  public ReadContext init(Configuration hadoop, Map<String, String> keys, MessageType schema) {
    return new ReadContext(schema);
  }

  @Override
  public RecordMaterializer<ModelRow> prepareForRead(
      Configuration hadoop, Map<String, String> keys, MessageType schema, ReadContext context) {
    return new Rows(schema);
  }

  private static final class Rows extends RecordMaterializer<ModelRow> {
    private final Group root;
    private ModelRow row;

    Rows(MessageType schema) {
      root =
          new Group(
              schema,
              column -> converter(column, column.getName(), ""),
              () -> row = new ModelRow());
    }

    /** However deep a list lies, its numbers are the field's. */
    private Converter converter(Type type, String column, String field) {
      return type.isPrimitive()
          ? new Field(column, field)
          : new Group(
              type,
              part -> converter(part, column, field.isEmpty() ? part.getName() : field),
              () -> {});
    }

    @Override
    public ModelRow getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }

    private final class Field extends PrimitiveConverter {
      private final String column;
      private final String name;
      private ModelRow of;
      private ModelRow.Numbers numbers;

      Field(String column, String name) {
        this.column = column;
        this.name = name;
      }

      @Override
      public void addDouble(double number) {
        if (of != row) {
          of = row;
          numbers = row.field(column, name);
        }
        numbers.add(number);
      }

      @Override
      public void addInt(int number) {
        addDouble(number);
      }

      @Override
      public void addBoolean(boolean value) {
        addDouble(value ? 1 : 0);
      }
    }
  }

  private static final class Group extends GroupConverter {
    private final List<Converter> parts;
    private final Runnable onStart;

    Group(Type type, Function<Type, Converter> part, Runnable onStart) {
      this.parts = type.asGroupType().getFields().stream().map(part).toList();
      this.onStart = onStart;
    }

    @Override
    public Converter getConverter(int index) {
      return parts.get(index);
    }

    @Override
    public void start() {
      onStart.run();
    }

    @Override
    public void end() {}
  }
}
