package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainedVarianceTest {

  private static final String HEADER = ExplainedVariance.HEADER + "\n";

  @Test
  void whatIsWrittenIsReadBackToTheLastBit() throws IOException {
    double[] shares = falling(1280);

    ExplainedVariance back = read(written(ExplainedVariance.of(shares)));

    assertArrayEquals(shares, back.shares(), 0);
    assertEquals(ExplainedVariance.of(shares).cumulative(915), back.cumulative(915), 0);
  }

  @Test
  void theFileHasAHeaderAndOneLineForEachComponent() throws IOException {
    assertEquals(
        HEADER + "1,0.5,0.5\n2,0.25,0.75\n3,0.25,1.0\n",
        written(ExplainedVariance.of(new double[] {0.5, 0.25, 0.25})));
  }

  @Test
  void theFewestComponentsForAShareAreFoundAtItsBorder() {
    ExplainedVariance table = ExplainedVariance.of(new double[] {0.5, 0.25, 0.125});

    assertEquals(OptionalInt.of(1), table.componentsFor(0.5));
    assertEquals(OptionalInt.of(2), table.componentsFor(Math.nextUp(0.5)));
    assertEquals(OptionalInt.of(3), table.componentsFor(0.875));
    assertEquals(OptionalInt.empty(), table.componentsFor(Math.nextUp(0.875)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "component,variance,sum;1,1.0,1.0 | line 1: expected the header",
        "HEADER | line 1: it has no component",
        "HEADER;1,0.5 | line 2: expected component 1 and two numbers",
        "HEADER;0,0.5,0.5 | line 2: expected component 1 and two numbers",
        "HEADER;1,0.5,0.5;3,0.4,0.9 | line 3: expected component 2 and two numbers",
        "HEADER;1,half,0.5 | line 2: a field is not a number",
        "HEADER;1,NaN,NaN | the share of component 1 is NaN",
        "HEADER;1,1.5,1.5 | the share of component 1 is 1.5",
        "HEADER;1,-0.5,-0.5 | the share of component 1 is -0.5",
        "HEADER;1,0.2,0.2;2,0.3,0.5 | the share of component 2 is larger",
        "HEADER;1,0.6,0.6;2,0.6,1.2 | the shares add up to 1.2",
        "HEADER;1,0.5,0.5;2,0.25,0.8 | line 3: the cumulative share is not the sum",
        "HEADER;1,0.5,NaN | line 2: the cumulative share is not the sum"
      })
  void aTableThatBreaksItsPromiseIsRefusedWithTheReason(String lines, String reason) {
    String csv = lines.replace("HEADER", ExplainedVariance.HEADER).replace(';', '\n') + "\n";

    MalformedVarianceException refusal =
        assertThrows(MalformedVarianceException.class, () -> read(csv));

    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  @Test
  void sharesThatAreNoSharesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ExplainedVariance.of(new double[0]));
    assertThrows(
        IllegalArgumentException.class, () -> ExplainedVariance.of(new double[] {0.1, 0.2}));
  }

  /** Shares that add up to 1, each a little smaller than the one before. */
  private static double[] falling(int length) {
    double[] shares = new double[length];
    double sum = length * (length + 1) / 2.0;
    for (int i = 0; i < length; i++) {
      shares[i] = (length - i) / sum;
    }
    return shares;
  }

  private static String written(ExplainedVariance table) throws IOException {
    StringWriter csv = new StringWriter();
    table.write(csv);
    return csv.toString();
  }

  private static ExplainedVariance read(String csv) throws IOException {
    return ExplainedVariance.read(new StringReader(csv));
  }
}
