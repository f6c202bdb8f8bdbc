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
    if (failed.stream().allMatch(c -> areShared(c.request(), fit.answer(c).states()))) {
      return Optional.of(
          Diagnosis.of(
              Ops.RUN,
              Code.STATES_SHARED.of(
                  "every recorded state is the last one: they share memory with the iterate that later"
                      + " updates overwrite, as views and slices do (NumPy, Go)")));
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

  /** Whether several states are recorded and all equal the last one. */
  private static boolean areShared(Request q, Map<Integer, List<ReadMatrix>> recorded) {
    int last = q.noises().size();
    Factors<Double> end = ExactRun.right(Binary64.INSTANCE, q).states(last).get(last);
    List<double[]> states = recorded.values().stream().map(RunStates::numbers).toList();
    return end != null
        && states.size() > 1
        && states.stream().allMatch(state -> Arrays.equals(state, states.get(0)))
        && near(states.get(0), numbers(end));
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
}
