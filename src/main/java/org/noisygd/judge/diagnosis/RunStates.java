// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactRun;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;

/**
 * Finds mistakes in a run that no single update shows: recorded states that share their memory, and
 * Adam, whose averages remember every step. A run is repeated from its start in binary64.
 */
final class RunStates {
  /**
   * States this near to each other, relative to the largest entry, are the same: a wrong run
   * differs by far more, and roundings in tens of steps make far less.
   */
  private static final double SAME = 1e-6;

  private RunStates() {}

  /** The diagnosis, if one of them explains every failed run. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    MistakeFit fit = given.fit();
    List<Case> failed = given.failed();
    for (Shared shared : Shared.values()) {
      if (failed.stream().allMatch(c -> shared.explains(c.request(), fit.answer(c).states()))) {
        return Optional.of(
            Diagnosis.of(
                Ops.RUN,
                Code.STATES_SHARED.of(
                    "every recorded "
                        + shared.words
                        + " is the last one: it shares memory with the iterate that later updates"
                        + " overwrite, as views and slices do (NumPy, Go)")));
      }
    }
    if (failed.stream().allMatch(c -> near(fit.answer(c).states(), adam(c.request())))) {
      return Optional.of(
          Diagnosis.of(
              Ops.RUN,
              Code.GRADIENT_NORMALISED.of(
                  "each update is Adam's, with its usual 0.9, 0.999 and 1e-8")));
    }
    return Optional.empty();
  }

  /** The states of a run by Adam. */
  @SuppressWarnings("shape") // every state has the shape of the start
  private static Map<Integer, double[]> adam(Request q) {
    Map<Integer, double[]> states = new TreeMap<>();
    var objective = new MatrixFactorization<>(q.m().roundTo(Binary64.INSTANCE));
    double etaX = q.etaX().roundToDouble();
    double etaY = q.etaY().roundToDouble();
    int split = q.d1() * q.r();
    Factors<Double> iterate = q.at().roundTo(Binary64.INSTANCE);
    double[] mean = new double[iterate.variables()];
    double[] square = mean.clone();
    states.put(0, numbers(iterate));
    for (int t = 1; t <= q.noises().size(); t++) {
      double[] at = numbers(iterate);
      Factors<Double> noise = q.noises().get(t - 1).roundTo(Binary64.INSTANCE);
      double[] g = numbers(objective.gradient(iterate.plus(noise)));
      for (int n = 0; n < at.length; n++) {
        mean[n] = 0.9 * mean[n] + 0.1 * g[n];
        square[n] = 0.999 * square[n] + 0.001 * g[n] * g[n];
        double m = mean[n] / (1 - StrictMath.pow(0.9, t));
        double v = square[n] / (1 - StrictMath.pow(0.999, t));
        at[n] -= (n < split ? etaX : etaY) * m / (Math.sqrt(v) + 1e-8);
      }
      states.put(t, at);
      List<Double> next = Arrays.stream(at).boxed().toList();
      iterate = Factors.ofVariables(Binary64.INSTANCE, q.d1(), q.d2(), q.r(), next);
    }
    return states;
  }

  private static boolean near(Map<Integer, List<ReadMatrix>> recorded, Map<Integer, double[]> due) {
    return recorded.entrySet().stream()
        .allMatch(
            e -> {
              double[] state = due.get(e.getKey());
              return state != null && near(numbers(e.getValue()), state);
            });
  }

  private static boolean near(double[] a, double[] b) {
    double size = 0;
    double apart = 0;
    for (int n = 0; n < b.length; n++) {
      size = Math.max(size, Math.abs(b[n]));
      apart = Math.max(apart, Math.abs(a[n] - b[n]));
    }
    return apart <= SAME * size;
  }

  private static double[] numbers(List<ReadMatrix> state) {
    return state.stream()
        .flatMap(m -> m.entries().stream())
        .mapToDouble(ReadNumber::nearestDouble)
        .toArray();
  }

  private static double[] numbers(Factors<Double> state) {
    return state.toVariables().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** What of the recorded states shares its memory. */
  private enum Shared {
    BOTH("state", true, true),
    X("X", true, false),
    Y("Y", false, true);

    private final String words;
    private final boolean ofX;
    private final boolean ofY;

    Shared(String words, boolean ofX, boolean ofY) {
      this.words = words;
      this.ofX = ofX;
      this.ofY = ofY;
    }

    /**
     * Whether each recorded state is right but for what is shared, which is that of the end, and
     * this makes at least one of them wrong.
     */
    boolean explains(Request q, Map<Integer, List<ReadMatrix>> recorded) {
      int last = q.noises().size();
      Map<Integer, Factors<Double>> right = ExactRun.right(Binary64.INSTANCE, q).states(last);
      Factors<Double> end = right.get(last);
      if (end == null || recorded.isEmpty()) {
        return false;
      }
      double[] stored = numbers(recorded.values().iterator().next());
      double[] atEnd = numbers(end);
      boolean seen = false;
      for (Map.Entry<Integer, List<ReadMatrix>> entry : recorded.entrySet()) {
        Factors<Double> rightState = right.get(entry.getKey());
        if (rightState == null) {
          return false;
        }
        double[] state = numbers(entry.getValue());
        double[] correct = numbers(rightState);
        double[] due = correct.clone();
        for (int n = 0; n < due.length; n++) {
          if (n < q.d1() * q.r() ? ofX : ofY) {
            if (state[n] != stored[n]) {
              return false;
            }
            due[n] = atEnd[n];
          }
        }
        if (!near(state, due)) {
          return false;
        }
        seen |= !Arrays.equals(due, correct);
      }
      return seen;
    }
  }
}
