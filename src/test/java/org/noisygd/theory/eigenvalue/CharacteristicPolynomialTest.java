// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.RATIONAL;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.blocks;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.conjugate;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.diagonal;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.rational;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/** Known answers, and a cross-check against Faddeev and LeVerrier's recurrence in rationals. */
class CharacteristicPolynomialTest {
  /** det(x I - H) by M_1 = I, c_(n-k) = -tr(H M_k) / k, M_(k+1) = H M_k + c_(n-k) I. */
  private static List<BigFraction> faddeevLeVerrier(Matrix<BigFraction> h) {
    int n = h.rows();
    List<BigFraction> coefficients = new ArrayList<>(List.of(BigFraction.ONE));
    Matrix<BigFraction> m = Matrix.identity(RATIONAL, n);
    for (int k = 1; k <= n; k++) {
      Matrix<BigFraction> product = h.times(m);
      BigFraction c = product.trace().divide(k).negate();
      coefficients.add(c);
      m = product.plus(Matrix.identity(RATIONAL, n).scale(c));
    }
    Collections.reverse(coefficients);
    return coefficients;
  }

  private static Matrix<BigFraction> random(int n, int bits, long denominator, Random random) {
    List<BigFraction> entries = new ArrayList<>();
    for (int k = 0; k < n * n; k++) {
      BigInteger size = new BigInteger(bits, random);
      BigFraction value =
          BigFraction.of(
              random.nextBoolean() ? size : size.negate(), BigInteger.valueOf(denominator));
      entries.add(random.nextInt(4) == 0 ? BigFraction.ZERO : value);
    }
    return Matrix.of(RATIONAL, n, n, (i, j) -> entries.get(Math.min(i, j) * n + Math.max(i, j)));
  }

  @Test
  void coefficients_ofRandomMatrices_agreeWithFaddeevLeVerrier() {
    Random random = new Random(7);
    for (int n = 1; n <= 9; n++) {
      for (int bits : new int[] {1, 8, 90}) {
        Matrix<BigFraction> h = random(n, bits, 3, random);
        assertEquals(faddeevLeVerrier(h), CharacteristicPolynomial.of(h).coefficients());
      }
    }
  }

  @Test
  void coefficients_thatFillTheBound_areComplete() {
    // (x - a)^n has coefficients as large as the bound allows; so has (x + a)^n.
    for (int bits : new int[] {27, 28, 29, 30, 31, 60, 61}) {
      for (BigFraction sign : List.of(q(1), q(-1))) {
        BigFraction a = Rationals.powerOfTwo(bits).subtract(1).multiply(sign);
        for (int n = 1; n <= 4; n++) {
          Matrix<BigFraction> h = diagonal(Collections.nCopies(n, a));
          assertEquals(faddeevLeVerrier(h), CharacteristicPolynomial.of(h).coefficients());
        }
      }
    }
  }

  /** Rational coefficients, from the constant one to the leading 1, and the multiplicity. */
  private static Map.Entry<List<BigFraction>, Integer> factor(
      int multiplicity, BigFraction... coefficients) {
    return Map.entry(List.of(coefficients), multiplicity);
  }

  /** The square-free factors, with the roots of h rather than of D h. */
  private static List<Map.Entry<List<BigFraction>, Integer>> squareFreeFactors(
      Matrix<BigFraction> h) {
    CharacteristicPolynomial whole = CharacteristicPolynomial.of(h);
    List<Map.Entry<List<BigFraction>, Integer>> factors = new ArrayList<>();
    for (SquareFreeFactors.Factor found : SquareFreeFactors.of(whole.scaled())) {
      int degree = found.polynomial().degree();
      List<BigFraction> coefficients = new ArrayList<>();
      for (int k = 0; k <= degree; k++) {
        coefficients.add(
            BigFraction.of(found.polynomial().coefficient(k), whole.denominator().pow(degree - k)));
      }
      factors.add(Map.entry(coefficients, found.multiplicity()));
    }
    return factors;
  }

  @Test
  void squareFreeFactors_ofChosenMultiplicities_areThose() {
    Matrix<BigFraction> golden = rational(new long[] {1, 1}, new long[] {1, 2});
    Matrix<BigFraction> h =
        conjugate(
            blocks(golden, golden, golden, diagonal(List.of(q(1, 2), q(5), q(0), q(0)))),
            1,
            new Random(11));
    // (x - 1/2)(x - 5), x^2, (x^2 - 3x + 1)^3.
    assertEquals(
        List.of(
            factor(1, q(5, 2), q(-11, 2), q(1)),
            factor(2, q(0), q(1)),
            factor(3, q(1), q(-3), q(1))),
        squareFreeFactors(h));
  }

  @Test
  void squareFreeFactors_withRootsThatMeetModuloThePrimes_areRight() {
    // 0 and the first prime used are one root modulo it, but two.
    BigFraction prime = q(Primes.get(0));
    Matrix<BigFraction> h = diagonal(List.of(q(0), prime, prime, q(Primes.get(1)).negate()));
    assertEquals(
        List.of(factor(1, q(0), q(Primes.get(1)), q(1)), factor(2, prime.negate(), q(1))),
        squareFreeFactors(h));
  }

  @Test
  void inertiaAt_rationalShift_isExact() {
    CharacteristicPolynomial polynomial =
        CharacteristicPolynomial.of(diagonal(List.of(q(1, 3), q(1, 3), q(-1, 7), q(2))));
    assertEquals(new Inertia(1, 2, 1), polynomial.inertiaAt(q(1, 3)));
    assertEquals(new Inertia(1, 0, 3), polynomial.inertiaAt(q(0)));
    assertEquals(new Inertia(0, 1, 3), polynomial.inertiaAt(q(-1, 7)));
    assertEquals(2, polynomial.multiplicity(q(1, 3)));
    assertEquals(0, polynomial.multiplicity(q(1, 2)));
  }

  @Test
  void of_matrixThatIsNotSymmetric_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> CharacteristicPolynomial.of(rational(new long[] {0, 1}, new long[] {2, 0})));
  }
}
