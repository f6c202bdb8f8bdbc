// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/** Known answers: which roundings of exact cases are let pass as those of norm/norm. */
class NormScaledResidualTest {
  private static final RoundingModel MODEL = RoundingModel.named("binary64");

  private static final Judge JUDGE = new Judge(MODEL);

  private final List<CaseResult> results = new ArrayList<>();
  private final Map<Case, Answer> answers = new HashMap<>();
  private final NormScaledResidual normScaled = new NormScaledResidual(MODEL, answers);

  /** A residual times norm/norm, where that quotient is the double below one. */
  private static Matrix<Double> scaled(Matrix<Double> residual) {
    return residual.map(v -> v * Math.nextDown(1.0));
  }

  /** Judges an op's exact cases: with the residual so scaled or not, numbers printed in a way. */
  private void judge(JudgedOp op, boolean scaled, DoubleUnaryOperator printed) {
    for (Case tested : op.cases("binary64", CaseSuite.DEFAULT_SEED)) {
      Request q = tested.request();
      if (tested.exact()) {
        var in = q.in(Binary64.INSTANCE);
        var at = op == Ops.STEP ? in.at().plus(in.direction()) : in.at();
        Matrix<Double> right = at.x().times(at.y().transpose()).minus(in.m());
        Matrix<Double> r = scaled ? scaled(right) : right;
        Matrix<Double> x = r.times(at.y());
        Matrix<Double> y = r.transpose().times(at.x());
        Map<String, ReadMatrix> fields =
            op == Ops.STEP
                ? Map.of(
                    "X", read(in.at().x().minus(x.scale(in.etaX())), printed),
                    "Y", read(in.at().y().minus(y.scale(in.etaY())), printed))
                : Map.of("gradX", read(x, printed), "gradY", read(y, printed));
        Answer answer = new Answer(fields, Map.of());
        answers.put(tested, answer);
        results.add(JUDGE.judge(tested, answer));
      }
    }
  }

  private static ReadMatrix read(Matrix<Double> m, DoubleUnaryOperator printed) {
    return ReferenceAnswer.printed(m.map(printed::applyAsDouble));
  }

  private long failed(boolean denied) {
    normScaled.denied = denied;
    return failed(normScaled.resolved(results));
  }

  @Test
  void resolved_gradientAndStepScaled_passWithTheWarning() {
    judge(Ops.GRADIENT, true, v -> v);
    judge(Ops.STEP, true, v -> v);
    assertTrue(results.stream().anyMatch(r -> r.outcome() == CaseResult.Outcome.FAIL));
    assertEquals(0, failed(false));
    List<CaseResult> resolved = normScaled.resolved(results);
    for (JudgedOp op : List.of(Ops.GRADIENT, Ops.STEP)) {
      assertTrue(
          resolved.stream()
              .anyMatch(
                  r -> r.tested().op() == op && r.warnings().contains(CaseResult.NORM_SCALED)));
    }
  }

  @Test
  void questions_stepAloneScaled_askTheGradientThere_whichDenies() {
    judge(Ops.GRADIENT, false, v -> v);
    judge(Ops.STEP, true, v -> v);
    List<Case> questions = normScaled.questions(results);
    assertFalse(questions.isEmpty());
    assertTrue(questions.stream().allMatch(c -> c.op() == Ops.GRADIENT));
    assertEquals(0, failed(false));
    assertTrue(failed(true) > 0);
  }

  @Test
  void resolved_sixteenDigits_areNotTakenForIt() {
    judge(
        Ops.GRADIENT,
        false,
        v -> Double.parseDouble(String.format(java.util.Locale.ROOT, "%.15e", v)));
    assertEquals(1, failed(false)); // the case of all digits alone
  }

  @Test
  void resolved_entriesOffByAnUlpEitherWay_areNotTakenForIt() {
    int[] n = {0};
    judge(
        Ops.GRADIENT,
        false,
        v -> Literals.format(v).length() < 12 || n[0]++ % 2 == 0 ? v : Math.nextUp(v));
    assertEquals(1, failed(false));
  }

