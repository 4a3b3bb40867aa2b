package io.github.imagefeatures.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How a row lies in a file. Neighbouring rows often have much in common, so each is written after
 * what the one before it has told.
 *
 * @param <T> the rows
 */
public interface RowCodec<T> {

  /**
   * Writes one row.
   *
   * @param row to be written
   * @param before the row written before it; null for the first of a block
   * @param out where to
   * @throws IOException if it cannot be written
   */
  void write(T row, T before, DataOutput out) throws IOException;

  /**
   * Reads what {@link #write} has written.
   *
   * @param before the row read before it; null for the first of a block
   * @param in where from
   * @return a row equal to that written
   * @throws IOException if it cannot be read
   */
  T read(T before, DataInput in) throws IOException;
}
