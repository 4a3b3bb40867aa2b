package io.github.imagefeatures.nearest;

import io.github.imagefeatures.nearest.BlockPairs.Search;
import java.util.Arrays;
import java.util.List;

/**
 * Holds the rows of two blocks, or those of one, against one another.
 *
 * <p>The squared distance of two rows is at least that of their leading coordinates and of the
 * lengths of what these leave, by the triangle inequality. Rows that lie too far apart by this
 * bound are not looked at again.
 *
 * @param searches by their dimensions, ascending
 * @param leading which coordinates lead
 * @param one block
 * @param other block, or the same
 * @param ofLeading products of leading coordinates
 * @param ofAll products of all numbers; null where the leading coordinates are all
 */
record BlockPair(
    List<Search> searches,
    Leading leading,
    Side one,
    Side other,
    BlockProduct ofLeading,
    BlockProduct ofAll) {
  /** Rows that are looked at together: hardly any pair is near. */
  private static final int GROUP = 8;

  /**
   * Where the bound leaves more than one pair in so many, the products of all rows take less time
   * than one for each pair.
   */
  private static final int FEW = 12;

  /**
   * A block, and what is found for it.
   *
   * @param first number of its first row
   * @param factors of its rows
   * @param candidates for each search
   */
  record Side(int first, Factors factors, Candidates[] candidates) {
    int rows() {
      return factors.squares()[0].length;
    }

    private void sawSquaresOf(Side seen) {
      for (int search = 0; search < candidates.length; search++) {
        candidates[search].sawSquares(seen.factors.squares()[search]);
      }
    }
  }

  /** Adds to the candidates of both. */
  void search() {
    ofLeading.set(one.factors().leading(), other.factors().leading());
    if (ofAll != null) {
      ofAll.set(one.factors().rows(), other.factors().rows());
    }
    if (isOneBlock()) {
      // First the rows beside one another, which are often alike: what is near among them leaves
      // little to look for in the rest.
      strips((from, to) -> search(from, to, from, to));
      strips((from, to) -> search(from, to, to, other.rows()));
    } else {
      strips((from, to) -> search(from, to, 0, other.rows()));
    }
    for (Side side : List.of(one, other)) {
      side.sawSquaresOf(one);
      side.sawSquaresOf(other);
    }
  }

  private boolean isOneBlock() {
    return one.first() == other.first();
  }

  /** Rows that follow one another. */
  private interface Rows {
    void visit(int from, int to);
  }

  private void strips(Rows strip) {
    for (int from = 0; from < one.rows(); from += BlockProduct.STRIP) {
      strip.visit(from, Math.min(from + BlockProduct.STRIP, one.rows()));
    }
  }

  private void search(int from, int to, int others, int end) {
    int begin = 0;
    for (int search = 0; search < searches.size() && others < end; search++) {
      int dimensions = searches.get(search).dimensions();
      int column = Math.min(dimensions, leading.count());
      float[][] products = ofLeading.add(from, to, others, end, begin, column);
      compare(search, from, to, others, end, products, leading.hold(dimensions));
      begin = column;
    }
  }

  /**
   * Looks through products.
   *
   * @param from first row of the one block, before {@code to}
   * @param others first row of the other block, before {@code end}
   * @param products for each of these rows with each of the other block
   * @param whole whether they are of all numbers that count, or of the leading ones
   */
  private void compare(
      int search, int from, int to, int others, int end, float[][] products, boolean whole) {
    int affordable = whole ? Integer.MAX_VALUE : (to - from) * (end - others) / FEW;
    float[] slack = new float[end];
    for (int group = from; group < to; group += GROUP) {
      if (affordable < 0) {
        int dimensions = searches.get(search).dimensions();
        float[][] all = ofAll.add(group, to, others, end, 0, dimensions);
        compare(search, group, to, others, end, all, true);
        return;
      }
      int last = Math.min(group + GROUP, to);
      Arrays.fill(slack, Float.NEGATIVE_INFINITY);
      for (int row = group; row < last; row++) {
        raise(slack, others, search, row, products[row - from], whole);
      }
      for (int i = others; i < end; i++) {
        if (slack[i] > 0) {
          for (int row = group; row < last; row++) {
            affordable -= meet(search, row, i, products[row - from][i], whole) ? 1 : 0;
          }
        }
      }
    }
  }

  private void raise(
      float[] slack, int others, int search, int row, float[] products, boolean whole) {
    Factors theirs = other.factors();
    raise(
        slack,
        others,
        products,
        one.factors().squares()[search][row],
        whole ? 0 : one.factors().rests()[search][row],
        one.candidates()[search].limit(row),
        theirs.squares()[search],
        theirs.rests()[search],
        other.candidates()[search].limits());
  }

  /**
   * How much nearer than the limit of either a pair of rows may be. All arrays go by the same
   * number, as Java makes vector instructions of no other loop, and for the same reason it calls
   * nothing.
   */
  private static void raise(
      float[] slack,
      int from,
      float[] products,
      float square,
      float rest,
      float limit,
      float[] squares,
      float[] rests,
      float[] limits) {
    for (int i = from; i < slack.length; i++) {
      float squared = square + squares[i] - 2 * (products[i] + rest * rests[i]);
      slack[i] = Math.max(slack[i], Math.max(limit, limits[i]) - squared);
    }
  }

  /** Looks at two rows, and returns whether they may be near. */
  private boolean meet(int search, int row, int otherRow, float product, boolean whole) {
    Candidates mine = one.candidates()[search];
    Candidates theirs = other.candidates()[search];
    float squares =
        one.factors().squares()[search][row] + other.factors().squares()[search][otherRow];
    float limit = Math.max(mine.limit(row), theirs.limit(otherRow));
    float rests =
        whole ? 0 : one.factors().rests()[search][row] * other.factors().rests()[search][otherRow];
    if (squares - 2 * (product + rests) >= limit || isOneBlock() && otherRow <= row) {
      return false;
    }
    float exact = whole ? product : ofAll.of(row, otherRow, searches.get(search).dimensions());
    mine.addIfNear(row, other.first() + otherRow, squares - 2 * exact);
    theirs.addIfNear(otherRow, one.first() + row, squares - 2 * exact);
    return true;
  }
}
