// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The square-free factorisation f = q_1 q_2^2 q_3^3 ... of a monic polynomial with integer
 * coefficients: q_k is monic, square-free and has exactly the roots of multiplicity k (Musser, J.
 * ACM 22, 1975).
 *
 * <p>Exact and self-checking: s_1, s_2, ... are guessed from their images modulo primes and then
 * checked over the integers. With f = s_1 s_2 ... s_m, s_(k+1) dividing s_k, and s_1 square-free
 * (it is so modulo a prime), the multiplicity of a root of f is the number of s_k with this root,
 * so q_k = s_k / s_(k+1). By Gauss's lemma monic factors of f over the rationals have integer
 * coefficients.
 */
public final class SquareFreeFactors {
  private SquareFreeFactors() {}

  /** A square-free factor, with the multiplicity of its roots in the product. */
  public record Factor(IntegerPolynomial polynomial, int multiplicity) {}

  /** The factors of degree at least 1, by ascending multiplicity. */
  public static List<Factor> of(IntegerPolynomial f) {
    return fromImages(
        modulus -> {
          long[] image = f.modulo(modulus.p());
          return modulus.quotient(image, modulus.gcd(image, modulus.derivative(image)));
        },
        true,
        radical -> f.divideExactly(radical).flatMap(quotient -> split(radical, quotient)));
  }

  /** The factorisation of the product, or empty if the radical lacks a root. */
  private static Optional<List<Factor>> split(
      IntegerPolynomial radical, IntegerPolynomial quotient) {
    List<Factor> factors = new ArrayList<>();
    IntegerPolynomial level = radical;
    IntegerPolynomial remaining = quotient;
    for (int multiplicity = 1; ; multiplicity++) {
      Split next = commonPart(level, remaining);
      if (next.cofactor().degree() > 0) {
        factors.add(new Factor(next.cofactor(), multiplicity));
      }
      if (next.common().degree() == 0) {
        return remaining.degree() == 0 ? Optional.of(factors) : Optional.empty();
      }
      level = next.common();
      remaining = next.quotient();
    }
  }

  /** level = common cofactor, remaining = common quotient. */
  private record Split(
      IntegerPolynomial common, IntegerPolynomial cofactor, IntegerPolynomial quotient) {}

  private static Split commonPart(IntegerPolynomial level, IntegerPolynomial remaining) {
    return fromImages(
        modulus -> modulus.gcd(level.modulo(modulus.p()), remaining.modulo(modulus.p())),
        false,
        common -> split(level, remaining, common));
  }

  /** The split by {@code common}; empty if it does not divide both. */
  private static Optional<Split> split(
      IntegerPolynomial level, IntegerPolynomial remaining, IntegerPolynomial common) {
    Optional<IntegerPolynomial> cofactor = level.divideExactly(common);
    Optional<IntegerPolynomial> quotient = remaining.divideExactly(common);
    return cofactor.isPresent() && quotient.isPresent()
        ? Optional.of(new Split(common, cofactor.get(), quotient.get()))
        : Optional.empty();
  }

  /**
   * Reconstructs a monic polynomial from its images modulo primes, until it no longer changes and
   * passes the check. For all but finitely many primes the image has the right degree; for the
   * others its degree is smaller if {@code upwards}, else larger.
   */
  private static <R> R fromImages(
      Function<Modulus, long[]> image,
      boolean upwards,
      Function<IntegerPolynomial, Optional<R>> check) {
    Residues residues = new Residues(0);
    Optional<IntegerPolynomial> last = Optional.empty();
    for (int index = 0; ; index++) {
      Modulus modulus = new Modulus(Primes.get(index));
      long[] next = image.apply(modulus);
      boolean better = upwards ? next.length > residues.count() : next.length < residues.count();
      if (better || residues.count() == 0) {
        residues = new Residues(next.length);
      } else if (next.length != residues.count()) {
        continue;
      }
      residues.add(modulus, next);
      IntegerPolynomial candidate = IntegerPolynomial.of(residues.symmetric());
      if (last.isPresent() && last.get().coefficients().equals(candidate.coefficients())) {
        Optional<R> result = check.apply(candidate);
        if (result.isPresent()) {
          return result.get();
        }
      }
      last = Optional.of(candidate);
    }
  }
}
