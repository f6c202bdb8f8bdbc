// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.SmallCases;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.mistake.HessianMistake;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.ObjectiveMistake;
import org.noisygd.judge.mistake.UpdateMistake;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Known answers: programs that are wrong in some shapes alone, right but for a size, that remember
 * an earlier request, or lose digits, and the one code that each is due.
 */
final class PartialMistakesTest {
  private static final DyadicArithmetic EXACT = DyadicArithmetic.INSTANCE;

  /** A program: the exact image that it rounds once. */
  private interface Program extends Function<Request, Map<String, Matrix<Dyadic>>> {}

  private static Map<String, Matrix<Dyadic>> right(Request q) {
    return ExactImage.right(EXACT, q);
  }

  private static Program where(Predicate<Request> condition, Mistake fault) {
    return q ->
        condition.test(q)
            ? Mistake.image(EXACT, q, Set.of(fault)).fields().orElseGet(() -> right(q))
            : right(q);
  }

  private static List<Diagnosis> diagnose(
      JudgedOp op, Program program, Function<Double, String> print) {
    return diagnose("binary64", SmallCases.of(op), program, print);
  }

  private static List<Diagnosis> diagnose(
      String arithmetic, List<Case> cases, Program program, Function<Double, String> print) {
    Judge judge = new Judge(RoundingModel.named(arithmetic));
    List<CaseResult> results = new ArrayList<>();
    Map<Case, Answer> answers = new LinkedHashMap<>();
    for (Case tested : cases) {
      Map<String, ReadMatrix> fields = new LinkedHashMap<>();
      program
          .apply(tested.request())
          .forEach((name, m) -> fields.put(name, printed(m.roundTo(Binary64.INSTANCE), print)));
      Answer answer = new Answer(fields, Map.of());
      results.add(judge.judge(tested, answer));
      answers.put(tested, answer);
    }
    assertTrue(results.stream().anyMatch(r -> r.outcome() == CaseResult.Outcome.FAIL), "missed");
    return Diagnostician.diagnose(arithmetic, results, answers, List.of());
  }

  /** A loss whose expanded form has no bound in tf32, though its residual form has. */
  @Test
  void diagnose_whereOneFormHasNoBound_endsInNoException() {
    List<Case> cases =
        Ops.of(Ops.LOSS).cases("tf32", 1).stream().filter(c -> c.request().r() == 17).toList();
    Program oneMore =
        q -> Map.of("loss", right(q).get("loss").map(loss -> loss.add(Dyadic.of(1000.0))));
    assertEquals(List.of(), diagnose("tf32", cases, oneMore, Literals::format));
  }

  /** Step sizes that are compared with a tolerance, one of them then used for both. */
  @Test
  void diagnose_sharedStepWhereBothAreNearlyEqual_saysSo() {
    Predicate<Request> near =
        q -> {
          double x = q.etaX().roundToDouble();
          double y = q.etaY().roundToDouble();
          return Math.abs(x - y) < 0.01 * x;
        };
    List<Case> cases =
        Ops.of(Ops.STEP).cases("binary64", 1).stream()
            .filter(c -> c.request().d1() * c.request().d2() <= 6)
            .toList();
    assertNamed(
        "step-size-shared",
        diagnose("binary64", cases, where(near, UpdateMistake.STEP_X_SHARED), Literals::format),
        "only where etaX and etaY differ by less than a");
  }

  private static ReadMatrix printed(Matrix<Double> m, Function<Double, String> print) {
    return new ReadMatrix(
        m.rows(),
        m.columns(),
        m.entries().stream().map(d -> ReadNumber.of(print.apply(d), Binary64.INSTANCE)).toList());
  }

  private static void assertNamed(String code, JudgedOp op, Program program, String words) {
    assertNamed(code, diagnose(op, program, Literals::format), words);
  }

  private static void assertNamed(String code, List<Diagnosis> found, String words) {
    assertEquals(
        List.of(code), found.stream().map(Diagnosis::code).distinct().toList(), found.toString());
    assertTrue(found.stream().allMatch(d -> d.text().contains(words)), found.toString());
  }

