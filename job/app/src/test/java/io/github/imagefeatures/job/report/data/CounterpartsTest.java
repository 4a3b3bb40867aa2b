package io.github.imagefeatures.job.report.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.job.report.ReportData.Example;
import io.github.imagefeatures.job.report.ReportData.Finding;
import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.report.ReportData.Nearest;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.Sample;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  @Test
  void ofTheRunsNeighboursTheFirstOfTheLabelComesBeforeWhatComponentsSay() {
    Finding finding = new Finding("suspect", "", "fig", "kiwi", "");
    Nearest nearest = nearest(new int[] {-1, 1, 2, 3}, new int[] {0}, new int[] {0}, new int[] {0});

    assertEquals("far kiwi", addTo(of(finding), Optional.of(nearest)).otherPath());
    Nearest shownNowhere = nearest(new int[] {-1, 1}, new int[] {0}, new int[] {0}, new int[] {0});
    assertEquals("near kiwi", addTo(of(finding), Optional.of(shownNowhere)).otherPath());
  }

  @Test
  void imagesOfConfusedLabelsStandBesideTheNearestOfTheOtherLabelAndNoneTwice() {
    Finding finding = new Finding("", "", "fig", "kiwi", "");

    List<Example> examples =
        addTo(
                of(finding),
                Optional.of(nearest(new int[] {2}, new int[] {0}, new int[] {0}, new int[] {1})))
            .examples();

    assertEquals(
        List.of(new Example("suspect", "far kiwi"), new Example("near fig", "near kiwi")),
        examples);
    assertEquals(List.of(), addTo(of(finding), Optional.empty()).examples());
  }

  /** Of each point its nearest, a tenth further away with each. */
  private static Nearest nearest(int[]... images) {
    return new Nearest(
        true,
        List.of(images),
        Stream.of(images)
            .map(each -> IntStream.rangeClosed(1, each.length).mapToDouble(i -> 0.1 * i).toArray())
            .toList());
  }

  private static String besides(Finding finding) {
    return addTo(of(finding), Optional.empty()).otherPath();
  }

  private static Findings of(Finding finding) {
    return new Findings(
        "", List.of(new FindingsOfKind("suspect_label", "", 1, List.of(finding), Set.of())));
  }

  private static Finding addTo(Findings findings, Optional<Nearest> nearest) {
    Sample sample = new Sample(POINTS, POINTS.size(), "", nearest);
    return Counterparts.addTo(findings, sample).kinds().get(0).shown().get(0);
  }
}
