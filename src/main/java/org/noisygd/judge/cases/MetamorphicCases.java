// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/**
 * The same problem in another form, whose right answer follows from the first one: X, Y, their
 * noise, direction and deviations times s, M times s^2, the step sizes over s^2, for s = -1 and for
 * s a power of two. The loss is then s^4 times the first one, gradients s^3, Hessians s^2, and an
 * image s times.
 *
 * <p>Signs and powers of two commute with rounding, so a program that does the same operations in
 * the same order repeats its digits. The protocol does not ask for that: sums may change their
 * order from call to call. So each echo is a case like any other, judged by its bound; other digits
 * are reported, but do not fail. Factors are not exchanged (M transposed): that changes the order
 * of sums in most programs, and would show nothing that cases with d1 &lt; d2 and d1 &gt; d2 do
 * not.
 */
public final class MetamorphicCases implements CaseKind {
  private static final ProblemShape SHAPE = new ProblemShape(6, 4, 2);

  private static final String FIRST = "echo-first";

  /** log2 of s where exponents are wide. */
  private static final int WIDE = 9;

  /** log2 of s where exponents are narrow. */
  private static final int NARROW = 1;

  /**
   * One way of asking again.
   *
   * @param group the name's middle, such as {@code scaled}
   * @param negated whether s is negative
   * @param exponent log2 |s|
   */
  public record Echo(String group, boolean negated, int exponent) {
    /** What the digits of the first answer are multiplied by. */
    public Dyadic factor(Op op) {
      int degree = op.degree();
      Dyadic size = Dyadic.ONE.scaleByPowerOfTwo(degree * exponent);
      return negated && degree % 2 == 1 ? size.negate() : size;
    }

    Request of(Request q) {
      UnaryOperator<Dyadic> scale = a -> (negated ? a.negate() : a).scaleByPowerOfTwo(exponent);
      Matrix<Dyadic> m = q.m().map(a -> a.scaleByPowerOfTwo(2 * exponent));
      return Request.of(q.op(), m, q.at().map(scale))
          .withDirection(q.direction().map(scale))
          .withSteps(
              q.etaX().scaleByPowerOfTwo(-2 * exponent), q.etaY().scaleByPowerOfTwo(-2 * exponent))
          .withSigmas(
              q.sigma1().scaleByPowerOfTwo(exponent), q.sigma2().scaleByPowerOfTwo(exponent));
    }
  }

  @Override
  public void addTo(CaseSuite suite, Op op) {
    OrdinaryCases.add(suite, op, FIRST, SHAPE, 0, "the problem that the echoes below repeat")
        .ifPresent(
            first ->
                of(suite.arithmeticName())
                    .forEach(
                        echo ->
                            suite.keep(
                                name(op, echo),
                                echo.of(first),
                                false,
                                "the same in other words: absolute constants, answers that change"
                                    + " from call to call")));
  }

  /** The echoes in an arithmetic: a repetition, and what scales without rounding there. */
  public static List<Echo> of(String arithmetic) {
    List<Echo> echoes = new ArrayList<>();
    echoes.add(new Echo("again", false, 0));
    echoes.add(new Echo("negated", true, 0));
    Arithmetic<?> declared = Arithmetics.named(arithmetic);
    if (!(declared instanceof DecimalArithmetic)) {
      echoes.add(new Echo("scaled", false, declared instanceof EmulatedBinary ? NARROW : WIDE));
    }
    return List.copyOf(echoes);
  }

  /** The name of the problem that is echoed. */
  public static String first(Op op) {
    return CaseSuite.name(op, FIRST, SHAPE);
  }

  /** The name of an echo. */
  public static String name(Op op, Echo echo) {
    return CaseSuite.name(op, "echo-" + echo.group(), SHAPE);
  }
}