  /** Judges the losses of a program that turns a residual into a loss in its own way. */
  private void judgeLosses(ToDoubleFunction<Matrix<Double>> loss) {
    for (JudgedOp op : List.of(Ops.LOSS, Ops.SMOOTHED_LOSS)) {
      for (Case tested : op.cases("binary64", CaseSuite.DEFAULT_SEED)) {
        var in = tested.request().in(Binary64.INSTANCE);
        if (op == Ops.LOSS || (in.sigma1() == 0 && in.sigma2() == 0)) {
          Matrix<Double> r = in.at().x().times(in.at().y().transpose()).minus(in.m());
          Matrix<Double> one = Matrix.of(Binary64.INSTANCE, 1, 1, (i, j) -> loss.applyAsDouble(r));
          Answer answer = new Answer(Map.of("loss", read(one, v -> v)), Map.of());
          answers.put(tested, answer);
          results.add(JUDGE.judge(tested, answer));
        }
      }
    }
  }

  private static double norm(Matrix<Double> r, double scale) {
    return Math.sqrt(
        r.entries().stream().mapToDouble(v -> scale * v).map(v -> v * v).reduce(0, Double::sum));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1.6a09e667f3bcdp-1, 0x1.6a09e667f3bccp-1})
  void resolved_lossBySquareOfNormOfScaledResidual_passesWithTheWarning(double rootOfHalf) {
    judgeLosses(r -> norm(r, rootOfHalf) * norm(r, rootOfHalf));
    assertTrue(results.stream().anyMatch(r -> r.outcome() == CaseResult.Outcome.FAIL));
    assertEquals(0, failed(false));
    assertTrue(
        normScaled.resolved(results).stream()
            .anyMatch(r -> r.warnings().contains(CaseResult.NORM_SCALED)));
  }

  @Test
  void resolved_lossByHalfSquareOfNorm_passesAndPrintedShortDoesNot() {
    judgeLosses(r -> 0.5 * norm(r, 1) * norm(r, 1));
    assertEquals(0, failed(false));
    results.clear();
    judgeLosses(
        r -> {
          double loss = 0.5 * norm(r, 1) * norm(r, 1);
          return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.15e", loss));
        });
    assertTrue(failed(false) > 0);
  }

  /** A program that is asked and rounds nothing has no such norm. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void smallLosses_normOfScaledResidual_isShownByAllOfThem(boolean scaled) {
    judgeLosses(r -> norm(r, Math.sqrt(0.5)) * norm(r, Math.sqrt(0.5)));
    List<Case> full = NormScaledResidual.fullLosses(results);
    assertFalse(full.isEmpty());
    for (Case small : NormScaledResidual.smallLosses(full.get(0))) {
      Matrix<Double> m = small.request().in(Binary64.INSTANCE).m();
      double root = norm(m, scaled ? Math.sqrt(0.5) : 1);
      Matrix<Double> loss = m.map(v -> scaled ? root * root : 0.5 * root * root);
      Answer answer = new Answer(Map.of("loss", read(loss, v -> v)), Map.of());
      assertEquals(scaled, NormScaledResidual.isOff(small, answer));
    }
    normScaled.plainLosses.addAll(List.of(Ops.LOSS, Ops.SMOOTHED_LOSS));
    assertEquals(full.size(), failed(normScaled.resolved(results)));
  }

  private static long failed(List<CaseResult> results) {
    return results.stream().filter(r -> r.outcome() == CaseResult.Outcome.FAIL).count();
  }

  /** At every seed, since a program of which no exact case shows it would be failed by others. */
  @ParameterizedTest
  @ValueSource(longs = {11, 13, 16, 17, CaseSuite.DEFAULT_SEED})
  void cases_residualTimesNormTimesRoundedReciprocal_oneShowsIt(long seed) {
    for (JudgedOp op : List.of(Ops.GRADIENT, Ops.STEP)) {
      Case tested =
          op.cases("binary64", seed).stream()
              .filter(c -> c.name().endsWith("/exact-1x1x1"))
              .findFirst()
              .orElseThrow();
      var in = tested.request().in(Binary64.INSTANCE);
      var at = op == Ops.STEP ? in.at().plus(in.direction()) : in.at();
      double y = at.y().get(0, 0);
      double r = at.x().get(0, 0) * y - in.m().get(0, 0);
      double gradient = r * (r * (1 / r)) * y;
      double x = op == Ops.STEP ? in.at().x().get(0, 0) - in.etaX() * gradient : gradient;
      var right = tested.expected().get(op == Ops.STEP ? "X" : "gradX").get(0, 0);
      assertNotEquals(right.roundToDouble(), x, tested.name());
    }
  }
}
