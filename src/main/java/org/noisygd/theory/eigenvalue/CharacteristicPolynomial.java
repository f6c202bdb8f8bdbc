// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/**
 * The characteristic polynomial det(x I - H) of a symmetric rational matrix, exactly, with counts
 * of the eigenvalues.
 *
 * <p>With D the common denominator of H, det(x I - D H) is monic with integer coefficients c_0,
 * ..., c_n; it is computed modulo primes and reconstructed by Chinese remainders once their product
 * exceeds twice a proved bound on the coefficients. Since every eigenvalue of a symmetric matrix is
 * real, Descartes' rule of signs counts them exactly on either side of any rational.
 */
public final class CharacteristicPolynomial {
  private final BigInteger denominator;
  private final IntegerPolynomial scaled;

  private CharacteristicPolynomial(BigInteger denominator, IntegerPolynomial scaled) {
    this.denominator = denominator;
    this.scaled = scaled;
  }

  /**
   * The characteristic polynomial of h, its entries taken exactly.
   *
   * @throws IllegalArgumentException if h is not square and symmetric
   * @throws ArithmeticException if an entry is not finite
   */
  public static <T> CharacteristicPolynomial of(Matrix<T> h) {
    IntegerMatrix integers = IntegerMatrix.of(h);
    int bits = coefficientBits(integers);
    Residues residues = new Residues(integers.side() + 1);
    // A product of more than bits + 1 bits exceeds twice every coefficient.
    for (int index = 0; residues.product().bitLength() <= bits + 2; index++) {
      Modulus modulus = new Modulus(Primes.get(index));
      residues.add(modulus, modulus.characteristicPolynomial(integers.modulo(modulus.p())));
    }
    return new CharacteristicPolynomial(
        integers.denominator(), IntegerPolynomial.of(residues.symmetric()));
  }

  /**
   * A number b with |c_(n-k)| < 2^b for all k. This coefficient is, up to its sign, the k-th
   * elementary symmetric function of the eigenvalues l; by Maclaurin's inequality it is at most
   * C(n,k) (sum |l| / n)^k, and sum |l| <= sqrt(n) ||A||_F, so its square is at most C(n,k)^2
   * (||A||_F^2 / n)^k.
   */
  private static int coefficientBits(IntegerMatrix a) {
    BigInteger side = BigInteger.valueOf(a.side());
    int normBits = a.normSquared().divide(side).add(BigInteger.ONE).bitLength();
    BigInteger binomial = BigInteger.ONE;
    int bits = 1;
    for (int k = 1; k <= a.side(); k++) {
      binomial =
          binomial.multiply(BigInteger.valueOf(a.side() - k + 1)).divide(BigInteger.valueOf(k));
      bits = Math.max(bits, binomial.bitLength() + (k * normBits + 1) / 2);
    }
    return bits;
  }

  /** The order n of the matrix. */
  public int degree() {
    return scaled.degree();
  }

  /** The coefficients of det(x I - H), from the constant one to the leading 1. */
  public List<BigFraction> coefficients() {
    List<BigFraction> coefficients = new ArrayList<>();
    for (int k = 0; k <= degree(); k++) {
      coefficients.add(BigFraction.of(scaled.coefficient(k), denominator.pow(degree() - k)));
    }
    return coefficients;
  }

  /**
   * The exact numbers of eigenvalues less than, equal to and greater than the shift: the inertia of
   * H - shift I.
   */
  public Inertia inertiaAt(BigFraction shift) {
    BigFraction root = shift.multiply(denominator);
    IntegerPolynomial moved =
        scaled.scaleRoots(Rationals.denominator(root)).lessenRootsBy(Rationals.numerator(root));
    int zero = moved.zeroRoots();
    int positive = moved.signChanges();
    return new Inertia(degree() - zero - positive, zero, positive);
  }

  /** The exact multiplicity of a rational number as an eigenvalue; 0 if it is not an eigenvalue. */
  public int multiplicity(BigFraction value) {
    return inertiaAt(value).zero();
  }

  /** D, the common denominator of the entries of H. */
  public BigInteger denominator() {
    return denominator;
  }

  /** The characteristic polynomial of D H. */
  public IntegerPolynomial scaled() {
    return scaled;
  }
}
