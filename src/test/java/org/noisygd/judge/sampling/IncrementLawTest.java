// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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
  private static final int STEPS = 2000;
  private static final double SIGMA1 = 0.25;
  private static final double SIGMA2 = 0.375;

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

  /** Draws the noise of an update: what X' is made with, and what Y' is made with. */
  private interface Noise {
    double[][] at(int t, double[] fresh);
  }

  private static List<LawResult> judge(Noise drawn, double jump) {
    double[][] m = {{0.75, 0.25, -0.5}, {0.5, 1, 0.25}};
    double eta = 0x1p-5;
    ReadNumber step = number(eta);
    TraceHeader header =
        new TraceHeader(
            LINE, "", Binary64.INSTANCE, read(m), step, step, number(SIGMA1), number(SIGMA2));
    IncrementLaw law = new IncrementLaw(header);
    SplittableRandom random = new SplittableRandom(11);
    double[][] x = {{1}, {0.5}};
    double[][] y = {{0.5}, {-0.5}, {1}};
    DoubleUpdate update =
        new DoubleUpdate(
            new PerturbedUpdate<>(
                Matrix.of(Binary64.INSTANCE, m),
                StepSizes.of(Binary64.INSTANCE, eta, eta),
                UpdateForm.RESIDUAL),
            1);
    TraceState state = new TraceState(LINE, 0, read(x), read(y), null, null);
    for (int t = 1; t <= STEPS; t++) {
      double[] fresh = new double[5];
      for (int e = 0; e < 5; e++) {
        fresh[e] = (e < 2 ? SIGMA1 : SIGMA2) * random.nextGaussian();
      }
      double[][] noise = drawn.at(t, fresh);
      double[] imageX = update.image(column(x), column(y), noise[0]);
      double[] imageY = update.image(column(x), column(y), noise[1]);
      for (int e = 0; e < 5; e++) {
        (e < 2 ? x : y)[e < 2 ? e : e - 2][0] = (e < 2 ? imageX : imageY)[e];
      }
      x[0][0] += t == STEPS ? jump : 0;
      TraceState next = new TraceState(LINE, t, read(x), read(y), null, null);
      law.add(state, next);
      state = next;
    }
    return law.results();
  }

  private static Noise scaled(double ofX, double ofY) {
    return (t, z) -> {
      double[] noise = {ofX * z[0], ofX * z[1], ofY * z[2], ofY * z[3], ofY * z[4]};
      return new double[][] {noise, noise};
    };
  }

  private static Noise antithetic(double[] last) {
    return (t, z) -> {
      for (int e = 0; e < 5; e++) {
        last[e] = Math.sqrt(1 - 0.81) * z[e] - 0.9 * last[e];
      }
      return new double[][] {last, last};
    };
  }

  /** The noise of Y begins with the numbers that X has. */
  private static double[] shared(double[] z) {
    double c = SIGMA2 / SIGMA1;
    return new double[] {z[0], z[1], c * z[0], c * z[1], z[4]};
  }

  private static double[] column(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
  }

  /** Each noise with the names of the tests that fail; none for the right one. */
  private static Map<String, Noise> noises() {
    double[][] kept = new double[2][];
    return Map.of(
        "", scaled(1, 1),
        "noise-law", scaled(1.5, 0.6),
        "noise-law of one factor", scaled(0, 1),
        "noise-autocorrelated", antithetic(new double[5]),
        "noise-correlated", (t, z) -> new double[][] {shared(z), shared(z)},
        // Each gradient draws its own noise, so that the factors' deviations do not go together.
        "by their covariance",
            (t, z) -> {
              double[] other = kept[t % 2] == null ? z : kept[t % 2];
              kept[t % 2] = z;
              return new double[][] {z, other};
            },
        "in each stretch", (t, z) -> scaled(t > 200 ? 1 : 0, t > 200 ? 1 : 0).at(t, z));
  }

  @Test
  void results_trace_passOnlyIfTheNoiseIsRight() {
    noises()
        .forEach(
            (seen, noise) -> {
              String failed =
                  judge(noise, 0).stream()
                      .filter(r -> !r.pass())
                      .map(LawResult::toString)
                      .collect(Collectors.joining("\n"));
              assertEquals(seen.isEmpty(), failed.isEmpty(), seen + ": " + failed);
              assertTrue(failed.contains(seen.replace(" of one factor", "")), seen + ": " + failed);
            });
  }

  /** One change of a thousand times its deviation, which is near 0.02, among all. */
  @Test
  void results_oneLargeChange_isSeenAndNamed() {
    List<LawResult> failures = judge(scaled(1, 1), 20).stream().filter(r -> !r.pass()).toList();
    assertEquals(List.of("noise-outlier"), failures.stream().map(LawResult::code).toList());
    assertTrue(
        failures.get(0).detail().contains("X[0][0] in the update from t=" + (STEPS - 1)),
        failures.toString());
  }
}
