// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceHeader;
import org.noisygd.judge.protocol.TraceState;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Known answers: traces whose noise, right or wrong, is known by construction. */
class IncrementLawTest {
  private static final int STEPS = 1500;

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

  private static List<LawResult> judge(
      double sigma1, double sigma2, double antithetic, double jump) {
    double[][] m = {{0.75, 0.25, -0.5}, {0.5, 1, 0.25}};
    double eta = 0x1p-5;
    ReadNumber step = number(eta);
    TraceHeader header =
        new TraceHeader(
            LINE, "", Binary64.INSTANCE, read(m), step, step, number(0.25), number(0.375));
    IncrementLaw law = new IncrementLaw(header);
    SplittableRandom random = new SplittableRandom(11);
    double[][] x = {{1}, {0.5}};
    double[][] y = {{0.5}, {-0.5}, {1}};
    double[] noise = new double[5];
    DoubleUpdate update =
        new DoubleUpdate(
            new PerturbedUpdate<>(
                Matrix.of(Binary64.INSTANCE, m),
                StepSizes.of(Binary64.INSTANCE, eta, eta),
                UpdateForm.RESIDUAL),
            1);
    TraceState state = new TraceState(LINE, 0, read(x), read(y), null, null);
    for (int t = 1; t <= STEPS; t++) {
      for (int e = 0; e < 5; e++) {
        double fresh = (e < 2 ? sigma1 : sigma2) * random.nextGaussian();
        noise[e] = antithetic * noise[e] + Math.sqrt(1 - antithetic * antithetic) * fresh;
      }
      double[] image = update.image(column(x), column(y), noise);
      for (int e = 0; e < 5; e++) {
        (e < 2 ? x : y)[e < 2 ? e : e - 2][0] = image[e];
      }
      x[0][0] += t == STEPS ? jump : 0;
      TraceState next = new TraceState(LINE, t, read(x), read(y), null, null);
      law.add(state, next);
      state = next;
    }
    return law.results();
  }

  private static double[] column(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "0.25,0.375,0,true",
    "0.375,0.25,0,false",
    "0,0.375,0,false",
    "0.25,0.375,-0.9,false"
  })
  void results_trace_passesOnlyIfTheNoiseIsRight(
      double sigma1, double sigma2, double antithetic, boolean right) {
    List<LawResult> results = judge(sigma1, sigma2, antithetic, 0);
    assertTrue(!results.isEmpty());
    assertEquals(right, results.stream().allMatch(LawResult::pass), results.toString());
  }

  /** One change of a thousand times its deviation, which is near 0.02, among all. */
  @Test
  void results_oneLargeChange_isSeenAndNamed() {
    List<LawResult> failures = judge(0.25, 0.375, 0, 20).stream().filter(r -> !r.pass()).toList();
    assertEquals(List.of("noise-outlier"), failures.stream().map(LawResult::code).toList());
    assertTrue(
        failures.get(0).detail().contains("X[0][0] in the update from t=" + (STEPS - 1)),
        failures.toString());
  }
}
