package io.github.imagefeatures.job.report.data;

import io.github.imagefeatures.table.ProjectedVector;
import java.util.Iterator;
import org.apache.spark.util.AccumulatorV2;

/**
 * Gathers what a page needs of the components while they are written, so that they need not be read
 * again. Spark adds up each task once, however often it was tried, as long as the tasks are those
 * that write.
 */
public final class PageStatisticsAccumulator extends AccumulatorV2<PageStatistics, PageStatistics> {
  private static final long serialVersionUID = 1L;

  private PageStatistics sum;

  /**
   * Passes a task's rows on. What was seen is added after the last row and not as they go: an
   * executor's heartbeats carry whatever its accumulators hold.
   *
   * @param rows all of the task's
   * @param seen none yet; gets the rows
   * @return the same rows
   */
  public Iterator<ProjectedVector> watching(Iterator<ProjectedVector> rows, PageStatistics seen) {
    return new Iterator<>() {
      private boolean ended;

      @Override
      public boolean hasNext() {
        boolean more = rows.hasNext();
        if (!more && !ended) {
          ended = true;
          PageStatisticsAccumulator.this.add(seen);
        }
        return more;
      }

      @Override
      public ProjectedVector next() {
        ProjectedVector row = rows.next();
        seen.add(row);
        return row;
      }
    };
  }

  @Override
  public boolean isZero() {
    return sum == null;
  }

  /** A copy with sums of its own. */
  @Override
  public AccumulatorV2<PageStatistics, PageStatistics> copy() {
    PageStatisticsAccumulator copy = new PageStatisticsAccumulator();
    copy.sum = sum == null ? null : sum.fresh().plus(sum);
    return copy;
  }

  @Override
  public void reset() {
    sum = null;
  }

  @Override
  public void add(PageStatistics pass) {
    sum = sum == null ? pass : sum.plus(pass);
  }

  @Override
  public void merge(AccumulatorV2<PageStatistics, PageStatistics> other) {
    if (!other.isZero()) {
      add(other.value());
    }
  }

  @Override
  public PageStatistics value() {
    return sum;
  }
}
