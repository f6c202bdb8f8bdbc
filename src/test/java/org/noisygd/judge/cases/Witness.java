// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Which features of a case show: a program that treats the feature wrongly, and is right in all
 * else, misses a due number by more than twice its bound, so that no legal plan of its own hides
 * the mistake. Wrong treatments are those of common mistakes: an index shifted by one, the last
 * row, column or update left out, one input in place of another, a state recorded too early or too
 * late. One that shows is enough.
 */
final class Witness {
  /** A candidate may itself be off by its bound. */
  private static final double CLEARLY = 2;

  /** A number in place of a zero. */
  private static final Dyadic SMALL = NumberSource.power(-10);

  private static final String ARITHMETIC = "binary64";

  private final Judge judge = new Judge(RoundingModel.named(ARITHMETIC));
  private final Case tested;
  private final Map<Feature, Boolean> known = new EnumMap<>(Feature.class);

  Witness(Case tested) {
    this.tested = tested;
  }

  /** Whether a feature shows. */
  boolean shows(Feature feature) {
    Boolean found = known.get(feature);
    if (found == null) {
      found = answers(feature).anyMatch(this::isFailed);
      known.put(feature, found);
    }
    return found;
  }

  private boolean isFailed(Answer answer) {
    CaseResult result = judge.judge(tested, answer);
    return result.outcome() == CaseResult.Outcome.FAIL && result.worst() > CLEARLY;
  }

  /** What programs answer that treat a feature wrongly. */
  private Stream<Answer> answers(Feature feature) {
    Request q = tested.request();
    boolean run = q.op().has(Part.RUN);
    if (run && q.record().isEmpty()) {
      return Stream.empty();
    }
    return switch (feature) {
      case UPDATES ->
          Stream.of(0, q.noises().size() / 2, q.noises().size() - 1)
              .distinct()
              .flatMap(this::without);
      case RECORD -> Stream.of(1, -1).flatMap(this::recorded);
      case SPELLING ->
          Stream.of(Feature.values())
              .filter(f -> q.op().fields().contains(fieldOf(f)) && !fieldOf(f).isEmpty())
              .flatMap(this::answers);
      default -> wrong(feature, q).stream().filter(w -> !w.equals(q)).flatMap(this::answer);
    };
  }

  private static String fieldOf(Feature feature) {
    return switch (feature) {
      case X -> "X";
      case Y -> "Y";
      case TARGET -> "M";
      case NOISE_X -> "noiseX";
      case NOISE_Y -> "noiseY";
      case DIRECTION_X -> "dX";
      case DIRECTION_Y -> "dY";
      case STEP_X -> "etaX";
      case STEP_Y -> "etaY";
      case SIGMA_1 -> "sigma1";
      case SIGMA_2 -> "sigma2";
      default -> "";
    };
  }

  /** What a right program answers to a wrong request; none if its numbers leave their range. */
  private Stream<Answer> answer(Request wrong) {
    try {
      return Stream.of(ReferenceAnswer.of(ARITHMETIC, wrong));
    } catch (IllegalStateException e) {
      return Stream.empty();
    }
  }

  /** The answer of a run that leaves out an update. */
  private Stream<Answer> without(int update) {
    Request q = tested.request();
    if (q.noises().size() == 1) {
      return states(q, t -> 0);
    }
    List<Factors<Dyadic>> fewer = new ArrayList<>(q.noises());
    fewer.remove(update);
    return states(q.withRun(fewer, q.record()), t -> t > update ? t - 1 : t);
  }

  /** The answer of a run that records each state too late, or too early. */
  private Stream<Answer> recorded(int late) {
    Request q = tested.request();
    int end = q.noises().size();
    return states(q, t -> Math.min(end, Math.max(0, t + late)));
  }

  /** The states of a run, in place of which it gives others. */
  private Stream<Answer> states(Request q, IntUnaryOperator other) {
    List<Integer> asked = tested.request().record();
    List<Integer> needed = asked.stream().map(other::applyAsInt).distinct().toList();
    return answer(q.withRun(q.noises(), needed))
        .map(
            answer -> {
              Map<Integer, List<ReadMatrix>> states = new HashMap<>();
              asked.forEach(t -> states.put(t, answer.states().get(other.applyAsInt(t))));
              return new Answer(Map.of(), states);
            });
  }

