package io.github.imagefeatures.spill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Takes rows one after the other and gives them back as a list.
 *
 * @param <T> the rows
 */
public final class RowBuffer<T> {
  private final RowCodec<T> codec;
  private final int inMemory;
  private List<T> rows = new ArrayList<>();
  private SpillFile<T> spilled;

  /**
   * @param codec writes rows and reads them
   * @param inMemory rows that are held in memory; of more all lie in a temporary file
   */
  public RowBuffer(RowCodec<T> codec, int inMemory) {
    this.codec = codec;
    this.inMemory = inMemory;
  }

  /**
   * Takes a row.
   *
   * @param row the next one
   */
  public void add(T row) {
    if (spilled == null && rows.size() >= inMemory) {
      spilled = new SpillFile<>(codec);
      rows.forEach(spilled::append);
      rows = List.of();
    }
    if (spilled == null) {
      rows.add(row);
    } else {
      spilled.append(row);
    }
  }

  /**
   * All rows, in the order in which they came. No row may be added afterwards.
   *
   * @return a list that cannot be changed, best read in its order
   */
  public List<T> toList() {
    return spilled == null ? Collections.unmodifiableList(rows) : spilled;
  }

  /**
   * Whether a list has rows of which memory holds a part only.
   *
   * @param rows any list
   * @return true if it was spilled
   */
  public static boolean isSpilled(List<?> rows) {
    return rows instanceof SpillFile;
  }
}
