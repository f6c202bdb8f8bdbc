// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/** A program in this process that makes faults of the catalogue and rounds its results once. */
public final class FaultyProgram {
  private FaultyProgram() {}

  /** The answer to a request; none where its shapes allow no such fault. */
  public static Optional<Answer> answer(Request q, Set<Fault> faults) {
    return answer(DyadicArithmetic.INSTANCE, q, faults);
  }

  /** The same in an arithmetic of which each result is rounded to a double. */
  public static <T> Optional<Answer> answer(Arithmetic<T> exact, Request q, Set<Fault> faults) {
    return q.op() == Ops.RUN ? run(exact, q, faults) : single(exact, q, faults);
  }

  /** The answer, right where the shapes allow no such fault. */
  public static Answer answerOrRight(Request q, Set<Fault> faults) {
    return answer(q, faults).orElseGet(() -> answer(q, Set.of()).orElseThrow());
  }

  private static <T> Optional<Answer> single(Arithmetic<T> exact, Request q, Set<Fault> faults) {
    Map<String, ReadMatrix> printed = new LinkedHashMap<>();
    var fields = Fault.answer(exact, q, faults).fields();
    fields.ifPresent(all -> all.forEach((name, m) -> printed.put(name, printed(m))));
    return fields.map(all -> new Answer(printed, Map.of()));
  }

  /** A run in which each state is rounded to doubles before the next update. */
  private static <T> Optional<Answer> run(Arithmetic<T> exact, Request q, Set<Fault> faults) {
    if (!Fault.answer(exact, q, faults).applies()) {
      return Optional.empty();
    }
    Map<Integer, List<ReadMatrix>> states = new TreeMap<>();
    Factors<Double> state = q.at().roundTo(Binary64.INSTANCE);
    for (int t = 0; t <= q.noises().size(); t++) {
      if (q.record().contains(t)) {
        states.put(t, List.of(printed(state.x()), printed(state.y())));
      }
      if (t < q.noises().size() && state.toVariables().stream().allMatch(Double::isFinite)) {
        state = update(exact, q, faults, t, state);
      }
    }
    return Optional.of(new Answer(Map.of(), states));
  }

  /** The step whose noise a factor uses; beyond the run's ends the nearest there is. */
  private static int used(Set<Fault> faults, int t, int last, String factor) {
    int used = t;
    for (Fault fault : faults) {
      used =
          switch (fault.name().replace(factor, "")) {
            case "NOISE_NEXT" -> t + 1;
            case "NOISE_PREVIOUS" -> t - 1;
            case "NOISE_REUSED" -> 0;
            case "NOISE_OF_LAST" -> last;
            default -> used;
          };
    }
    return Math.max(0, Math.min(last, used));
  }

  private static <T> Factors<T> noise(Arithmetic<T> exact, Request q, Set<Fault> faults, int t) {
    int last = q.noises().size() - 1;
    Factors<Dyadic> ofX = q.noises().get(used(faults, t, last, "_X"));
    Factors<Dyadic> ofY = q.noises().get(used(faults, t, last, "_Y"));
    return new Factors<>(ofX.x(), ofY.y()).toExactly(exact);
  }

  /** An update that begins at step t. */
  public static <T> Factors<Double> update(
      Arithmetic<T> exact, Request q, Set<Fault> faults, int t, Factors<Double> state) {
    Factors<T> noise = noise(exact, q, faults, t);
    Factors<T> result = Fault.answer(exact, q, faults).updated(state.toExactly(exact), noise);
    return new Factors<>(doubles(result.x()), doubles(result.y()));
  }

  /** Each entry rounded to a double, if need be to an infinite one. */
  private static <T> Matrix<Double> doubles(Matrix<T> m) {
    Arithmetic<T> arithmetic = m.arithmetic();
    return Matrix.of(
        Binary64.INSTANCE, m.rows(), m.columns(), (i, j) -> arithmetic.roundToDouble(m.get(i, j)));
  }

  /** A matrix as it is printed: each entry rounded to a double. */
  public static <T> ReadMatrix printed(Matrix<T> m) {
    return ReferenceAnswer.printed(doubles(m));
  }
}