  @Test
  void diagnose_mistakeInSomeShapesAlone_namesItAndThem() {
    assertNamed(
        "step-sizes-swapped",
        Ops.STEP,
        where(q -> q.d1() != q.d2(), UpdateMistake.STEPS_SWAPPED),
        "only where d1 and d2 differ");
    assertNamed(
        "gauss-seidel-update",
        Ops.STEP,
        where(q -> q.d1() == q.d2(), UpdateMistake.GAUSS_SEIDEL_FRESH),
        "only where d1 = d2");
    assertNamed(
        "sign", Ops.GRADIENT, where(q -> q.r() == 1, ObjectiveMistake.SIGN), "only where r = 1");
    assertNamed(
        "step-size-shared",
        Ops.STEP,
        where(q -> q.etaY().signum() == 0, UpdateMistake.STEP_X_SHARED),
        "only where etaY = 0");
    assertNamed(
        "hessian-off-diagonal",
        Ops.HESSIAN,
        where(q -> q.d1() < q.d2(), HessianMistake.NO_RESIDUAL),
        "only where d1 < d2");
  }

  private static Program filled(Function<Request, Dyadic> number) {
    return q -> {
      Map<String, Matrix<Dyadic>> image = new LinkedHashMap<>();
      right(q).forEach((name, m) -> image.put(name, m.map(a -> number.apply(q))));
      return image;
    };
  }

  @Test
  void diagnose_nothingComputed_isCalledSo() {
    for (JudgedOp op : List.of(Ops.LOSS, Ops.SMOOTHED_GRADIENT, Ops.HESSIAN, Ops.STEP)) {
      assertNamed("zeros", op, filled(q -> Dyadic.ZERO), "every number of every answer is 0");
      assertNamed(
          "constant", op, filled(q -> Dyadic.of(0.5)), "every number of every answer is 0.5");
    }
    assertNamed(
        "input-echoed",
        Ops.GRADIENT,
        q -> Map.of("gradX", q.at().x(), "gradY", q.at().y()),
        "gradX is X, gradY is Y, as they were sent");
    assertNamed(
        "input-echoed",
        Ops.HVP,
        q -> Map.of("hvpX", q.direction().x(), "hvpY", q.direction().y()),
        "hvpX is dX, hvpY is dY, as they were sent");
  }

  /** The gradient, or the increment of an update, times a factor. */
  private static Program scaled(Function<Request, Double> factor) {
    return q -> {
      Map<String, Matrix<Dyadic>> image = new LinkedHashMap<>();
      right(q)
          .forEach(
              (name, m) -> {
                Matrix<Dyadic> base =
                    q.op() == Ops.STEP
                        ? (name.equals("X") ? q.at().x() : q.at().y())
                        : m.scale(Dyadic.ZERO);
                Dyadic c = Dyadic.of(factor.apply(q));
                image.put(name, base.plus(m.minus(base).scale(c)));
              });
      return image;
    };
  }

  @Test
  void diagnose_termOffByAFactor_tellsTheFactor() {
    assertNamed("scaled", Ops.STEP, scaled(q -> 1.001), "1.00100 times what is due");
    assertNamed("scaled", Ops.HVP, scaled(q -> 0.3), "0.300000 times what is due");
    assertNamed(
        "mean-instead-of-sum", Ops.GRADIENT, scaled(q -> 1.0 / q.d1()), "multiplied by 1/d1");
    assertNamed("mean-instead-of-sum", Ops.LOSS, scaled(q -> 1.0 / q.d2()), "multiplied by 1/d2");
    assertNamed(
        "scaled",
        Ops.GRADIENT,
        scaled(q -> 1 / (1 + q.at().x().get(0, 0).roundToDouble() * 0.25)),
        "by a factor that changes");
  }

  private static Program underNoise(Function<Request, Double> x, Function<Request, Double> y) {
    return q -> {
      Factors<Dyadic> z = q.direction();
      return right(
          q.withDirection(
              new Factors<>(
                  z.x().scale(Dyadic.of(x.apply(q))), z.y().scale(Dyadic.of(y.apply(q))))));
    };
  }

  @Test
  void diagnose_noiseOfAnotherSize_tellsTheFactor() {
    assertNamed(
        "noise-scaled",
        Ops.STEP,
        underNoise(q -> 1.01, q -> 1.01),
        "the noise is multiplied by 1.01");
    assertNamed(
        "noise-scaled", Ops.STEP, underNoise(q -> 1.0, q -> 0.9), "noiseY is multiplied by 0.9");
    assertNamed(
        "noise-scaled",
        Ops.STEP,
        underNoise(q -> 1 / Math.sqrt(q.d1()), q -> 1 / Math.sqrt(q.d2())),
        "multiplied by 1/sqrt(d1) and 1/sqrt(d2)");
  }

