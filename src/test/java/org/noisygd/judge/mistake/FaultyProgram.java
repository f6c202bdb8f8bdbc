// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** A program in this process that makes mistakes of the catalogue and rounds its results once. */
public final class FaultyProgram {
  /** A size that nobody writes, so that a fit alone can find it. */
  public static final double SIZE = 0.7390851332151607;

  private static final Mistake MOMENTUM = MistakeFamily.MOMENTUM.of(SIZE);
  private static final Mistake LOOKAHEAD = MistakeFamily.LOOKAHEAD.of(SIZE);
  private static final Mistake DECAYED = MistakeFamily.STEP_GEOMETRIC.of(SIZE);
  private static final Mistake DECAYED_BY_POWER = MistakeFamily.STEP_POWER.of(SIZE);

  private FaultyProgram() {}

  /** The answer to a request; none where its shapes allow no such mistake. */
  public static Optional<Answer> answer(Request q, Set<Mistake> faults) {
    try {
      // Dyadic numbers, where no mistake divides, cost a tenth of what fractions do.
      return answer(DyadicArithmetic.INSTANCE, q, faults);
    } catch (ArithmeticException e) {
      return answer(RationalArithmetic.INSTANCE, q, faults);
    }
  }

  /** The same in an arithmetic of which each result is rounded to a double. */
  public static <T> Optional<Answer> answer(Arithmetic<T> exact, Request q, Set<Mistake> faults) {
    return q.op() == Ops.RUN ? run(exact, q, faults) : image(exact, q, faults);
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
    Factors<Double> before = state;
    int late =
        faults.contains(RunMistake.STATES_LATE)
            ? 1
            : faults.contains(RunMistake.STATES_EARLY) ? -1 : 0;
    for (int t = 0; t <= q.noises().size() + late; t++) {
      if (q.record().contains(t - late)) {
        states.put(t - late, recorded(q, faults, t, state));
      }
      if (late < 0 && t == 0 && q.record().contains(0)) {
        states.put(0, recorded(q, faults, t, state));
      }
      boolean finite = state.toVariables().stream().allMatch(Double::isFinite);
      Factors<Double> next = finite ? update(exact, q, faults, t, state, before) : state;
      before = state;
      state = next;
    }
    return Optional.of(new Answer(Map.of(), states));
  }

  /** The mistakes that are made in update t, by its place in the run and in its span. */
  private static Set<Mistake> madeAt(Request q, Set<Mistake> faults, int t) {
    int start = q.record().stream().filter(s -> s <= t).reduce(0, Math::max);
    int end = q.record().stream().filter(s -> s > t).reduce(q.noises().size(), Math::min);
    boolean first = t == start;
    boolean last = t == end - 1;
    return faults.stream()
        .filter(
            fault -> {
              PartialMistake.Where where =
                  fault instanceof PartialMistake m ? m.where() : PartialMistake.Requests.SQUARE;
              if (where instanceof PartialMistake.InSteps steps) {
                return switch (steps.when()) {
                  case LAST -> t == q.noises().size() - 1;
                  case BEFORE_LAST -> t == q.noises().size() - 2;
                  case ONLY -> t == steps.step();
                  case FROM -> t >= steps.step();
                };
              }
              return !(where instanceof PartialMistake.Updates updates)
                  || switch (updates) {
                    case FIRST -> first && !last;
                    case LAST -> last && !first;
                    case ALL_BUT_FIRST -> !first;
                    case ALL_BUT_LAST -> !last;
                    case BETWEEN -> !first && !last;
                  };
            })
        .collect(Collectors.toSet());
  }

  private static List<ReadMatrix> recorded(
      Request q, Set<Mistake> faults, int t, Factors<Double> state) {
    boolean perturbed = faults.contains(RunMistake.STATES_PERTURBED) && t < q.noises().size();
    Factors<Double> told =
        perturbed ? state.plus(q.noises().get(t).roundTo(Binary64.INSTANCE)) : state;
    return List.of(printed(told.x()), printed(told.y()));
  }

  /** The step whose noise a factor uses; beyond the run's ends the nearest there is. */
  private static int used(
      Set<Mistake> faults, int t, int last, Mistake next, Mistake previous, Mistake reused) {
    int used = t;
    used = faults.contains(RunMistake.NOISE_NEXT) || faults.contains(next) ? t + 1 : used;
    used = faults.contains(RunMistake.NOISE_PREVIOUS) || faults.contains(previous) ? t - 1 : used;
    used = faults.contains(RunMistake.NOISE_REUSED) || faults.contains(reused) ? 0 : used;
    used = faults.contains(RunMistake.NOISE_OF_LAST) ? last : used;
    used = faults.contains(RunMistake.NOISE_REVERSED) ? last - t : used;
    return Math.max(0, Math.min(last, used));
  }

  private static <T> Factors<T> noise(Arithmetic<T> exact, Request q, Set<Mistake> faults, int t) {
    int last = q.noises().size() - 1;
    int x =
        used(
            faults,
            t,
            last,
            RunMistake.NOISE_NEXT_X,
            RunMistake.NOISE_PREVIOUS_X,
            RunMistake.NOISE_REUSED_X);
    int y =
        used(
            faults,
            t,
            last,
            RunMistake.NOISE_NEXT_Y,
            RunMistake.NOISE_PREVIOUS_Y,
            RunMistake.NOISE_REUSED_Y);
    return new Factors<>(q.noises().get(x).x(), q.noises().get(y).y()).toExactly(exact);
  }

  /**
   * An update that begins at step t.
   *
   * @param before the state before this one; of the first, this one
   */
  public static <T> Factors<Double> update(
      Arithmetic<T> exact,
      Request q,
      Set<Mistake> faults,
      int t,
      Factors<Double> state,
      Factors<Double> before) {
    var exactly = Mistake.image(exact, q, madeAt(q, faults, t)).update;
    T decay =
        exact.of(
            faults.contains(DECAYED_BY_POWER)
                ? StrictMath.pow(t + 1, -SIZE)
                : faults.contains(DECAYED) ? StrictMath.pow(SIZE, t) : 1);
    exactly.steps(exact.multiply(exactly.x.eta, decay), exact.multiply(exactly.y.eta, decay));
    int last = q.noises().size() - 1;
    var noise = noise(exact, q, faults, t);
    if (faults.contains(RunMistake.NOISE_ACCUMULATED)) {
      for (int s = 0; s < Math.min(t, last + 1); s++) {
        noise = noise.plus(q.noises().get(s).toExactly(exact));
      }
    }
    var increment = state.toExactly(exact).minus(before.toExactly(exact)).scale(exact.of(SIZE));
    boolean ahead = faults.contains(LOOKAHEAD);
    var start = state.toExactly(exact);
    var image = exactly.step(ahead ? start.plus(increment) : start, noise);
    image = faults.contains(MOMENTUM) ? image.plus(increment) : image;
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
