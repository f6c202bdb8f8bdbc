// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.tenth;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Rationals;

/** Known answers. */
class RealRootTest {
  private static IntegerPolynomial p(long... coefficients) {
    return IntegerPolynomial.of(Arrays.stream(coefficients).mapToObj(BigInteger::valueOf).toList());
  }

  @Test
  void positiveRoots_ofIntegers_becomeExact() {
    // (x - 1)(x + 2)(x - 3).
    List<RealRoot> roots = RealRoot.positiveRoots(p(6, -5, -2, 1));
    assertEquals(2, roots.size());
    roots.forEach(root -> root.refineTo(3));
    assertEquals(Interval.of(q(1)), roots.get(0).interval());
    assertEquals(Interval.of(q(3)), roots.get(1).interval());
    roots.get(1).refine();
    assertEquals(Interval.of(q(3)), roots.get(1).interval());
  }

  @Test
  void positiveRoots_ofNegativeRootsOnly_areNone() {
    assertEquals(List.of(), RealRoot.positiveRoots(p(2, 3, 1)));
  }

  @Test
  void positiveRoots_twoTo100Apart_areAllFound() {
    // Roots 1, 2^100 and 2^100 + 1, which share their leading hundred bits.
    BigInteger big = BigInteger.ONE.shiftLeft(100);
    BigInteger next = big.add(BigInteger.ONE);
    BigInteger sum = big.add(next);
    BigInteger product = big.multiply(next);
    List<RealRoot> roots =
        RealRoot.positiveRoots(
            IntegerPolynomial.of(
                List.of(
                    product.negate(),
                    product.add(sum),
                    sum.add(BigInteger.ONE).negate(),
                    BigInteger.ONE)));
    roots.forEach(root -> root.refineTo(1));
    assertEquals(
        List.of(
            Interval.of(q(1)),
            Interval.of(Rationals.powerOfTwo(100)),
            Interval.of(Rationals.powerOfTwo(100).add(1))),
        roots.stream().map(RealRoot::interval).toList());
  }

  @Test
  void positiveRoots_atTheUpperEndsOfTheirCells_areExactAtOnce() {
    // 11 and 12 are told apart only in the cells (10, 11] and (11, 12].
    List<RealRoot> roots = RealRoot.positiveRoots(p(132, -23, 1));
    assertEquals(
        List.of(Interval.of(q(11)), Interval.of(q(12))),
        roots.stream().map(RealRoot::interval).toList());
  }

  @Test
  void refineTo_irrationalRoot_bracketsItToTheDigits() {
    List<RealRoot> roots = RealRoot.positiveRoots(p(-2, 0, 1));
    assertEquals(1, roots.size());
    for (int digits : new int[] {1, 15, 50, 300}) {
      roots.get(0).refineTo(digits);
      Interval cell = roots.get(0).interval();
      assertTrue(Rationals.compare(cell.lower().multiply(cell.lower()), q(2)) < 0);
      assertTrue(Rationals.compare(cell.upper().multiply(cell.upper()), q(2)) > 0);
      assertTrue(Rationals.compare(cell.width(), tenth(digits).multiply(cell.lower())) <= 0);
    }
  }

  @Test
  void refine_convergesQuadratically() {
    // From a cell of width 4 to 300 digits, 1000 bits: bisection would need a thousand steps.
    RealRoot root = RealRoot.positiveRoots(p(-2, 0, 1)).get(0);
    int steps = 0;
    while (Rationals.compare(root.interval().width(), tenth(300)) > 0) {
      root.refine();
      steps++;
    }
    assertTrue(steps < 40, "steps " + steps);
  }

  @Test
  void refineTo_largeIrrationalRoot_goesOnUntilItIsKnownToBeIrrational() {
    // sqrt(10^40 + 1): one digit is had at once, but an integer is ruled out only below width 1.
    BigInteger c = BigInteger.TEN.pow(40).add(BigInteger.ONE).negate();
    RealRoot root =
        RealRoot.positiveRoots(IntegerPolynomial.of(List.of(c, BigInteger.ZERO, BigInteger.ONE)))
            .get(0);
    root.refineTo(1);
    assertTrue(Rationals.compare(root.interval().width(), q(1)) <= 0);
    assertTrue(
        root.interval().contains(new Interval(root.interval().lower(), root.interval().upper())));
  }
}
