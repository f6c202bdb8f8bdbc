// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Part;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/**
 * The mistakes of the protocol's table, computed exactly for a question, so that a vector can say
 * which of them it catches. A vector catches a mistake when every variant of it that applies
 * differs from the right answer, in some entry, by more than {@link #VISIBLE} times the same entry
 * of {@link VectorQuestion#magnitudes}: any legal binary64 plan stays within n 2^-53 of that with n
 * below 2^8 at these sizes, 2^-45, well inside. For {@code sample} the difference must exceed
 * {@link #SAMPLED}, which a test of the law sees.
 *
 * <p>Not among them: {@code noise-correlated}, whose law has no closed form here.
 */
@SuppressWarnings("shape") // mistakes multiply what does not belong together
public final class Mistakes {
  /** Beyond any legal rounding in binary64. */
  static final Dyadic VISIBLE = Dyadic.ONE.scaleByPowerOfTwo(-40);

  /** What a test of mean and covariance sees. */
  static final Dyadic SAMPLED = Dyadic.ONE.scaleByPowerOfTwo(-6);

  private static final DyadicArithmetic EXACT = DyadicArithmetic.INSTANCE;
  private static final Dyadic TWO = Dyadic.of(2.0);
  private static final Dyadic HALF = Dyadic.of(0.5);

  /** Digits of a carelessly printed number, as of C's and C++'s default format. */
  private static final MathContext TOO_FEW_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private final VectorQuestion<Dyadic> q;
  private final Map<String, List<Map<String, Matrix<Dyadic>>>> variants = new LinkedHashMap<>();

  private Mistakes(VectorQuestion<Dyadic> question) {
    this.q = question;
  }

  /** The codes of the mistakes that the question catches, in the protocol's order. */
  public static List<String> caughtBy(VectorQuestion<Dyadic> question) {
    Mistakes mistakes = new Mistakes(question);
    mistakes.collect();
    Map<String, Matrix<Dyadic>> right = question.answer();
    Map<String, Matrix<Dyadic>> scale = question.magnitudes().answer();
    Dyadic share = question.op() == Ops.SAMPLE ? SAMPLED : VISIBLE;
    List<String> caught = new ArrayList<>();
    mistakes.variants.forEach(
        (code, wrongs) -> {
          if (wrongs.stream().allMatch(wrong -> differs(right, wrong, scale, share))) {
            caught.add(code);
          }
        });
    return caught;
  }

  private static boolean differs(
      Map<String, Matrix<Dyadic>> right,
      Map<String, Matrix<Dyadic>> wrong,
      Map<String, Matrix<Dyadic>> scale,
      Dyadic share) {
    for (Map.Entry<String, Matrix<Dyadic>> part : right.entrySet()) {
      List<Dyadic> rightEntries = part.getValue().entries();
      List<Dyadic> wrongEntries = at(wrong, part.getKey()).entries();
      List<Dyadic> scales = at(scale, part.getKey()).entries();
      for (int n = 0; n < rightEntries.size(); n++) {
        Dyadic error = EXACT.abs(rightEntries.get(n).subtract(wrongEntries.get(n)));
        if (error.compareTo(scales.get(n).multiply(share)) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static Matrix<Dyadic> at(Map<String, Matrix<Dyadic>> parts, String name) {
    Matrix<Dyadic> part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("answer must have a part " + name);
    }
    return part;
  }

  private void collect() {
    if (q.op() == Ops.STEP || q.op() == Ops.RUN) {
      updates();
      noises();
    }
    if (q.op() == Ops.SAMPLE) {
      Dyadic zero = Dyadic.ZERO;
      add("unperturbed-gradient", q.withVariances(zero, zero));
    }
    if (q.op().has(Part.SMOOTHED) || q.op() == Ops.SAMPLE) {
      smoothings();
    }
    scales();
    targets();
    if (q.op().fields().contains("etaX")) {
      add("step-sizes-swapped", q.withSteps(q.etaY(), q.etaX()));
      add("step-size-shared", q.withSteps(q.etaX(), q.etaX()));
      add("step-size-shared", q.withSteps(q.etaY(), q.etaY()));
    }
    if (q.op().has(Part.HESSIAN) || q.op() == Ops.HVP) {
      var withoutResidual = q.at().x().times(q.at().y().transpose());
      add("hessian-off-diagonal", q.withTarget(withoutResidual));
    }
    if (q.op().has(Part.HESSIAN)) {
      add("hessian-order", reordered(true, false));
      add("hessian-order", reordered(false, true));
      add("hessian-order", reordered(true, true));
    }
    if (q.op() != Ops.SAMPLE) {
      narrow();
      truncated();
    }
  }

  private void add(String code, VectorQuestion<Dyadic> mistaken) {
    add(code, mistaken.answer());
  }

  private void add(String code, VectorQuestion.Update<Dyadic> mistaken) {
    add(code, q.answer(mistaken));
  }

  private void add(String code, Map<String, Matrix<Dyadic>> answer) {
    variants.computeIfAbsent(code, c -> new ArrayList<>()).add(answer);
  }

  private Matrix<Dyadic> residual(Matrix<Dyadic> x, Matrix<Dyadic> y) {
    return x.times(y.transpose()).minus(q.m());
  }

  private Factors<Dyadic> step(Factors<Dyadic> from, Matrix<Dyadic> gx, Matrix<Dyadic> gy) {
    return new Factors<>(from.x().minus(gx.scale(q.etaX())), from.y().minus(gy.scale(q.etaY())));
  }

  /** The update with the residual, and the factors it is multiplied by, taken at other places. */
  private interface Places {
    Factors<Dyadic> apply(Factors<Dyadic> s, Factors<Dyadic> z, Factors<Dyadic> perturbed);
  }

  private void addPlaces(String code, Places places) {
    add(code, (s, z) -> places.apply(s, z, s.plus(z)));
  }

  private void updates() {
    for (boolean perturbedAgain : new boolean[] {false, true}) {
      for (boolean fresh : new boolean[] {false, true}) {
        addPlaces(
            "gauss-seidel-update",
            (s, z, p) -> {
              var next = step(s, residual(p.x(), p.y()).times(p.y()), p.y());
              var x = perturbedAgain ? next.x().plus(z.x()) : next.x();
              var r = fresh ? residual(x, p.y()) : residual(p.x(), p.y());
              return new Factors<>(next.x(), step(s, p.x(), r.transpose().times(x)).y());
            });
      }
    }
    addPlaces("noise-kept", (s, z, p) -> q.update().apply(s, z).plus(z));
    addPlaces(
        "noise-on-gradient",
        (s, z, p) -> {
          var r = residual(s.x(), s.y());
          return step(s, r.times(s.y()).plus(z.x()), r.transpose().times(s.x()).plus(z.y()));
        });
    addPlaces(
        "residual-stale",
        (s, z, p) -> {
          var r = residual(s.x(), s.y());
          return step(s, r.times(p.y()), r.transpose().times(p.x()));
        });
    addPlaces(
        "residual-stale",
        (s, z, p) -> {
          var r = residual(p.x(), p.y());
          return step(s, r.times(s.y()), r.transpose().times(s.x()));
        });
  }

  private void noises() {
    Dyadic zero = Dyadic.ZERO;
    add("unperturbed-gradient", q.withNoise(mapNoise(z -> z.scale(zero))));
    add("noise-negated", q.withNoise(mapNoise(z -> z.scale(Dyadic.ONE.negate()))));
    add("noise-one-side", q.withNoise(mapNoise(z -> new Factors<>(z.x(), z.y().scale(zero)))));
    add("noise-one-side", q.withNoise(mapNoise(z -> new Factors<>(z.x().scale(zero), z.y()))));
    if (q.at().d1() == q.at().d2()) {
      add("noise-swapped", q.withNoise(mapNoise(z -> new Factors<>(z.y(), z.x()))));
    }
    if (q.noise().size() > 1) {
      List<Factors<Dyadic>> shifted = new ArrayList<>(q.noise());
      Collections.rotate(shifted, 1);
      add("noise-off-by-one", q.withNoise(List.copyOf(shifted)));
      Collections.rotate(shifted, -2);
      add("noise-off-by-one", q.withNoise(List.copyOf(shifted)));
      add("noise-reused", q.withNoise(Collections.nCopies(q.noise().size(), q.noise().get(0))));
    }
  }

  private List<Factors<Dyadic>> mapNoise(
      java.util.function.UnaryOperator<Factors<Dyadic>> function) {
    return q.noise().stream().map(function).toList();
  }

  private void smoothings() {
    add("variance-as-deviation", q.withVariances(q.v1().multiply(q.v1()), q.v2().multiply(q.v2())));
    if (q.op().has(Part.SMOOTHED)) {
      int rowsX = q.at().d1();
      int rowsY = q.at().d2();
      if (rowsX != rowsY) {
        Dyadic exchanged1 = EXACT.of(rowsY).multiply(q.v1());
        add("dimension-factor", q.withMoments(exchanged1, EXACT.of(rowsX).multiply(q.v2())));
      }
      if (rowsX > 1 || rowsY > 1) {
        add("dimension-factor", q.withMoments(q.v1(), q.v2()));
      }
    }
  }

  private void scales() {
    if (q.op().fields().contains("etaX")) {
      for (Dyadic factor : List.of(TWO, HALF)) {
        add("factor-two", q.withSteps(q.etaX().multiply(factor), q.etaY().multiply(factor)));
      }
      add("sign", q.withSteps(q.etaX().negate(), q.etaY().negate()));
    } else {
      add("factor-two", mapAnswer(a -> a.multiply(TWO)));
      add("factor-two", mapAnswer(a -> a.multiply(HALF)));
      if (!q.op().has(Part.HESSIAN) && !q.op().has(Part.LOSS)) {
        add("sign", mapAnswer(Dyadic::negate));
      }
    }
  }

  private Map<String, Matrix<Dyadic>> mapAnswer(java.util.function.UnaryOperator<Dyadic> function) {
    Map<String, Matrix<Dyadic>> mapped = new LinkedHashMap<>();
    q.answer().forEach((name, part) -> mapped.put(name, part.map(function)));
    return mapped;
  }

  private void targets() {
    if (q.at().d1() == q.at().d2()) {
      add("target-transposed", q.withTarget(q.m().transpose()));
    }
    add("target-missing", q.withTarget(q.m().scale(Dyadic.ZERO)));
  }

  /** The Hessian with its variables column by column, or those of Y before those of X. */
  private Map<String, Matrix<Dyadic>> reordered(boolean byColumn, boolean yFirst) {
    int r = q.at().r();
    int d1 = q.at().d1();
    int d2 = q.at().d2();
    List<Integer> order = new ArrayList<>();
    for (int part = 0; part < 2; part++) {
      boolean y = (part == 1) != yFirst;
      int rows = y ? d2 : d1;
      for (int n = 0; n < rows * r; n++) {
        int variable = byColumn ? (n % rows) * r + n / rows : n;
        order.add((y ? d1 * r : 0) + variable);
      }
    }
    Map<String, Matrix<Dyadic>> mapped = new LinkedHashMap<>();
    q.answer()
        .forEach(
            (name, h) ->
                mapped.put(
                    name,
                    Matrix.of(
                        EXACT,
                        h.rows(),
                        h.columns(),
                        (i, j) -> h.get(order.get(i), order.get(j)))));
    return mapped;
  }

  /**
   * binary32 in place of binary64. Left out where it overflows: what is not finite is seen anyway.
   */
  private void narrow() {
    Arithmetic<Double> narrow = EmulatedBinary.BINARY32;
    Map<String, Matrix<Dyadic>> answer = new LinkedHashMap<>();
    Map<String, Matrix<Double>> computed;
    try {
      computed = q.in(narrow, a -> narrow.fromRational(a.toRational())).answer();
    } catch (ArithmeticException e) {
      return; // an infinite variance
    }
    for (Map.Entry<String, Matrix<Double>> part : computed.entrySet()) {
      if (!part.getValue().entries().stream().allMatch(Double::isFinite)) {
        return;
      }
      answer.put(part.getKey(), part.getValue().toExactly(EXACT));
    }
    add("narrow-arithmetic", answer);
  }

  private void truncated() {
    add(
        "truncated-output",
        mapAnswer(
            a -> {
              BigDecimal printed = a.toBigDecimal().round(TOO_FEW_DIGITS);
              return Dyadic.of(Rationals.roundToDouble(Rationals.of(printed)));
            }));
  }
}
