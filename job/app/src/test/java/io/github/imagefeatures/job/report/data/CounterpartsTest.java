package io.github.imagefeatures.job.report.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.job.report.ReportData.Finding;
import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.report.ReportData.Point;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CounterpartsTest {
  private static final List<Point> POINTS =
      List.of(
          new Point("suspect", "fig", new float[] {0, 0}),
          new Point("near fig", "fig", new float[] {0, 1}),
          new Point("far kiwi", "kiwi", new float[] {9, 9}),
          new Point("near kiwi", "kiwi", new float[] {2, 2}));

  @Test
  void anImageIsSetBesideTheMostSimilarOneOfTheLabelThatItMightHave() {
    assertEquals("near kiwi", besides(new Finding("suspect", "", "fig", "kiwi", "")));
  }

  @Test
  void whatIsKnownStaysAndWhatCannotBeKnownStaysEmpty() {
    assertEquals("far kiwi", besides(new Finding("suspect", "far kiwi", "fig", "kiwi", "")));
    assertEquals("", besides(new Finding("suspect", "", "fig", "", "")), "no other label");
    assertEquals("", besides(new Finding("suspect", "", "fig", "plum", "")), "not shown");
    assertEquals("", besides(new Finding("elsewhere", "", "fig", "kiwi", "")), "no point");
    assertEquals("", besides(new Finding("", "", "fig", "kiwi", "")), "of labels alone");
  }

  private static String besides(Finding finding) {
    Findings findings =
        new Findings(
            "", List.of(new FindingsOfKind("suspect_label", "", 1, List.of(finding), Set.of())));
    return Counterparts.addTo(findings, POINTS).kinds().get(0).shown().get(0).otherPath();
  }
}
