// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceReader.TraceHeader;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Known answers: traces whose noise, right or wrong, is known by construction. */
class IncrementStatisticsTest {
  private static final int STEPS = 2000;
  private static final double SIGMA1 = 0.25;
  private static final double SIGMA2 = 0.375;

  /** Five standard errors of a mean square whose terms have a kurtosis of 10, over all steps. */
  private static final double NEAR = 5 * Math.sqrt(9.0 / STEPS);

  private static final Pattern RATIO =
      Pattern.compile("as if the noise of (X|Y|X and Y) had ([0-9.]+) of the header's variance");

  private static final TraceHeader.Line LINE = new TraceHeader.Line(1, "");

  private static ReadMatrix read(double[][] a) {
    List<ReadNumber> entries = new ArrayList<>();
    for (double[] row : a) {
      for (double v : row) {
        entries.add(number(v));
      }
    }
    return new ReadMatrix(a.length, a[0].length, entries);
  }

  private static ReadNumber number(double v) {
    return ReadNumber.of(new BigDecimal(v).toString(), Binary64.INSTANCE);
  }

  /** The results for a trace whose noise is that of the header times a factor for X and for Y. */
  private static List<TestResult> judge(double ofX, double ofY, double ofStep, long seed) {
    double[][] m = {{0.75, 0.25, -0.5}, {0.5, 1, 0.25}};
    double eta = 0x1p-5;
    ReadNumber step = number(eta);
    TraceHeader header =
        new TraceHeader(
            LINE, "", Binary64.INSTANCE, read(m), step, step, number(SIGMA1), number(SIGMA2));
    IncrementStatistics law = new IncrementStatistics(header);
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = {1, 0.5};
    double[] y = {0.5, -0.5, 1};
    DoubleUpdate update =
        new DoubleUpdate(
            new PerturbedUpdate<>(
                Matrix.of(Binary64.INSTANCE, m),
                StepSizes.of(Binary64.INSTANCE, ofStep * eta, eta),
                UpdateForm.RESIDUAL),
            1);
    TraceState state = new TraceState(LINE, 0, read(column(x)), read(column(y)), null, null);
    for (int t = 1; t <= STEPS; t++) {
      double[] noise = new double[5];
      for (int e = 0; e < 5; e++) {
        noise[e] = (e < 2 ? ofX * SIGMA1 : ofY * SIGMA2) * random.nextGaussian();
      }
      double[] image = update.image(x, y, noise);
      x = Arrays.copyOf(image, 2);
      y = Arrays.copyOfRange(image, 2, 5);
      TraceState next = new TraceState(LINE, t, read(column(x)), read(column(y)), null, null);
      law.add(state, next);
      state = next;
    }
    return law.results();
  }

  private static double[][] column(double[] entries) {
    return Arrays.stream(entries).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }

  private static String failures(List<TestResult> results) {
    return results.stream()
        .filter(r -> !r.pass())
        .map(TestResult::words)
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void results_noiseOfTheHeader_pass(long seed) {
    assertEquals("", failures(judge(1, 1, 1, seed)));
  }

  /** The factors whose noise has another variance, and its ratio to the header's. */
  @ParameterizedTest
  @CsvSource({"X and Y,0", "X,0", "Y,0", "X and Y,0.5", "Y,0.25", "X and Y,2"})
  void results_noiseOfAnotherVariance_ratioIsReported(String where, double ratio) {
    double ofX = where.startsWith("X") ? Math.sqrt(ratio) : 1;
    double ofY = where.endsWith("Y") ? Math.sqrt(ratio) : 1;
    String failed = failures(judge(ofX, ofY, 1, 11));
    Matcher words = RATIO.matcher(failed);
    assertTrue(words.find(), failed);
    assertEquals(where, words.group(1));
    assertEquals(ratio, Double.parseDouble(words.group(2)), NEAR * ratio + 0.005);
  }

  @Test
  void results_wrongStepSize_meanIsReported() {
    String failed = failures(judge(1, 1, 4, 11));
    assertTrue(failed.contains("the mean of " + STEPS + " increments of X"), failed);
    assertFalse(failed.contains("as if"), failed);
  }
}
