// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.diagnosis.WrongPrograms.Program;
import org.noisygd.explain.fault.FaultyProgram;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Programs whose updates are wrong in a way that has no name. */
final class WrongUpdates {
  private static final Binary64 DOUBLES = Binary64.INSTANCE;

  private WrongUpdates() {}

  /** An update from the states until then, the start first. */
  interface Update {
    Factors<Double> next(Request run, int t, List<Factors<Double>> states);
  }

  /** All of them, by their names. */
  static Map<String, Program> all() {
    Map<String, Program> programs = new LinkedHashMap<>();
    updates().forEach((name, update) -> programs.put(name, of(update)));
    return programs;
  }

  private static Map<String, Update> updates() {
    Map<String, Update> all = new LinkedHashMap<>();
    all.put("noise through tanh", noisy(z -> each(z, Math::tanh)));
    all.put("noise of the row below", noisy(z -> below(z)));
    all.put("noise clipped", noisy(z -> each(z, v -> Math.max(-0.1, Math.min(0.1, v)))));
    all.put(
        "noise off in the first entry",
        noisy(z -> WrongPrograms.with(z, (i, j) -> i + j == 0, v -> v + 1e-3)));
    all.put("residual through tanh", descending(r -> each(r, Math::tanh), g -> g));
    all.put("residual of the row below", descending(r -> below(r), g -> g));
    all.put("residual plus a millionth", descending(r -> each(r, v -> v + 1e-6), g -> g));
    all.put("gradient of the row below", descending(r -> r, g -> below(g)));
    all.put("gradient plus 1e-8", descending(r -> r, g -> each(g, v -> v + 1e-8)));
    all.put("gradient's entries clipped", descending(r -> r, g -> each(g, Math::tanh)));
    all.put("weight decay", (q, t, s) -> step(q, t, s).minus(s.get(t).scale(0.01, 0.01)));
    all.put(
        "a factor without a step size moves by an ulp",
        (q, t, s) -> {
          Factors<Double> expected = step(q, t, s);
          boolean still = q.etaX().signum() == 0;
          return new Factors<>(
              still ? each(expected.x(), Math::nextUp) : expected.x(), expected.y());
        });
    all.put("image off by a share", (q, t, s) -> step(q, t, s).map(v -> v * (1 + 1e-9)));
    all.put(
        "noise left in a hundredth",
        (q, t, s) -> step(q, t, s).plus(noise(q, t).scale(0.01, 0.01)));
    all.put(
        "antithetic noise",
        (q, t, s) -> {
          Factors<Double> at = s.get(t);
          Factors<Double> g =
              gradient(q, at.plus(noise(q, t)), r -> r)
                  .plus(gradient(q, at.minus(noise(q, t)), r -> r));
          return descend(q, at, g.scale(0.5, 0.5));
        });
    all.put(
        "half a Gauss-Seidel update",
        (q, t, s) -> {
          Factors<Double> at = s.get(t).plus(noise(q, t));
          Factors<Double> one = step(q, t, s);
          Factors<Double> late =
              descend(q, s.get(t), gradient(q, new Factors<>(one.x(), at.y()), r -> r));
          return new Factors<>(one.x(), one.y().plus(late.y()).scale(0.5));
        });
    return all;
  }

  /** Momentum, which no single update shows. */
  static Program momentum() {
    return of(WrongUpdates::withMomentum);
  }

  private static Factors<Double> withMomentum(Request q, int t, List<Factors<Double>> s) {
    Factors<Double> last = s.get(t).minus(s.get(Math.max(0, t - 1)));
    return step(q, t, s).plus(last.scale(0.9, 0.9));
  }

  static Program of(Update update) {
    return q -> {
      boolean run = q.op() == Ops.RUN;
      Request asked =
          run
              ? q
              : Request.of(Ops.RUN, q.m(), q.at())
                  .withSteps(q.etaX(), q.etaY())
                  .withRun(List.of(q.direction()), List.of(0, 1));
      List<Factors<Double>> states = new ArrayList<>(List.of(q.at().roundTo(DOUBLES)));
      for (int t = 0; t < asked.noises().size(); t++) {
        states.add(update.next(asked, t, states));
      }
      Map<Integer, List<ReadMatrix>> recorded = new TreeMap<>();
      for (int t : asked.record()) {
        Factors<Double> state = states.get(t);
        recorded.put(
            t, List.of(FaultyProgram.printed(state.x()), FaultyProgram.printed(state.y())));
      }
      return run
          ? new Answer(Map.of(), recorded)
          : new Answer(new Answer(Map.of(), recorded).fields(1), Map.of());
    };
  }

  private static Update noisy(UnaryOperator<Matrix<Double>> change) {
    return (q, t, s) -> {
      Factors<Double> z = noise(q, t);
      Factors<Double> changed = new Factors<>(change.apply(z.x()), change.apply(z.y()));
      return descend(q, s.get(t), gradient(q, s.get(t).plus(changed), r -> r));
    };
  }

  private static Update descending(
      UnaryOperator<Matrix<Double>> ofResidual, UnaryOperator<Matrix<Double>> ofGradient) {
    return (q, t, s) -> {
      Factors<Double> g = gradient(q, s.get(t).plus(noise(q, t)), ofResidual);
      return descend(q, s.get(t), new Factors<>(ofGradient.apply(g.x()), ofGradient.apply(g.y())));
    };
  }

  static Factors<Double> step(Request q, int t, List<Factors<Double>> states) {
    return descend(q, states.get(t), gradient(q, states.get(t).plus(noise(q, t)), r -> r));
  }

  private static Matrix<Double> each(Matrix<Double> m, DoubleUnaryOperator f) {
    return m.map(f::applyAsDouble);
  }

  private static Matrix<Double> below(Matrix<Double> m) {
    return Matrix.of(
        DOUBLES, m.rows(), m.columns(), (i, j) -> m.get((i + 1) % m.rows(), (j + 1) % m.columns()));
  }

  private static Factors<Double> noise(Request q, int t) {
    return q.noises().get(t).roundTo(DOUBLES);
  }

  private static Factors<Double> gradient(
      Request q, Factors<Double> p, UnaryOperator<Matrix<Double>> ofResidual) {
    Matrix<Double> r =
        ofResidual.apply(p.x().times(p.y().transpose()).minus(q.m().roundTo(DOUBLES)));
    return new Factors<>(r.times(p.y()), r.transpose().times(p.x()));
  }

  private static Factors<Double> descend(Request q, Factors<Double> from, Factors<Double> g) {
    return from.minus(g.scale(q.etaX().roundToDouble(), q.etaY().roundToDouble()));
  }
}
