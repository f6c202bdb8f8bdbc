// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.mistake.HessianMistake;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.ObjectiveMistake;
import org.noisygd.judge.mistake.RunMistake;
import org.noisygd.judge.mistake.SmoothingMistake;
import org.noisygd.judge.mistake.UpdateMistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/**
 * Finds the mistakes of the protocol's table that a vector catches. A vector catches a code if
 * every mistake with this code that is listed here, and that its op and shapes allow, changes some
 * entry by more than {@link #VISIBLE} times the entry's magnitude, which is its value if all terms
 * had one sign. The error of a legal binary64 plan is below n 2^-53 times the magnitude, where n is
 * below 2^8 at these sizes: 2^-45, far less. For {@code sample} the difference must exceed {@link
 * #SAMPLED}, which a test of the law detects.
 *
 * <p>The mistakes are those of the catalogue, and two in printing and arithmetic. {@code
 * noise-correlated} is left out, because its law has no closed form here.
 */
final class CaughtMistakes {
  /** A relative difference beyond any legal rounding in binary64. */
  private static final Dyadic VISIBLE = Dyadic.ONE.scaleByPowerOfTwo(-40);

  /** A relative difference that a test of mean and covariance detects. */
  private static final Dyadic SAMPLED = Dyadic.ONE.scaleByPowerOfTwo(-6);

  /** The digits of a carelessly printed number, as in the default format of C and C++. */
  private static final MathContext TOO_FEW_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private static final DyadicArithmetic EXACT = DyadicArithmetic.INSTANCE;

  /**
   * The mistakes that are tried, in the order of the codes in the data; the first one in each list
   * gives the code. A wrong factor or sign applies to the whole answer, including the noise terms.
   */
  private static final List<List<Mistake>> TRIED =
      List.of(
          List.of(UpdateMistake.GAUSS_SEIDEL_FRESH),
          List.of(UpdateMistake.GAUSS_SEIDEL_FRESH_NOISY),
          List.of(UpdateMistake.GAUSS_SEIDEL_STALE),
          List.of(UpdateMistake.GAUSS_SEIDEL_STALE_NOISY),
          List.of(UpdateMistake.NOISE_KEPT),
          List.of(UpdateMistake.NOISE_ON_GRADIENT),
          List.of(UpdateMistake.RESIDUAL_UNPERTURBED),
          List.of(UpdateMistake.FACTOR_UNPERTURBED),
          List.of(UpdateMistake.UNPERTURBED),
          List.of(UpdateMistake.NOISE_NEGATED),
          List.of(UpdateMistake.NOISE_X_ONLY),
          List.of(UpdateMistake.NOISE_Y_ONLY),
          List.of(UpdateMistake.NOISE_SWAPPED),
          List.of(RunMistake.NOISE_PREVIOUS),
          List.of(RunMistake.NOISE_NEXT),
          List.of(RunMistake.NOISE_REUSED),
          List.of(SmoothingMistake.DEVIATION_AS_VARIANCE),
          List.of(SmoothingMistake.DIMENSIONS_SWAPPED),
          List.of(SmoothingMistake.DIMENSIONS_MISSING),
          List.of(ObjectiveMistake.DOUBLED, SmoothingMistake.NOISE_TERMS_DOUBLED),
          List.of(ObjectiveMistake.HALVED, SmoothingMistake.NOISE_TERMS_HALVED),
          List.of(ObjectiveMistake.LOSS_DOUBLED),
          List.of(ObjectiveMistake.LOSS_HALVED),
          List.of(HessianMistake.DOUBLED),
          List.of(HessianMistake.HALVED),
          List.of(
              ObjectiveMistake.SIGN_X,
              ObjectiveMistake.SIGN_Y,
              SmoothingMistake.NOISE_TERMS_NEGATED),
          List.of(ObjectiveMistake.TARGET_TRANSPOSED),
          List.of(ObjectiveMistake.TARGET_MISSING),
          List.of(UpdateMistake.STEPS_SWAPPED),
          List.of(UpdateMistake.STEP_X_SHARED),
          List.of(UpdateMistake.STEP_Y_SHARED),
          List.of(HessianMistake.NO_RESIDUAL),
          List.of(HessianMistake.COLUMN_MAJOR),
          List.of(HessianMistake.Y_FIRST));

  /** The mistakes after which a sample's law has the same form. */
  private static final Set<Mistake> OF_A_LAW =
      Set.of(
          UpdateMistake.UNPERTURBED,
          SmoothingMistake.DEVIATION_AS_VARIANCE,
          ObjectiveMistake.DOUBLED,
          ObjectiveMistake.HALVED,
          ObjectiveMistake.SIGN_X,
          ObjectiveMistake.TARGET_TRANSPOSED,
          ObjectiveMistake.TARGET_MISSING,
          UpdateMistake.STEPS_SWAPPED,
          UpdateMistake.STEP_X_SHARED,
          UpdateMistake.STEP_Y_SHARED);

  private final Request q;
  private final Map<String, Matrix<Dyadic>> right;
  private final Map<String, Matrix<Dyadic>> sizes;