  private static List<Request> wrong(Feature feature, Request q) {
    Dyadic etaX = q.etaX();
    Dyadic etaY = q.etaY();
    Dyadic s1 = q.sigma1();
    Dyadic s2 = q.sigma2();
    return switch (feature) {
      case ROWS -> List.of(cut(q, q.d1() - 1, -1, -1));
      case COLUMNS -> List.of(cut(q, -1, q.d2() - 1, -1));
      case RANK -> List.of(cut(q, -1, -1, q.r() - 1));
      case X -> each(q, x -> q.from(new Factors<>(x.apply(q.at().x()), q.at().y())));
      case Y -> each(q, y -> q.from(new Factors<>(q.at().x(), y.apply(q.at().y()))));
      case TARGET -> each(q, m -> q.withTarget(m.apply(q.m())));
      case NOISE_X, DIRECTION_X ->
          each(q, z -> noisy(q, d -> new Factors<>(z.apply(d.x()), d.y())));
      case NOISE_Y, DIRECTION_Y ->
          each(q, z -> noisy(q, d -> new Factors<>(d.x(), z.apply(d.y()))));
      case STEP_X -> others(etaX, etaY).map(eta -> q.withSteps(eta, etaY)).toList();
      case STEP_Y -> second(etaY, etaX).map(eta -> q.withSteps(etaX, eta)).toList();
      case SIGMA_1 -> others(s1, s2).map(s -> q.withSigmas(s, s2)).toList();
      case SIGMA_2 -> second(s2, s1).map(s -> q.withSigmas(s1, s)).toList();
      default -> List.of();
    };
  }

  /** The other of two numbers, or one that is neither. */
  private static Stream<Dyadic> others(Dyadic one, Dyadic other) {
    Dyadic neither = one.signum() == 0 ? SMALL : one.scaleByPowerOfTwo(-1);
    return Stream.of(other, neither);
  }

  /** The first of two numbers in place of the second; another one if they are the same. */
  private static Stream<Dyadic> second(Dyadic one, Dyadic first) {
    return one.equals(first) ? others(one, first) : Stream.of(first);
  }

  private static List<Request> each(
      Request q, Function<UnaryOperator<Matrix<Dyadic>>, Request> with) {
    return Stream.<UnaryOperator<Matrix<Dyadic>>>of(Witness::moved, Witness::lastChanged)
        .map(with)
        .toList();
  }

  private static Request noisy(Request q, UnaryOperator<Factors<Dyadic>> change) {
    return q.noises().isEmpty()
        ? q.withDirection(change.apply(q.direction()))
        : q.withRun(q.noises().stream().map(change).toList(), q.record());
  }

  private static Matrix<Dyadic> moved(Matrix<Dyadic> a) {
    List<Dyadic> entries = a.entries();
    return Matrix.of(
        a.arithmetic(),
        a.rows(),
        a.columns(),
        (i, j) -> entries.get((i * a.columns() + j + 1) % entries.size()));
  }

  private static Matrix<Dyadic> lastChanged(Matrix<Dyadic> a) {
    return Matrix.of(
        a.arithmetic(),
        a.rows(),
        a.columns(),
        (i, j) ->
            i < a.rows() - 1 || j < a.columns() - 1
                ? a.get(i, j)
                : a.get(i, j).signum() == 0 ? Dyadic.ONE : Dyadic.ZERO);
  }

  /** The same with zeros in a row of X, M and noise, in one of Y, M and noise, or in a column. */
  private static Request cut(Request q, int row, int column, int rank) {
    UnaryOperator<Factors<Dyadic>> factors =
        f -> new Factors<>(cut(f.x(), row, rank), cut(f.y(), column, rank));
    return noisy(q.withTarget(cut(q.m(), row, column)).from(factors.apply(q.at())), factors);
  }

  private static Matrix<Dyadic> cut(Matrix<Dyadic> a, int row, int column) {
    return Matrix.of(
        a.arithmetic(),
        a.rows(),
        a.columns(),
        (i, j) -> i == row || j == column ? Dyadic.ZERO : a.get(i, j));
  }
}
