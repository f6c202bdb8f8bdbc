// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * Random numbers of all the bits that inputs may have, of about one given size.
 *
 * @param group the group of the cases' names
 * @param exponent log2 of the size of X and Y
 * @param purpose the purpose of the cases, in words
 * @param shapes their shapes
 */
record OrdinaryCases(String group, int exponent, String purpose, List<ProblemShape> shapes)
    implements CaseKind {
  /**
   * The negative of log2 of very small inputs, far below any absolute tolerance in a program.
   * Losses, which are fourth powers of inputs, and the low halves of double-doubles stay within
   * binary64's range.
   */
  static final int EXTREME = 200;

  /** With narrow exponents, step sizes do not grow for inputs smaller than 2^-4. */
  private static final int NARROW = 4;

  private static final int UPDATES = 6; // of a run

  @Override
  public void addTo(CaseSuite suite, Op op) {
    if (Math.abs(exponent) < EXTREME || suite.wideExponents()) {
      shapes.forEach(shape -> add(suite, op, group, shape, exponent, purpose));
    }
  }

  /** Adds one such case. Returns its request, or empty if it cannot be asked. */
  static Optional<Request> add(
      CaseSuite suite, Op op, String group, ProblemShape shape, int exponent, String purpose) {
    String name = CaseSuite.name(op, group, shape);
    NumberSource numbers = suite.source(name);
    Matrix<Dyadic> m = numbers.matrix(shape.d1(), shape.d2(), 2 * exponent);
    Factors<Dyadic> at = numbers.factors(shape, exponent);
    // With these steps eta times the curvature is below one, so that an update neither explodes nor
    // vanishes.
    int least = suite.wideExponents() ? -EXTREME : -NARROW;
    int damping = -3 - bits(shape.d1() * shape.r()) - 2 * Math.max(exponent, least);
    Request request =
        Request.of(op, m, at)
            .withDirection(numbers.factors(shape, exponent - 2))
            .withSteps(numbers.positive(damping), numbers.positive(damping + 1))
            .withSigmas(numbers.positive(exponent - 1), numbers.positive(exponent - 2));
    Request whole =
        CaseSuite.withNoises(request, UPDATES, t -> numbers.factors(shape, exponent - 3));
    return suite.keep(name, whole, false, purpose) ? Optional.of(whole) : Optional.empty();
  }

  private static int bits(int n) {
    return 32 - Integer.numberOfLeadingZeros(n);
  }
}
