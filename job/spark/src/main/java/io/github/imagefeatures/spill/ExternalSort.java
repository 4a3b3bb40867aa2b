package io.github.imagefeatures.spill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Sorts rows, of which memory holds a part only: that part is sorted and spilled whenever it is
 * full, and all parts are merged as they are read. Rows that are equal by the order keep the order
 * in which they came.
 *
 * @param <T> the rows
 */
public final class ExternalSort<T> {
  private final Comparator<? super T> order;
  private final RowCodec<T> codec;
  private final int inMemory;
  private final List<SpillFile<T>> parts = new ArrayList<>();
  private List<T> rows = new ArrayList<>();

  /**
   * @param order of the rows
   * @param codec writes rows and reads them
   * @param inMemory rows that are held in memory at once
   */
  public ExternalSort(Comparator<? super T> order, RowCodec<T> codec, int inMemory) {
    this.order = order;
    this.codec = codec;
    this.inMemory = inMemory;
  }

  /**
   * Takes a row.
   *
   * @param row any, in any order
   */
  public void add(T row) {
    if (rows.size() >= inMemory) {
      spill();
    }
    rows.add(row);
  }

  private void spill() {
    rows.sort(order);
    SpillFile<T> part = new SpillFile<>(codec);
    rows.forEach(part::append);
    parts.add(part);
    rows = new ArrayList<>();
  }

  /**
   * All rows in their order; this object is empty afterwards.
   *
   * @return reads them once
   */
  public Iterator<T> sorted() {
    List<T> left = rows;
    rows = new ArrayList<>();
    left.sort(order);
    return parts.isEmpty() ? left.iterator() : new Merge(left);
  }

  /** The next row of one part. */
  private final class Head implements Comparable<Head> {
    private final Iterator<T> rows;
    private final int part;
    private T row;

    Head(Iterator<T> rows, int part) {
      this.rows = rows;
      this.part = part;
      this.row = rows.next();
    }

    @Override
    public int compareTo(Head other) {
      int byRow = order.compare(row, other.row);
      return byRow == 0 ? Integer.compare(part, other.part) : byRow;
    }
  }

  private final class Merge implements Iterator<T> {
    private final PriorityQueue<Head> heads = new PriorityQueue<>();

    Merge(List<T> last) {
      for (SpillFile<T> part : parts) {
        heads.add(new Head(part.iterator(), heads.size()));
      }
      if (!last.isEmpty()) {
        heads.add(new Head(last.iterator(), heads.size()));
      }
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public T next() {
      Head head = heads.poll();
      if (head == null) {
        throw new NoSuchElementException();
      }
      T row = head.row;
      if (head.rows.hasNext()) {
        head.row = head.rows.next();
        heads.add(head);
      }
      if (heads.isEmpty()) {
        parts.forEach(SpillFile::close);
        parts.clear();
      }
      return row;
    }
  }
}
