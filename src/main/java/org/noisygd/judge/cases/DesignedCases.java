// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Spelling;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;

/**
 * Requests with designed combinations of levels: each level of a {@link Parameter} occurs alone
 * among default levels, and in random combinations.
 */
public final class DesignedCases implements CaseKind {
  /** The group of the cases' names. */
  static final String GROUP = "design";

  /** Maximum number of updates of a run in decimals, which are slow. */
  static final int MOST_IN_DECIMALS = 60;

  /** log2 of the ratio of huge or tiny numbers to ordinary ones. */
  private static final int FAR = 60;

  /**
   * log2 of this ratio if numbers of different kinds occur together: smaller, so that no kind hides
   * the others.
   */
  private static final int FAR_AMONG_OTHERS = 16;

  /** log2 of the ratio for narrow exponents. */
  private static final int FAR_NARROW = 3;

  private static final int FAR_BELOW_MILLION = 1; // if the largest number is below a million

  /** log2 of a huge step size, for wide exponents and for others. */
  private static final int HUGE_STEP = 10;

  private static final int HUGE_STEP_NARROW = 1;

  /** Minimum log2 of a step size for narrow exponents. */
  private static final int LEAST_STEP_NARROW = -10;

  /** Minimum log2 of a step size of runs in binary, if the largest number is above a million. */
  private static final int LEAST_STEP_OF_RUNS = -40;

  @Override
  public void addTo(CaseSuite suite, Op op) {
    int n = 0;
    for (DesignRow row : Design.rows(op, suite.source(GROUP + "/" + op.word()))) {
      n++;
      boolean slow = suite.arithmetic() instanceof DecimalArithmetic;
      if (!slow || row.size(Parameter.UPDATES) <= MOST_IN_DECIMALS) {
        String name = CaseSuite.name(op, GROUP + "-" + n, row.shape());
        Request q = request(suite, op, row, suite.source(name));
        suite.keep(name, q, q.isExactIn(suite.arithmetic()), row.toString());
      }
    }
  }

  private static Request request(CaseSuite suite, Op op, DesignRow row, NumberSource numbers) {
    ProblemShape shape = row.shape();
    boolean wide = suite.wideExponents();
    int far =
        wide
            ? (row.isOfOneKind() ? FAR : FAR_AMONG_OTHERS)
            : isBelowMillion(suite.arithmetic()) ? FAR_BELOW_MILLION : FAR_NARROW;
    Matrix<Dyadic> m = row.pattern(Parameter.TARGET).draw(numbers, shape.d1(), shape.d2(), 0, far);
    Factors<Dyadic> at = factors(row, Parameter.X, Parameter.Y, numbers, shape, 0, far);
    int updates = row.size(Parameter.UPDATES);
    Request q = Request.of(op, m, at).spelled((Spelling) row.get(Parameter.SPELLING));
    Parameter.Recorded recorded = (Parameter.Recorded) row.get(Parameter.RECORD);
    q =
        op.has(Part.UPDATE)
            ? CaseSuite.perturbed(
                q,
                updates,
                recorded,
                t -> factors(row, Parameter.NOISE_X, Parameter.NOISE_Y, numbers, shape, -3, far))
            : q.withDirection(direction(row, numbers, shape, at, far));
    int stable = -3 - log2OfCurvature(q) - log2(Math.max(1, updates / 2));
    boolean binary = suite.arithmetic() instanceof EmulatedBinary && far != FAR_BELOW_MILLION;
    int least = binary ? LEAST_STEP_OF_RUNS : LEAST_STEP_NARROW;
    int step = wide ? stable : Math.max(stable, least);
    int up = wide ? HUGE_STEP : HUGE_STEP_NARROW;
    int down = wide ? step - far : Math.min(step, LEAST_STEP_NARROW);
    Dyadic etaX = row.amount(Parameter.STEP_X).draw(numbers, step, up, down, Dyadic.ONE);
    Dyadic etaY = row.amount(Parameter.STEP_Y).draw(numbers, step + 1, up, down, etaX);
    Dyadic s1 = row.amount(Parameter.SIGMA_1).draw(numbers, -1, far, -far, Dyadic.ONE);
    Dyadic s2 = row.amount(Parameter.SIGMA_2).draw(numbers, -2, far, -far, s1);
    return q.withSteps(etaX, etaY).withSigmas(s1, s2);
  }

  static boolean isBelowMillion(Arithmetic<?> arithmetic) {
    return arithmetic instanceof EmulatedBinary format && format.largest() < 1e6;
  }

  private static Factors<Dyadic> direction(
      DesignRow row, NumberSource numbers, ProblemShape shape, Factors<Dyadic> at, int far) {
    EntryPattern ofX = row.pattern(Parameter.DIRECTION_X);
    EntryPattern ofY = row.pattern(Parameter.DIRECTION_Y);
    Factors<Dyadic> drawn =
        factors(row, Parameter.DIRECTION_X, Parameter.DIRECTION_Y, numbers, shape, -2, far);
    Matrix<Dyadic> x = ofX == EntryPattern.ITERATE ? at.x() : drawn.x();
    Matrix<Dyadic> y = ofY == EntryPattern.ITERATE ? at.y() : drawn.y();
    return new Factors<>(x, ofY == EntryPattern.SAME ? x : y);
  }

  private static Factors<Dyadic> factors(
      DesignRow row,
      Parameter x,
      Parameter y,
      NumberSource numbers,
      ProblemShape s,
      int exponent,
      int far) {
    Matrix<Dyadic> a = row.pattern(x).draw(numbers, s.d1(), s.r(), exponent, far);
    return new Factors<>(
        a,
        row.pattern(y) == EntryPattern.SAME
            ? a
            : row.pattern(y).draw(numbers, s.d2(), s.r(), exponent, far));
  }

  /**
   * An upper bound on log2 of ||Xt||^2 + ||Yt||^2 + ||M||, up to roundings of doubles: with step
   * sizes below the reciprocal an update changes no norm by much, so that a run stays in range.
   */
  private static int log2OfCurvature(Request q) {
    double noise = norm(q.direction());
    for (Factors<Dyadic> z : q.noises()) {
      noise = Math.max(noise, norm(z));
    }
    double size = norm(q.at()) + noise;
    double curvature = size * size + Math.sqrt(Entries.normSquared(q.m().roundToRows()));
    return curvature == 0 ? 0 : Math.getExponent(curvature) + 1;
  }

  private static double norm(Factors<Dyadic> f) {
    return Math.sqrt(
        Entries.normSquared(f.x().roundToRows()) + Entries.normSquared(f.y().roundToRows()));
  }

  static int log2(int n) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(n);
  }
}
