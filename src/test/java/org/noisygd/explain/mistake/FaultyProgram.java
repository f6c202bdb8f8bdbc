// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;

/** A program in this process that makes mistakes of the catalogue and rounds its results once. */
public final class FaultyProgram {
  private FaultyProgram() {}

  /** The answer to a request; none where its shapes allow no such mistake. */
  public static Optional<Answer> answer(Request q, Set<Mistake> faults) {
    return answer(DyadicArithmetic.INSTANCE, q, faults);
  }

  /** The same in an arithmetic of which each result is rounded to a double. */
  public static <T> Optional<Answer> answer(Arithmetic<T> exact, Request q, Set<Mistake> faults) {
    return q.op() == Ops.RUN ? run(exact, q, faults) : image(exact, q, faults);
  }

  /** The answer, right where the shapes allow no such mistake. */
  public static Answer answerOrRight(Request q, Set<Mistake> faults) {
    return answer(q, faults).orElseGet(() -> answer(q, Set.of()).orElseThrow());
  }

  private static <T> Optional<Answer> image(Arithmetic<T> exact, Request q, Set<Mistake> faults) {
    return Mistake.image(exact, q, faults)
        .fields()
        .map(
            image -> {
              Map<String, ReadMatrix> fields = new LinkedHashMap<>();
              image.forEach((name, m) -> fields.put(name, printed(m)));
              return new Answer(fields, Map.of());
            });
  }

  /** A run in which each state is rounded to doubles before the next update. */
  private static <T> Optional<Answer> run(Arithmetic<T> exact, Request q, Set<Mistake> faults) {
    if (!Mistake.image(exact, q, faults).applies()) {
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
  private static int used(Set<Mistake> faults, int t, int last, String factor) {
    int used = t;
    for (Mistake fault : faults) {
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

  private static <T> Factors<T> noise(Arithmetic<T> exact, Request q, Set<Mistake> faults, int t) {
    int last = q.noises().size() - 1;
    Factors<Dyadic> ofX = q.noises().get(used(faults, t, last, "_X"));
    Factors<Dyadic> ofY = q.noises().get(used(faults, t, last, "_Y"));
    return new Factors<>(ofX.x(), ofY.y()).toExactly(exact);
  }

  /** An update that begins at step t. */
  public static <T> Factors<Double> update(
      Arithmetic<T> exact, Request q, Set<Mistake> faults, int t, Factors<Double> state) {
    Factors<T> image =
        Mistake.image(exact, q, faults)
            .update
            .step(state.toExactly(exact), noise(exact, q, faults, t));
    return new Factors<>(doubles(image.x()), doubles(image.y()));
  }

  /** Each entry rounded to a double, if need be to an infinite one. */
  private static <T> Matrix<Double> doubles(Matrix<T> m) {
    Arithmetic<T> arithmetic = m.arithmetic();
    return Matrix.of(
        Binary64.INSTANCE, m.rows(), m.columns(), (i, j) -> arithmetic.roundToDouble(m.get(i, j)));
  }

  /** A matrix as it is printed: each entry rounded to a double. */
  public static <T> ReadMatrix printed(Matrix<T> m) {
    Arithmetic<T> arithmetic = m.arithmetic();
    List<ReadNumber> entries =
        m.entries().stream()
            .map(a -> ReadNumber.of(literal(arithmetic.roundToDouble(a)), Binary64.INSTANCE))
            .toList();
    return new ReadMatrix(m.rows(), m.columns(), entries);
  }

  private static String literal(double d) {
    return Double.isFinite(d) ? Literals.format(d) : String.valueOf(d);
  }
}
