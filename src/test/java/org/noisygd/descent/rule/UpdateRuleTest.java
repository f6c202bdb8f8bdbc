// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.rule.UpdateRule.Draw;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Known answers and cross-checks in rationals, so every comparison is for equality: gradients
 * against exact differences of losses, updates against formulas written out entry by entry, and
 * means over every value that the random numbers can take.
 */
class UpdateRuleTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;
  private static final int D1 = 2;
  private static final int D2 = 3;
  private static final int R = 2;
  private static final BigFraction ETA_X = q(1, 8);
  private static final BigFraction ETA_Y = q(1, 5);
  private static final StepSizes<BigFraction> STEPS = StepSizes.of(Q, ETA_X, ETA_Y);
  private static final Matrix<BigFraction> M = matrix(D1, D2, 3, 1, -2, 4, 0, 5);
  private static final Factors<BigFraction> AT =
      new Factors<>(matrix(D1, R, 1, -2, 3, 1), matrix(D2, R, 2, 1, -1, 3, 1, -2));
  private static final FixedDraw NOTHING = FixedDraw.zeros(D1, D2, R);

  private static BigFraction q(long numerator, long denominator) {
    return BigFraction.of(numerator, denominator);
  }

  /** Halves of whole numbers, row by row. */
  private static Matrix<BigFraction> matrix(int rows, int columns, long... halves) {
    return Matrix.of(Q, rows, columns, (i, j) -> q(halves[i * columns + j], 2));
  }

  /** The gradient of a polynomial of degree at most 4 in each variable, by five exact values. */
  private static Factors<BigFraction> differences(
      Function<Factors<BigFraction>, BigFraction> loss, Factors<BigFraction> at) {
    List<BigFraction> derivatives = new ArrayList<>();
    for (int p = 0; p < at.variables(); p++) {
      BigFraction near = difference(loss, at, p, 1);
      BigFraction far = difference(loss, at, p, 2);
      derivatives.add(near.multiply(8).subtract(far).divide(12));
    }
    return Factors.ofVariables(Q, at.d1(), at.d2(), at.r(), derivatives);
  }

  private static BigFraction difference(
      Function<Factors<BigFraction>, BigFraction> loss, Factors<BigFraction> at, int p, int by) {
    return loss.apply(shifted(at, p, by)).subtract(loss.apply(shifted(at, p, -by)));
  }

  private static Factors<BigFraction> shifted(Factors<BigFraction> at, int p, int by) {
    List<BigFraction> variables = new ArrayList<>(at.toVariables());
    variables.set(p, variables.get(p).add(by));
    return Factors.ofVariables(Q, at.d1(), at.d2(), at.r(), variables);
  }

  /** X - etaX GX, Y - etaY GY, entry by entry. */
  private static Factors<BigFraction> descend(
      Factors<BigFraction> at, Factors<BigFraction> gradient) {
    return new Factors<>(
        Matrix.of(
            Q,
            at.d1(),
            at.r(),
            (i, k) -> at.x().get(i, k).subtract(ETA_X.multiply(gradient.x().get(i, k)))),
        Matrix.of(
            Q,
            at.d2(),
            at.r(),
            (j, k) -> at.y().get(j, k).subtract(ETA_Y.multiply(gradient.y().get(j, k)))));
  }

  /** (S Y, S^T X) for S_ij = weight_ij (sum over k of x_ik y_jk - label_ij), in plain loops. */
  private static Factors<BigFraction> weighted(
      Factors<BigFraction> at, Matrix<BigFraction> weights, Matrix<BigFraction> labels) {
    BigFraction[][] gx = zeros(at.d1(), at.r());
    BigFraction[][] gy = zeros(at.d2(), at.r());
    for (int i = 0; i < at.d1(); i++) {
      for (int j = 0; j < at.d2(); j++) {
        BigFraction s = labels.get(i, j).negate();
        for (int k = 0; k < at.r(); k++) {
          s = s.add(at.x().get(i, k).multiply(at.y().get(j, k)));
        }
        s = s.multiply(weights.get(i, j));
        for (int k = 0; k < at.r(); k++) {
          gx[i][k] = gx[i][k].add(s.multiply(at.y().get(j, k)));
          gy[j][k] = gy[j][k].add(s.multiply(at.x().get(i, k)));
        }
      }
    }
    return new Factors<>(
        Matrix.of(Q, at.d1(), at.r(), (i, k) -> gx[i][k]),
        Matrix.of(Q, at.d2(), at.r(), (j, k) -> gy[j][k]));
  }

  private static BigFraction[][] zeros(int rows, int columns) {
    BigFraction[][] zeros = new BigFraction[rows][columns];
    for (BigFraction[] row : zeros) {
      java.util.Arrays.fill(row, BigFraction.ZERO);
    }
    return zeros;
  }

  private static Matrix<BigFraction> ones() {
    return Matrix.of(Q, D1, D2, (i, j) -> BigFraction.ONE);
  }

  @Test
  void plain_oneUpdate_isADifferenceOfLosses() {
    UpdateRule<BigFraction> rule = UpdateRule.plain(M, STEPS);
    Factors<BigFraction> expected = differences(at -> new MatrixFactorization<>(M).loss(at), AT);
    assertEquals(expected, rule.gradient(AT, NOTHING));
    assertEquals(descend(AT, expected), rule.apply(AT, NOTHING));
    assertEquals(expected, weighted(AT, ones(), M));
  }

  @Test
  void smoothed_oneUpdate_isADifferenceOfSmoothedLosses() {
    NoiseMoments<BigFraction> noise = moments();
    UpdateRule<BigFraction> rule = UpdateRule.smoothed(M, STEPS, noise);
    Factors<BigFraction> expected =
        differences(at -> new SmoothedFactorization<>(M, noise).loss(at), AT);
    assertEquals(descend(AT, expected), rule.apply(AT, NOTHING));
  }

  private static NoiseMoments<BigFraction> moments() {
    return new NoiseMoments<>(matrix(R, R, 3, 1, 1, 2), matrix(R, R, 5, -1, -1, 1));
  }

  @Test
  void regularised_oneUpdate_isADifferenceOfRegularisedLosses() {
    UpdateRule<BigFraction> rule = UpdateRule.regularised(M, STEPS, q(3, 2));
    Factors<BigFraction> expected = differences(at -> regularised(M, q(3, 2), at), AT);
    assertEquals(descend(AT, expected), rule.apply(AT, NOTHING));
  }

  /** F + mu/8 ||X^T X - Y^T Y||^2. */
  private static BigFraction regularised(
      Matrix<BigFraction> m, BigFraction halfMu, Factors<BigFraction> at) {
    Matrix<BigFraction> d = at.x().gram().minus(at.y().gram());
    return new MatrixFactorization<>(m).loss(at).add(halfMu.divide(4).multiply(d.normSquared()));
  }

  /** Known answer: mu/8 ||D||^2 at rank one is mu/8 (||x||^2 - ||y||^2)^2, the paper's form. */
  @Test
  void regularised_rankOne_hasThePapersPenalty() {
    Matrix<BigFraction> zero = Matrix.zeros(Q, 1, 2);
    Factors<BigFraction> at = new Factors<>(matrix(1, 1, 6), matrix(2, 1, 2, 4));
    // F = 1/2 (9 + 36), penalty = 1/8 (9 - 5)^2.
    assertEquals(q(45, 2).add(2), regularised(zero, q(1, 2), at));
  }

  @Test
  void perturbed_oneUpdate_isThePapersUpdate() {
    Factors<BigFraction> noise =
        new Factors<>(matrix(D1, R, 1, 2, -3, 1), matrix(D2, R, -1, 1, 2, 2, 3, -1));
    UpdateRule<BigFraction> rule = UpdateRule.perturbed(M, STEPS);
    Factors<BigFraction> next = rule.apply(AT, NOTHING.withFactors(noise));
    assertEquals(descend(AT, weighted(AT.plus(noise), ones(), M)), next);
    assertEquals(new PerturbedUpdate<>(M, STEPS, UpdateForm.GRAM).apply(AT, noise), next);
  }

  @Test
  void labelNoise_oneUpdate_isPlainDescentForDisturbedLabels() {
    Matrix<BigFraction> labels = matrix(D1, D2, 1, -1, 1, 3, 1, -1);
    Matrix<BigFraction> disturbed =
        Matrix.of(Q, D1, D2, (i, j) -> M.get(i, j).add(labels.get(i, j)));
    assertEquals(
        descend(AT, weighted(AT, ones(), disturbed)),
        UpdateRule.labelNoise(M, STEPS).apply(AT, NOTHING.withCells(labels)));
  }

  @Test
  void keptNoise_oneUpdate_addsItLast() {
    Factors<BigFraction> noise =
        new Factors<>(matrix(D1, R, 1, 2, -3, 1), matrix(D2, R, -1, 1, 2, 2, 3, -1));
    assertEquals(
        descend(AT, weighted(AT, ones(), M)).plus(noise),
        UpdateRule.keptNoise(M, STEPS).apply(AT, NOTHING.withFactors(noise)));
  }

  @Test
  void entrySampled_oneUpdate_weighsResiduals() {
    Matrix<BigFraction> counts = matrix(D1, D2, 2, 0, 0, 4, 0, 2);
    Matrix<BigFraction> weights =
        Matrix.of(Q, D1, D2, (i, j) -> q(6, 4).multiply(counts.get(i, j)));
    assertEquals(
        descend(AT, weighted(AT, weights, M)),
        UpdateRule.entrySampled(M, STEPS, 4).apply(AT, NOTHING.withCells(counts)));
  }

  @Test
  void entrySampled_wrongShapes_refused() {
    UpdateRule<BigFraction> rule = UpdateRule.entrySampled(M, STEPS, 4);
    assertThrows(
        IllegalArgumentException.class,
        () -> rule.apply(AT, NOTHING.withCells(Matrix.zeros(Q, D2, D1))));
    assertThrows(IllegalArgumentException.class, () -> UpdateRule.entrySampled(M, STEPS, 0));
  }

  /** The mean of (X', Y', X'^T X', Y'^T Y') over draws of equal probability. */
  private static List<Matrix<BigFraction>> meanUpdate(
      UpdateRule<BigFraction> rule, List<? extends Draw<BigFraction>> draws) {
    List<Matrix<BigFraction>> sums = new ArrayList<>();
    for (Draw<BigFraction> draw : draws) {
      Factors<BigFraction> next = rule.apply(AT, draw);
      List<Matrix<BigFraction>> terms =
          List.of(next.x(), next.y(), next.x().gram(), next.y().gram());
      for (int k = 0; k < terms.size(); k++) {
        if (sums.size() <= k) {
          sums.add(terms.get(k));
        } else {
          sums.set(k, sums.get(k).plus(terms.get(k)));
        }
      }
    }
    BigFraction weight = q(1, draws.size());
    sums.replaceAll(sum -> sum.scale(weight));
    return sums;
  }

  /** Every choice of n signs times a step. */
  private static List<BigFraction> signs(int choice, int n, BigFraction step) {
    List<BigFraction> signs = new ArrayList<>();
    for (int e = 0; e < n; e++) {
      signs.add((choice >> e & 1) == 0 ? step : step.negate());
    }
    return signs;
  }

  /** Exactly: the mean is plain descent, the Gram matrices grow by the stated terms. */
  @Test
  void labelNoise_allSigns_meanAndGramChangeAsStated() {
    BigFraction tau = q(3, 2);
    List<FixedDraw> draws = new ArrayList<>();
    for (int choice = 0; choice < 1 << D1 * D2; choice++) {
      List<BigFraction> signs = signs(choice, D1 * D2, tau);
      draws.add(NOTHING.withCells(Matrix.of(Q, D1, D2, (i, j) -> signs.get(i * D2 + j))));
    }
    Factors<BigFraction> plain = UpdateRule.plain(M, STEPS).apply(AT, NOTHING);
    BigFraction square = tau.multiply(tau);
    assertEquals(
        List.of(
            plain.x(),
            plain.y(),
            plain
                .x()
                .gram()
                .plus(AT.y().gram().scale(ETA_X.multiply(ETA_X).multiply(square).multiply(D1))),
            plain
                .y()
                .gram()
                .plus(AT.x().gram().scale(ETA_Y.multiply(ETA_Y).multiply(square).multiply(D2)))),
        meanUpdate(UpdateRule.labelNoise(M, STEPS), draws));
  }

  /** Exactly: the mean is plain descent, the Gram matrices grow by d1 v1 I and d2 v2 I. */
  @Test
  void keptNoise_allSigns_meanAndGramChangeAsStated() {
    BigFraction step = q(1, 3);
    List<FixedDraw> draws = new ArrayList<>();
    for (int choice = 0; choice < 1 << (D1 + D2) * R; choice++) {
      draws.add(
          NOTHING.withFactors(
              Factors.ofVariables(Q, D1, D2, R, signs(choice, (D1 + D2) * R, step))));
    }
    Factors<BigFraction> plain = UpdateRule.plain(M, STEPS).apply(AT, NOTHING);
    Matrix<BigFraction> identity = Matrix.identity(Q, R);
    assertEquals(
        List.of(
            plain.x(),
            plain.y(),
            plain.x().gram().plus(identity.scale(q(D1, 9))),
            plain.y().gram().plus(identity.scale(q(D2, 9)))),
        meanUpdate(UpdateRule.keptNoise(M, STEPS), draws));
  }

  /** Exactly: descent on the smoothed objective is the mean of Perturbed GD. */
  @Test
  void smoothed_allSignsOfPerturbations_isTheMeanOfPerturbedDescent() {
    BigFraction step = q(1, 3);
    List<FixedDraw> draws = new ArrayList<>();
    for (int choice = 0; choice < 1 << (D1 + D2) * R; choice++) {
      draws.add(
          NOTHING.withFactors(
              Factors.ofVariables(Q, D1, D2, R, signs(choice, (D1 + D2) * R, step))));
    }
    NoiseMoments<BigFraction> noise = NoiseMoments.scalar(Q, R, q(D1, 9), q(D2, 9));
    Factors<BigFraction> smoothed = UpdateRule.smoothed(M, STEPS, noise).apply(AT, NOTHING);
    List<Matrix<BigFraction>> mean = meanUpdate(UpdateRule.perturbed(M, STEPS), draws);
    assertEquals(List.of(smoothed.x(), smoothed.y()), mean.subList(0, 2));
  }

  /**
   * Exactly, over all 6^2 pairs of draws: the mean is plain descent, and E||X' - E X'||^2 is etaX^2
   * (N sum_ij R_ij^2 ||Y_j||^2 - ||R Y||^2) / B.
   */
  @Test
  void entrySampled_allDraws_meanAndVarianceAsStated() {
    int n = D1 * D2;
    List<FixedDraw> draws = new ArrayList<>();
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        int first = a;
        int second = b;
        draws.add(
            NOTHING.withCells(
                Matrix.of(
                    Q,
                    D1,
                    D2,
                    (i, j) ->
                        q((i * D2 + j == first ? 1 : 0) + (i * D2 + j == second ? 1 : 0), 1))));
      }
    }
    List<Matrix<BigFraction>> mean = meanUpdate(UpdateRule.entrySampled(M, STEPS, 2), draws);
    Factors<BigFraction> plain = UpdateRule.plain(M, STEPS).apply(AT, NOTHING);
    assertEquals(List.of(plain.x(), plain.y()), mean.subList(0, 2));
    Matrix<BigFraction> residual = new MatrixFactorization<>(M).residual(AT);
    BigFraction squares = BigFraction.ZERO;
    for (int i = 0; i < D1; i++) {
      for (int j = 0; j < D2; j++) {
        BigFraction entry = residual.get(i, j);
        squares =
            squares.add(entry.multiply(entry).multiply(AT.y().block(j, 0, 1, R).normSquared()));
      }
    }
    BigFraction variance =
        squares
            .multiply(n)
            .subtract(residual.times(AT.y()).normSquared())
            .divide(2)
            .multiply(ETA_X)
            .multiply(ETA_X);
    assertEquals(variance, mean.get(2).trace().subtract(plain.x().normSquared()));
  }
}
