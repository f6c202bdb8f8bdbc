// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * A rule that takes an iterate to the next by a step against an estimate G of some gradient:
 *
 * <pre>
 *   X' = X - etaX GX,   Y' = Y - etaY GY
 * </pre>
 *
 * <p>Entry by entry, a product and a difference, each rounded once; G in the order that each rule
 * states. With R = X Y^T - M the rules are:
 *
 * <table>
 *   <caption>The estimates</caption>
 *   <tr><td>{@link PlainDescent}</td><td>(R Y, R^T X)</td></tr>
 *   <tr><td>{@link PerturbedDescent}</td><td>the same at (X + Z1, Y + Z2)</td></tr>
 *   <tr><td>{@link SmoothedDescent}</td><td>(R Y + X C2, R^T X + Y C1), the mean of that</td></tr>
 *   <tr><td>{@link RegularisedDescent}</td><td>(R Y + mu/2 X D, R^T X - mu/2 Y D), D = X^T X - Y^T Y</td></tr>
 *   <tr><td>{@link LabelNoiseDescent}</td><td>that of plain descent for M + E</td></tr>
 *   <tr><td>{@link KeptNoiseDescent}</td><td>that of plain descent; Z is added to the new iterate</td></tr>
 *   <tr><td>{@link EntrySampledDescent}</td><td>that of plain descent for W o R, W of mean 1</td></tr>
 * </table>
 *
 * @param <T> the type of the entries
 */
public sealed interface UpdateRule<T>
    permits PlainDescent,
        PerturbedDescent,
        SmoothedDescent,
        RegularisedDescent,
        LabelNoiseDescent,
        KeptNoiseDescent,
        EntrySampledDescent {
  /** M, d1 x d2. */
  @Shape({"d1", "d2"})
  Matrix<T> target();

  /** etaX and etaY. */
  StepSizes<T> steps();

  /**
   * The estimate (GX, GY) at an iterate.
   *
   * @throws IllegalArgumentException if the shapes of iterate, draw and target do not fit
   */
  Factors<T> gradient(Factors<T> at, Draw<T> draw);

  /**
   * The next iterate.
   *
   * @throws IllegalArgumentException if the shapes of iterate, draw and target do not fit
   */
  default Factors<T> apply(Factors<T> iterate, Draw<T> draw) {
    return steps().descend(iterate, gradient(iterate, draw));
  }
}
