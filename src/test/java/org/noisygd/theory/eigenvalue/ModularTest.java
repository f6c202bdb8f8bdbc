// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Known answers: primes, fields of p elements, Chinese remainders. */
class ModularTest {
  private static final Modulus SEVEN = new Modulus(7);

  @Test
  void primes_areTheLargestBelowTwoToThirty() {
    // The first three: https://t5k.org/lists/2small/0bit.html, 2^30 - 35, - 41, - 83.
    assertEquals((1 << 30) - 35, Primes.get(0));
    assertEquals((1 << 30) - 41, Primes.get(1));
    assertEquals((1 << 30) - 83, Primes.get(2));
    int previous = 1 << 30;
    for (int index = 0; index < 300; index++) {
      BigInteger prime = BigInteger.valueOf(Primes.get(index));
      assertTrue(prime.isProbablePrime(50), prime.toString());
      for (int between = previous - 1; between > Primes.get(index); between--) {
        assertTrue(!BigInteger.valueOf(between).isProbablePrime(50), "missed " + between);
      }
      previous = Primes.get(index);
    }
    assertThrows(IllegalArgumentException.class, () -> Primes.get(1 << 20));
  }

  @Test
  void inverse_ofEveryResidue_givesOne() {
    for (long a = 1; a < 7; a++) {
      assertEquals(1, SEVEN.inverse(a) * a % 7);
    }
    Modulus large = new Modulus(Primes.get(0));
    assertEquals(1, large.inverse(123456789) * 123456789 % large.p());
  }

  @Test
  void gcd_ofKnownFactors_isTheMonicCommonOne() {
    // 2 (x - 1)(x - 2) and 3 (x - 2)(x - 3) modulo 7.
    assertArrayEquals(new long[] {5, 1}, SEVEN.gcd(new long[] {4, 1, 2}, new long[] {4, 6, 3}));
    assertArrayEquals(new long[] {1}, SEVEN.gcd(new long[] {6, 1}, new long[] {5, 1}));
    assertArrayEquals(new long[] {6, 1}, SEVEN.gcd(new long[] {5, 2}, new long[] {}));
    // The first of smaller degree than the second.
    assertArrayEquals(new long[] {5, 1}, SEVEN.gcd(new long[] {5, 1}, new long[] {4, 6, 3}));
  }

  @Test
  void quotient_ofProduct_isTheOtherFactor() {
    // (3x + 1)(2x^2 + 5) = 6x^3 + 2x^2 + 15x + 5.
    assertArrayEquals(
        new long[] {5, 0, 2}, SEVEN.quotient(new long[] {5, 1, 2, 6}, new long[] {1, 3}));
  }

  @Test
  void derivative_ofPowers_dropsWhatVanishes() {
    assertArrayEquals(new long[] {1, 4, 2}, SEVEN.derivative(new long[] {3, 1, 2, 3}));
    // x^7 has derivative 0 modulo 7.
    assertArrayEquals(new long[] {}, SEVEN.derivative(new long[] {1, 0, 0, 0, 0, 0, 0, 1}));
    assertArrayEquals(new long[] {1, 2}, SEVEN.trim(new long[] {1, 2, 0, 0}));
  }

  @Test
  void characteristicPolynomial_ofKnownMatrices_isTheirs() {
    // [[1,2],[3,4]]: x^2 - 5x - 2.
    assertArrayEquals(
        new long[] {5, 2, 1}, SEVEN.characteristicPolynomial(new long[][] {{1, 2}, {3, 4}}));
    // A cyclic shift whose first column needs a pivot from below: x^4 - 1.
    assertArrayEquals(
        new long[] {6, 0, 0, 0, 1},
        SEVEN.characteristicPolynomial(
            new long[][] {{0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}}));
    // Twice the identity: (x - 2)^3 = x^3 - 6x^2 + 12x - 8.
    assertArrayEquals(
        new long[] {6, 5, 1, 1},
        SEVEN.characteristicPolynomial(new long[][] {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}}));
    assertArrayEquals(new long[] {4, 1}, SEVEN.characteristicPolynomial(new long[][] {{3}}));
  }

  @Test
  void characteristicPolynomial_atTheLargestPrime_hasTheRightTraceAndNoOverflow() {
    // Entries p - 1 = -1 everywhere: minus the matrix of ones, x^(n-1) (x + n).
    Modulus large = new Modulus(Primes.get(0));
    long[][] a = new long[6][6];
    for (long[] row : a) {
      java.util.Arrays.fill(row, large.p() - 1);
    }
    assertArrayEquals(new long[] {0, 0, 0, 0, 0, 6, 1}, large.characteristicPolynomial(a));
  }

  @Test
  void residues_ofPositiveAndNegative_comeBack() {
    Random random = new Random(5);
    BigInteger a = new BigInteger(80, random);
    BigInteger b = new BigInteger(80, random).negate();
    Residues residues = new Residues(3);
    assertEquals(3, residues.count());
    assertEquals(BigInteger.ONE, residues.product());
    for (int index = 0; index < 3; index++) {
      Modulus modulus = new Modulus(Primes.get(index));
      BigInteger p = BigInteger.valueOf(modulus.p());
      residues.add(modulus, new long[] {a.mod(p).longValue(), b.mod(p).longValue(), 0});
    }
    assertEquals(List.of(a, b, BigInteger.ZERO), residues.symmetric());
    assertEquals(
        BigInteger.valueOf(Primes.get(0))
            .multiply(BigInteger.valueOf(Primes.get(1)))
            .multiply(BigInteger.valueOf(Primes.get(2))),
        residues.product());
  }

  @Test
  void residues_atHalfTheModulus_areTheSymmetricOnes() {
    Residues residues = new Residues(3);
    residues.add(SEVEN, new long[] {3, 4, 6});
    assertEquals(
        List.of(BigInteger.valueOf(3), BigInteger.valueOf(-3), BigInteger.valueOf(-1)),
        residues.symmetric());
  }
}
