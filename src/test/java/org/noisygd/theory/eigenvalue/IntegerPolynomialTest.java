// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Known answers. */
class IntegerPolynomialTest {
  private static IntegerPolynomial p(long... coefficients) {
    return IntegerPolynomial.of(Arrays.stream(coefficients).mapToObj(BigInteger::valueOf).toList());
  }

  private static BigInteger big(long n) {
    return BigInteger.valueOf(n);
  }

  private static void assertIs(IntegerPolynomial expected, IntegerPolynomial actual) {
    assertEquals(expected.toString(), actual.toString());
  }

  @Test
  void of_zeroLeadingCoefficient_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> p(1, 0));
    assertThrows(IllegalArgumentException.class, () -> IntegerPolynomial.of(List.of()));
    assertEquals("[1, 2]", p(1, 2).toString());
    assertEquals(List.of(big(1), big(2)), p(1, 2).coefficients());
  }

  @Test
  void divideExactly_byFactorAndByOther_tellsThemApart() {
    // (x - 1)(x + 2)(x - 3) = x^3 - 2x^2 - 5x + 6.
    IntegerPolynomial product = p(6, -5, -2, 1);
    assertIs(p(-6, -1, 1), product.divideExactly(p(-1, 1)).orElseThrow());
    assertIs(p(-1, 1), product.divideExactly(p(-6, -1, 1)).orElseThrow());
    assertIs(product, product.divideExactly(p(1)).orElseThrow());
    assertIs(p(1), product.divideExactly(product).orElseThrow());
    assertTrue(product.divideExactly(p(1, 1)).isEmpty());
    assertTrue(product.divideExactly(p(0, 1)).isEmpty());
    // Remainders that vanish in their first place only: x^3 + x = (x^2)(x) + x.
    assertTrue(p(0, 1, 0, 1).divideExactly(p(0, 0, 1)).isEmpty());
  }

  @Test
  void mirrored_negatesTheRoots() {
    assertIs(p(-6, -5, 2, 1), p(6, -5, -2, 1).mirrored());
    assertIs(p(-6, 1, 1), p(-6, -1, 1).mirrored());
  }

  @Test
  void rootsScaledAndLessened_areThoseOfTheImage() {
    // Roots 1 and 3.
    IntegerPolynomial f = p(3, -4, 1);
    assertIs(p(75, -20, 1), f.scaleRoots(big(5)));
    assertIs(p(12, -8, 1), f.doubleRoots());
    assertIs(p(3, -16, 16), f.divideRootsByPowerOfTwo(2));
    assertIs(p(0, -2, 1), f.lessenRootsBy(big(1)));
    assertIs(p(-1, 0, 1), f.lessenRootsBy(big(2)));
    // Roots 1, -2, 3 less 1: 0, -3, 2.
    assertIs(p(0, -6, 1, 1), p(6, -5, -2, 1).lessenRootsBy(big(1)));
  }

  @Test
  void scaledValueAt_dyadics_isExactUpToThePowerOfTwo() {
    IntegerPolynomial f = p(3, -4, 1);
    assertEquals(big(8), f.scaledValueAt(big(5), 0));
    assertEquals(big(323), f.scaledValueAt(big(5), 2));
    // f(5/4) = 3 - 5 + 25/16 = -7/16, times 4^2.
    assertEquals(big(-7), f.scaledValueAt(big(5), -2));
  }

  @Test
  void signChanges_skipZeros() {
    assertEquals(2, p(1, 0, -1, -2, 0, 1).signChanges());
    assertEquals(0, p(0, 0, 1).signChanges());
    assertEquals(1, p(0, -1, 0, 1).signChanges());
  }

  @Test
  void zeroRoots_areCountedAndRemoved() {
    assertEquals(2, p(0, 0, 5, 1).zeroRoots());
    assertIs(p(5, 1), p(0, 0, 5, 1).withoutZeroRoots());
    assertEquals(0, p(5, 1).zeroRoots());
  }

  @Test
  void rootBoundExponent_ofKnownRoots_isAboveThem() {
    // x^2 - x - 1: 1.618 < 2^2. x - 8: 8 < 2^5. x^2: 0 < 2^0. x^2 - 15: below 2^3.
    assertEquals(2, p(-1, -1, 1).rootBoundExponent());
    assertEquals(5, p(-8, 1).rootBoundExponent());
    assertEquals(0, p(0, 0, 1).rootBoundExponent());
    assertEquals(3, p(-15, 0, 1).rootBoundExponent());
    assertEquals(4, p(-16, 0, 1).rootBoundExponent());
  }
}
