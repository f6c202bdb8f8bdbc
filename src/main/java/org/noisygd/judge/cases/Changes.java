// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * A problem and then, one after another, requests that each differ in a single field from the one
 * before. A program that remembers part of an earlier request (a residual kept by its X, a step
 * kept by its noise) finds there what it looks for, and answers by numbers that are no longer due.
 *
 * <p>A changed matrix has its numbers moved on by one place, row by row, and a changed step size or
 * deviation is halved: so every number is as large as before, and a value of the arithmetic.
 */
final class Changes {
  /** d1, d2, r of the problem. */
  static final int[] SHAPE = {4, 5, 2};

  /** The group of the first request's name. */
  static final String FIRST = "changed-nothing";

  /** A field of a request, by the protocol's name. */
  enum Field {
    TARGET("M"),
    X("X"),
    Y("Y"),
    DIRECTION_OF_X("dX"),
    DIRECTION_OF_Y("dY"),
    NOISE_OF_X("noiseX"),
    NOISE_OF_Y("noiseY"),
    STEP_OF_X("etaX"),
    STEP_OF_Y("etaY"),
    DEVIATION_OF_X("sigma1"),
    DEVIATION_OF_Y("sigma2");

    private final String word;

    Field(String word) {
      this.word = word;
    }

    /** The group of the name of the request in which it is changed. */
    String group() {
      return "changed-" + word;
    }

    /** The same request with another value of the field. */
    Request change(Request q) {
      Factors<Dyadic> at = q.at();
      Factors<Dyadic> d = q.direction();
      return switch (this) {
        case TARGET -> q.withTarget(moved(q.m()));
        case X -> q.from(new Factors<>(moved(at.x()), at.y()));
        case Y -> q.from(new Factors<>(at.x(), moved(at.y())));
        case DIRECTION_OF_X, NOISE_OF_X -> q.withDirection(new Factors<>(moved(d.x()), d.y()));
        case DIRECTION_OF_Y, NOISE_OF_Y -> q.withDirection(new Factors<>(d.x(), moved(d.y())));
        case STEP_OF_X -> q.withSteps(halved(q.etaX()), q.etaY());
        case STEP_OF_Y -> q.withSteps(q.etaX(), halved(q.etaY()));
        case DEVIATION_OF_X -> q.withSigmas(halved(q.sigma1()), q.sigma2());
        case DEVIATION_OF_Y -> q.withSigmas(q.sigma1(), halved(q.sigma2()));
      };
    }
  }

  private Changes() {}

  /** The fields of an op, in the order in which they are changed. */
  static List<Field> of(Op op) {
    return switch (op) {
      case LOSS, GRADIENT, HESSIAN -> List.of(Field.TARGET, Field.X, Field.Y);
      case HVP ->
          List.of(Field.TARGET, Field.X, Field.Y, Field.DIRECTION_OF_X, Field.DIRECTION_OF_Y);
      case SMOOTHED_LOSS, SMOOTHED_GRADIENT, SMOOTHED_HESSIAN ->
          List.of(Field.TARGET, Field.X, Field.Y, Field.DEVIATION_OF_X, Field.DEVIATION_OF_Y);
      case STEP ->
          List.of(
              Field.TARGET,
              Field.X,
              Field.Y,
              Field.NOISE_OF_X,
              Field.NOISE_OF_Y,
              Field.STEP_OF_X,
              Field.STEP_OF_Y);
      case RUN, SAMPLE -> List.of();
    };
  }

  private static Matrix<Dyadic> moved(Matrix<Dyadic> a) {
    List<Dyadic> entries = a.entries();
    int columns = a.columns();
    return Matrix.of(
        a.arithmetic(),
        a.rows(),
        columns,
        (i, j) -> entries.get((i * columns + j + 1) % entries.size()));
  }

  private static Dyadic halved(Dyadic value) {
    return value.scaleByPowerOfTwo(-1);
  }
}
