// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Known answers: which requests a fault answers, worked out by hand. */
final class OtherRequestsTest {
  private static final Dyadic HALF = Dyadic.of(0.5);
  private static final Dyadic QUARTER = Dyadic.of(0.25);
  private static final Matrix<Dyadic> M = matrix(new double[][] {{1, 2}, {3, 4}});
  private static final Factors<Dyadic> AT =
      new Factors<>(matrix(new double[][] {{1}, {2}}), matrix(new double[][] {{3}, {5}}));
  private static final Factors<Dyadic> NOISE =
      new Factors<>(matrix(new double[][] {{0.5}, {-1}}), matrix(new double[][] {{2}, {0.25}}));
  private static final Request STEP = request(Ops.STEP).withDirection(NOISE);

  @Test
  void of_noiseExchanged_exchangesTheNoise() {
    Request swapped = STEP.withDirection(new Factors<>(NOISE.y(), NOISE.x()));
    assertEquals(List.of(swapped, swapped), others(STEP, Fault.NOISE_SWAPPED));
  }

  @Test
  void of_noiseKept_startsFromThePerturbedIterate() {
    Factors<Dyadic> noisy = AT.plus(NOISE);
    Factors<Dyadic> quiet = NOISE.scale(Dyadic.ZERO);
    assertEquals(
        List.of(
            STEP.from(new Factors<>(noisy.x(), AT.y()))
                .withDirection(new Factors<>(quiet.x(), NOISE.y())),
            STEP.from(new Factors<>(AT.x(), noisy.y()))
                .withDirection(new Factors<>(NOISE.x(), quiet.y()))),
        others(STEP, Fault.NOISE_KEPT));
  }

  /** Y' reads X' where X + noiseX is meant: as if X' - X were the noise of X. */
  @Test
  void of_freshX_makesItsChangeTheNoise() {
    Matrix<Dyadic> printed = matrix(new double[][] {{7}, {-3}});
    List<Request> others =
        OtherRequests.of(STEP, Fault.GAUSS_SEIDEL_FRESH, List.of(printed, AT.y())).orElseThrow();
    assertEquals(STEP, others.get(0));
    Matrix<Dyadic> change = matrix(new double[][] {{6}, {-5}});
    assertEquals(STEP.withDirection(new Factors<>(change, NOISE.y())), others.get(1));
  }

  @Test
  void of_stepSizesExchanged_givesEachFactorTheOthers() {
    assertEquals(
        List.of(STEP.withSteps(QUARTER, QUARTER), STEP.withSteps(HALF, HALF)),
        others(STEP, Fault.STEPS_SWAPPED));
  }

  @Test
  void of_doubledGradient_doublesTheStep() {
    assertEquals(
        List.of(STEP.withSteps(Dyadic.ONE, QUARTER), STEP.withSteps(HALF, HALF)),
        others(STEP, Fault.DOUBLED));
  }

  @Test
  void of_transposedTarget_transposesM() {
    for (Op op : List.of(Ops.LOSS, Ops.GRADIENT, Ops.HESSIAN, Ops.HVP)) {
      Request q = request(op).withDirection(NOISE);
      assertEquals(
          Set.of(q.withTarget(M.transpose())),
          Set.copyOf(others(q, Fault.TARGET_TRANSPOSED)),
          op.word());
    }
  }

  /** X Y^T = ((3, 5), (6, 10)), R = ((2, 3), (3, 6)): M = X Y^T + R has the residual -R. */
  @Test
  void of_wrongSign_takesTheTargetWhoseResidualIsOpposite() {
    Request q = request(Ops.GRADIENT);
    Request other = q.withTarget(matrix(new double[][] {{5, 8}, {9, 16}}));
    assertEquals(List.of(other, other), others(q, Fault.SIGN));
  }

  @Test
  void of_lossTwiceAsLarge_hasEveryRowTwice() {
    Request q = request(Ops.LOSS);
    Request twice =
        q.from(new Factors<>(matrix(new double[][] {{1}, {2}, {1}, {2}}), AT.y()))
            .withTarget(matrix(new double[][] {{1, 2}, {3, 4}, {1, 2}, {3, 4}}));
    assertEquals(List.of(twice), others(q, Fault.LOSS_DOUBLED));
  }

  @Test
  void of_mistakesOfAnUpdate_areOtherInputsButForOne() {
    Set<Fault> more =
        Stream.of(Fault.values())
            .filter(fault -> fault.concerns(Ops.STEP.parts()))
            .filter(fault -> found(STEP, fault).isEmpty())
            .collect(Collectors.toSet());
    assertEquals(Set.of(Fault.NOISE_ON_GRADIENT), more);
  }

  @Test
  void of_whatIsMoreThanOtherInputs_isNone() {
    assertEquals(Optional.empty(), found(request(Ops.LOSS), Fault.LOSS_NEGATED));
  }

  private static List<Request> others(Request q, Fault fault) {
    return found(q, fault).orElseThrow();
  }

  private static Optional<List<Request>> found(Request q, Fault fault) {
    List<Matrix<Dyadic>> made = new ArrayList<>();
    Fault.answer(DyadicArithmetic.INSTANCE, q, Set.of(fault))
        .fields()
        .ifPresent(fields -> made.addAll(fields.values()));
    return OtherRequests.of(q, fault, made);
  }

  private static Request request(Op op) {
    return Request.of(op, M, AT).withSteps(HALF, QUARTER).withSigmas(HALF, QUARTER);
  }

  private static Matrix<Dyadic> matrix(double[][] rows) {
    return Matrix.of(DyadicArithmetic.INSTANCE, rows);
  }
}
