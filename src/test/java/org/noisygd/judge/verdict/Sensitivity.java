// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * The smallest relative change of an input that the cases see, from the bounds and the suite.
 *
 * <p>A program that uses v(1 + delta) for an input v computes the image f' of that input, to within
 * the bound B. It is failed in a case for certain where |f' - f| exceeds B + L in some entry, L the
 * bound of the case, or 0 where the case is judged bit by bit. With D = (f' - f)/delta that is
 * delta &gt; (B + L)/|D|; the smallest such figure over the cases is what the suite sees for
 * certain, whichever legal plan the program follows.
 */
final class Sensitivity {
  /** What is changed. */
  enum Input {
    /** The step size of X. */
    STEP_SIZE("etaX"),
    /** One entry of the noise: the last of X's. */
    NOISE("one entry of noiseX"),
    /** One entry of M: the last. */
    TARGET("one entry of M");

    private final String words;

    Input(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean isOf(Op op) {
      boolean update = op == Ops.STEP || op == Ops.RUN;
      return update || this == TARGET;
    }

    Request changed(Request q, UnaryOperator<Dyadic> change) {
      return switch (this) {
        case STEP_SIZE -> q.withSteps(change.apply(q.etaX()), q.etaY());
        case NOISE -> {
          Request one = q.withDirection(last(q.direction(), change));
          yield q.noises().isEmpty()
              ? one
              : one.withRun(q.noises().stream().map(z -> last(z, change)).toList(), q.record());
        }
        case TARGET -> q.withTarget(last(q.m(), change));
      };
    }

    private static Factors<Dyadic> last(Factors<Dyadic> f, UnaryOperator<Dyadic> change) {
      return new Factors<>(last(f.x(), change), f.y());
    }

    private static Matrix<Dyadic> last(Matrix<Dyadic> m, UnaryOperator<Dyadic> change) {
      return Matrix.of(
          DyadicArithmetic.INSTANCE,
          m.rows(),
          m.columns(),
          (i, j) ->
              i == m.rows() - 1 && j == m.columns() - 1 ? change.apply(m.get(i, j)) : m.get(i, j));
    }
  }

  /** The relative change whose effect is measured: its square is below two digits of the result. */
  private static final int SMALL = -30;

  private static final MathContext UP = new MathContext(2, RoundingMode.UP);

  private static final DecimalArithmetic DECIMALS = DecimalArithmetic.ofDigits(20);

  private final String arithmetic;
  private final CaseBounds bounds;
  private final Judge judge;
  private final Map<JudgedOp, List<Case>> cases = new HashMap<>();
  private final Map<Case, Due> dues = new IdentityHashMap<>();

  /** What a case is due, and how far it may be missed: the same whatever is changed. */
  private record Due(Map<String, Matrix<Dyadic>> image, Map<String, ErrorBound> limits) {}

  Sensitivity(String arithmetic) {
    this.arithmetic = arithmetic;
    this.bounds = new CaseBounds(RoundingModel.named(arithmetic));
    this.judge = new Judge(RoundingModel.named(arithmetic));
  }

  private List<Case> cases(JudgedOp op) {
    return cases.computeIfAbsent(
        op,
        of ->
            of.cases(arithmetic, CaseSuite.DEFAULT_SEED).stream()
                .filter(c -> !c.isSubnormal())
                .toList());
  }

  /** The smallest change that some case sees for certain; null where the bounds say nothing. */
  BigDecimal certain(JudgedOp op, Input input) {
    return cases(op).stream()
        .map(c -> certain(c, input))
        .filter(d -> d != null)
        .min(BigDecimal::compareTo)
        .map(d -> d.round(UP))
        .orElse(null);
  }

  /** The same of the largest ordinary case alone, the one of 20 x 30. */
  BigDecimal certainInTheLargest(JudgedOp op, Input input) {
    BigDecimal found =
        cases(op).stream()
            .filter(c -> c.name().contains("ordinary-20x30x1"))
            .findFirst()
            .map(c -> certain(c, input))
            .orElse(null);
    return found == null ? null : found.round(UP);
  }

  private BigDecimal certain(Case tested, Input input) {
    Request q = tested.request();
    Dyadic factor = Dyadic.ONE.add(Dyadic.of(BigInteger.ONE, SMALL));
    Due due = dues.computeIfAbsent(tested, c -> new Due(image(q), limits(q)));
    Map<String, Matrix<Dyadic>> changed = image(input.changed(q, a -> a.multiply(factor)));
    BigDecimal smallest = null;
    for (Map.Entry<String, Matrix<Dyadic>> field : due.image().entrySet()) {
      ErrorBound limit = Objects.requireNonNull(due.limits().get(field.getKey()));
      if (!limit.decides()) {
        return null;
      }
      Matrix<Dyadic> other = changed.get(field.getKey());
      boolean bits = tested.exact() && !field.getKey().equals("loss");
      for (int i = 0; i < other.rows(); i++) {
        for (int j = 0; j < other.columns(); j++) {
          Dyadic difference = other.get(i, j).subtract(field.getValue().get(i, j));
          if (difference.signum() == 0) {
            continue;
          }
          BigDecimal slope =
              difference
                  .scaleByPowerOfTwo(-SMALL)
                  .toBigDecimal()
                  .abs()
                  .round(MathContext.DECIMAL64);
          BigDecimal needed = limit.at(i, j).multiply(BigDecimal.valueOf(bits ? 1 : 2));
          BigDecimal delta = needed.divide(slope, MathContext.DECIMAL64);
          smallest = smallest == null || delta.compareTo(smallest) < 0 ? delta : smallest;
        }
      }
    }
    return smallest;
  }

  private static Map<String, Matrix<Dyadic>> image(Request q) {
    if (q.op() != Ops.RUN) {
      return ExactImage.right(DyadicArithmetic.INSTANCE, q);
    }
    Factors<Dyadic> first =
        new ExactImage<>(DyadicArithmetic.INSTANCE, q).update.step(q.at(), q.noises().get(0));
    return Map.of("X", first.x(), "Y", first.y());
  }

  private Map<String, ErrorBound> limits(Request q) {
    if (q.op() != Ops.RUN) {
      return bounds.of(q, OpBounds.LossForm.RESIDUAL);
    }
    OpBounds.Pair pair = bounds.update(q, q.at().roundTo(DECIMALS), q.noises().get(0));
    return Map.of("X", pair.x(), "Y", pair.y());
  }

  /**
   * The exponent k of the smallest change 2^-k that the suite sees of the reference in this
   * arithmetic, all larger powers of two up to 1 being seen too.
   */
  int measured(JudgedOp op, Input input, int precision) {
    // The case that saw the last change is asked of the next one first.
    Deque<Case> cases =
        new ArrayDeque<>(
            cases(op).stream()
                .filter(
                    c -> c.request().at().variables() <= 60 && c.request().noises().size() <= 12)
                .toList());
    for (int k = 0; k < precision; k++) {
      Optional<Case> seeing = seeing(cases, input, k);
      if (seeing.isEmpty()) {
        return k - 1;
      }
      cases.remove(seeing.get());
      cases.addFirst(seeing.get());
    }
    return precision - 1;
  }

  private Optional<Case> seeing(Collection<Case> cases, Input input, int k) {
    Dyadic factor = Dyadic.ONE.add(Dyadic.of(BigInteger.ONE, -k));
    Arithmetic<?> declared = Arithmetics.named(arithmetic);
    return cases.stream()
        .filter(
            c -> {
              Request wrong =
                  input.changed(c.request(), a -> rounded(declared, a.multiply(factor)));
              Answer answer = ReferenceAnswer.of(arithmetic, wrong);
              return judge.judge(c, answer).outcome() == CaseResult.Outcome.FAIL;
            })
        .findFirst();
  }

  /** The value of the arithmetic nearest to a changed input: a program holds no other. */
  private static <T> Dyadic rounded(Arithmetic<T> declared, Dyadic a) {
    BigFraction value = declared.toRational(declared.fromRational(a.toRational()));
    return DyadicArithmetic.INSTANCE.fromRational(value);
  }
}