  private CaughtMistakes(Request q) {
    this.q = q;
    right = VectorAnswer.of(q.op(), q);
    sizes = VectorAnswer.of(q.op(), magnitudes(q));
  }

  /** The codes of the mistakes that a vector catches. */
  static List<String> codes(Request q) {
    CaughtMistakes caught = new CaughtMistakes(q);
    Map<String, Boolean> seen = new LinkedHashMap<>();
    for (List<Mistake> tried : TRIED) {
      Optional<Map<String, Matrix<Dyadic>>> wrong = caught.wrong(tried);
      wrong.ifPresent(
          w -> seen.merge(tried.get(0).code().toString(), caught.differs(w), Boolean::logicalAnd));
    }
    if (q.op() != Ops.SAMPLE) {
      caught.narrow().ifPresent(w -> seen.put("narrow-arithmetic", caught.differs(w)));
      seen.put("truncated-output", caught.differs(caught.truncated()));
    }
    List<String> codes = new ArrayList<>();
    seen.forEach(
        (code, always) -> {
          if (always) {
            codes.add(code);
          }
        });
    return codes;
  }

  /** The answer of a program with mistakes; empty if the op or the shapes do not allow them. */
  private Optional<Map<String, Matrix<Dyadic>>> wrong(List<Mistake> tried) {
    Set<Mistake> mistakes = new LinkedHashSet<>(tried);
    if (q.op() == Ops.SAMPLE) {
      return law(tried);
    }
    if (!tried.get(0).concerns(q.op().parts())) {
      return Optional.empty();
    }
    if (q.op() == Ops.RUN) {
      Map<Integer, Factors<Dyadic>> states =
          Mistake.run(EXACT, q, mistakes).states(q.noises().size());
      return Optional.of(states).filter(s -> !s.isEmpty()).map(s -> VectorAnswer.run(q, s));
    }
    return Mistake.image(EXACT, q, mistakes)
        .fields()
        // Exchanging equal d1 and d2, or leaving them out if they are 1, is no mistake.
        .filter(w -> !(tried.get(0) instanceof SmoothingMistake) || !w.equals(right));
  }

  /**
   * The mean and the covariance of a sampler with mistakes that keep the form of the law: in M, in
   * the step sizes, or in the size of the gradient or the noise.
   */
  private Optional<Map<String, Matrix<Dyadic>>> law(List<Mistake> tried) {
    if (!OF_A_LAW.contains(tried.get(0))) {
      return Optional.empty();
    }
    ExactImage<Dyadic> image = Mistake.image(EXACT, q, Set.copyOf(tried));
    return image.applies() ? Optional.of(VectorAnswer.sample(image.moments())) : Optional.empty();
  }

  private boolean differs(Map<String, Matrix<Dyadic>> wrong) {
    Dyadic share = q.op() == Ops.SAMPLE ? SAMPLED : VISIBLE;
    for (Map.Entry<String, Matrix<Dyadic>> part : right.entrySet()) {
      List<Dyadic> due = part.getValue().entries();
      List<Dyadic> answered = part(wrong, part.getKey()).entries();
      List<Dyadic> size = part(sizes, part.getKey()).entries();
      for (int n = 0; n < due.size(); n++) {
        Dyadic error = EXACT.abs(due.get(n).subtract(answered.get(n)));
        if (error.compareTo(size.get(n).multiply(share)) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static Matrix<Dyadic> part(Map<String, Matrix<Dyadic>> parts, String name) {
    Matrix<Dyadic> part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("answer must have a part " + name);
    }
    return part;
  }

  /**
   * The request whose answer bounds every intermediate result: each number is replaced by its
   * absolute value, or by the negative of that in M and the step sizes, so that every difference
   * becomes a sum.
   */
  private static Request magnitudes(Request q) {
    return q.withTarget(q.m().abs().negate())
        .from(q.at().abs())
        .withDirection(q.direction().abs())
        .withSteps(EXACT.abs(q.etaX()).negate(), EXACT.abs(q.etaY()).negate())
        .withRun(q.noises().stream().map(Factors::abs).toList(), q.record());
  }

  /** The answer in binary32; empty if it overflows, which shows anyway. */
  private Optional<Map<String, Matrix<Dyadic>>> narrow() {
    Map<String, Matrix<Dyadic>> answer = new LinkedHashMap<>();
    try {
      VectorAnswer.of(q.op(), q.in(EmulatedBinary.BINARY32))
          .forEach((name, part) -> answer.put(name, part.toExactly(EXACT)));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
    return Optional.of(answer);
  }

  private Map<String, Matrix<Dyadic>> truncated() {
    UnaryOperator<Dyadic> print =
        a -> {
          BigDecimal printed = a.toBigDecimal().round(TOO_FEW_DIGITS);
          return Dyadic.of(Rationals.roundToDouble(Rationals.of(printed)));
        };
    Map<String, Matrix<Dyadic>> answer = new LinkedHashMap<>();
    right.forEach((name, part) -> answer.put(name, part.map(print)));
    return answer;
  }
}