  /**
   * Answers what it has answered before to a request that is alike in the parts that it looks at.
   */
  private static Program remembering(Function<Request, List<Object>> key) {
    Map<List<Object>, Map<String, Matrix<Dyadic>>> kept = new LinkedHashMap<>();
    return q -> kept.computeIfAbsent(key.apply(q), k -> right(q));
  }

  @Test
  void diagnose_answerOfAnEarlierRequest_staleState() {
    assertNamed(
        "stale-state",
        Ops.STEP,
        remembering(q -> List.of(q.m(), q.at(), q.etaX(), q.etaY())),
        "the whole answer is that of an earlier request");
    assertNamed(
        "stale-state",
        Ops.GRADIENT,
        remembering(q -> List.of(q.at())),
        "that of an earlier request");
    assertNamed(
        "stale-state",
        Ops.SMOOTHED_HESSIAN,
        remembering(q -> List.of(q.m(), q.at())),
        "that of an earlier request");
  }

  /** A residual that is kept by its X: the factor that it is multiplied by is the new one. */
  @Test
  void diagnose_residualOfAnEarlierRequest_staleState() {
    Map<Matrix<Dyadic>, Matrix<Dyadic>> kept = new LinkedHashMap<>();
    Program program =
        q -> {
          Matrix<Dyadic> now = q.at().x().times(q.at().y().transpose()).minus(q.m());
          Matrix<Dyadic> residual = kept.computeIfAbsent(q.at().x(), x -> now);
          boolean fits = residual.rows() == now.rows() && residual.columns() == now.columns();
          Matrix<Dyadic> r = fits ? residual : now;
          return Map.of("gradX", r.times(q.at().y()), "gradY", r.transpose().times(q.at().x()));
        };
    assertNamed("stale-state", Ops.GRADIENT, program, "the residual");
  }

  private static String digits(double d, int digits) {
    return d == 0 ? "0" : new BigDecimal(d).round(new MathContext(digits)).toString();
  }

  @Test
  void diagnose_sixteenDigits_truncatedOutput() {
    assertNamed(
        "truncated-output",
        diagnose(Ops.STEP, PartialMistakesTest::right, d -> digits(d, 16)),
        "print 17");
  }

  /** Padded by zeros where a number is large: its last digit is not the last that is printed. */
  @Test
  void diagnose_tenDigits_truncatedOutput() {
    assertNamed(
        "truncated-output",
        diagnose(
            Ops.STEP,
            PartialMistakesTest::right,
            d ->
                Math.abs(d) < 1e20 && Math.abs(d) > 1
                    ? new BigDecimal(digits(d, 10)).toPlainString()
                    : digits(d, 10)),
        "at most 10; print 17");
  }

  @Test
  void diagnose_sixDecimals_truncatedOutput() {
    assertNamed(
        "truncated-output",
        diagnose(
            Ops.GRADIENT,
            PartialMistakesTest::right,
            d -> new BigDecimal(d).setScale(6, RoundingMode.HALF_EVEN).toPlainString()),
        "at most 6 after the point; print 17");
  }

  @Test
  void diagnose_stepSizeInBinary32_narrowInput() {
    Program program =
        q -> {
          float eta = (float) q.etaX().roundToDouble();
          return right(Float.isFinite(eta) ? q.withSteps(Dyadic.of(eta), q.etaY()) : q);
        };
    assertNamed("narrow-input", Ops.STEP, program, "etaX passes through binary32");
  }

  private static String ofBits(double d, int bits) {
    DoubleUnaryOperator round =
        v -> {
          int e = Math.getExponent(v);
          return Math.scalb(Math.rint(Math.scalb(v, bits - 1 - e)), e - bits + 1);
        };
    return Literals.format(d == 0 ? 0 : round.applyAsDouble(d));
  }

  @Test
  void diagnose_resultsOf51Bits_narrowArithmetic() {
    assertNamed(
        "narrow-arithmetic",
        diagnose(Ops.GRADIENT, PartialMistakesTest::right, d -> ofBits(d, 51)),
        "bits or so");
  }

  /** One wrong case among many is no narrow arithmetic. */
  @Test
  void diagnose_noiseLostInOneShape_isNotNarrow() {
    Program program =
        q -> q.d1() == 1 && q.r() > 1 ? underNoise(r -> 0.0, r -> 1.0).apply(q) : right(q);
    List<Diagnosis> found = diagnose(Ops.STEP, program, Literals::format);
    assertTrue(
        found.stream().noneMatch(d -> d.code().equals("narrow-arithmetic")), found.toString());
  }
}
