// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * Proved enclosures of all eigenvalues of a symmetric matrix: ascending, disjoint, with counts that
 * sum to the order n.
 *
 * <p>{@link #of} takes the entries (doubles, decimals, dyadics or rationals) as exact rationals.
 * Then every multiplicity is exact, rational eigenvalues (also zero) are exact, and irrational ones
 * have any relative accuracy: all by integer arithmetic, from the {@link CharacteristicPolynomial},
 * its square-free factorisation and the isolation of its roots. Repeated and clustered eigenvalues
 * and large condition numbers cost time, but no accuracy.
 */
public final class CertifiedSpectrum {
  private final List<Enclosure> enclosures;

  private CertifiedSpectrum(List<Enclosure> enclosures) {
    this.enclosures = List.copyOf(enclosures);
  }

  /**
   * The spectrum of h, its entries taken exactly. The enclosure of a rational eigenvalue is a
   * point; any other has a relative width of at most 10^-digits.
   *
   * @throws IllegalArgumentException if h is not square and exactly symmetric, or digits < 1
   * @throws ArithmeticException if an entry is not finite
   */
  public static <T> CertifiedSpectrum of(Matrix<T> h, int digits) {
    return of(CharacteristicPolynomial.of(h), digits);
  }

  /** The spectrum from a characteristic polynomial, as in {@link #of(Matrix, int)}. */
  public static CertifiedSpectrum of(CharacteristicPolynomial polynomial, int digits) {
    Require.positive("digits", digits);
    BigFraction unit = BigFraction.of(polynomial.denominator()).reciprocal();
    List<Eigenvalue> eigenvalues = new ArrayList<>();
    for (SquareFreeFactors.Factor factor : SquareFreeFactors.of(polynomial.scaled())) {
      IntegerPolynomial nonZero = factor.polynomial().withoutZeroRoots();
      int multiplicity = factor.multiplicity();
      for (RealRoot root : RealRoot.positiveRoots(nonZero)) {
        eigenvalues.add(new Eigenvalue(root, unit, multiplicity));
      }
      for (RealRoot root : RealRoot.positiveRoots(nonZero.mirrored())) {
        eigenvalues.add(new Eigenvalue(root, unit.negate(), multiplicity));
      }
    }
    eigenvalues.forEach(eigenvalue -> eigenvalue.root().refineTo(digits));
    List<Enclosure> enclosures = separate(eigenvalues);
    int zeros = polynomial.scaled().zeroRoots();
    if (zeros > 0) {
      enclosures.add(new Enclosure(Interval.of(BigFraction.ZERO), zeros));
    }
    enclosures.sort(Comparator.comparing(Enclosure::lower, Rationals::compare));
    return new CertifiedSpectrum(enclosures);
  }

  /** An eigenvalue unit root, with the sign of the unit. */
  private record Eigenvalue(RealRoot root, BigFraction unit, int multiplicity) {
    Interval interval() {
      return root.interval().scale(unit);
    }

    Enclosure enclosure() {
      return new Enclosure(interval(), multiplicity);
    }
  }

  /** Refines cells until none meet; this terminates, since no two factors share a root. */
  private static List<Enclosure> separate(List<Eigenvalue> eigenvalues) {
    while (true) {
      eigenvalues.sort(
          Comparator.comparing(eigenvalue -> eigenvalue.interval().lower(), Rationals::compare));
      boolean met = false;
      for (int k = 1; k < eigenvalues.size(); k++) {
        Eigenvalue below = eigenvalues.get(k - 1);
        Eigenvalue above = eigenvalues.get(k);
        if (!below.interval().isBelow(above.interval())) {
          below.root().refine();
          above.root().refine();
          met = true;
        }
      }
      if (!met) {
        return new ArrayList<>(eigenvalues.stream().map(Eigenvalue::enclosure).toList());
      }
    }
  }

  /** The enclosures, ascending and disjoint; unmodifiable. */
  public List<Enclosure> enclosures() {
    return enclosures;
  }

  /** The number of eigenvalues, counted with multiplicity: the order of the matrix. */
  public int side() {
    return enclosures.stream().mapToInt(Enclosure::count).sum();
  }

  /** The exact numbers of negative, zero and positive eigenvalues. */
  public Inertia inertia() {
    int[] counts = new int[3];
    for (Enclosure enclosure : enclosures) {
      counts[enclosure.lower().signum() + 1] += enclosure.count();
    }
    return new Inertia(counts[0], counts[1], counts[2]);
  }

  /** The least eigenvalue. */
  public Enclosure least() {
    return enclosures.get(0);
  }

  /** The greatest eigenvalue. */
  public Enclosure greatest() {
    return enclosures.get(enclosures.size() - 1);
  }

  /**
   * The condition number over the non-zero eigenvalues: the greatest absolute value over the least.
   *
   * @throws ArithmeticException if every eigenvalue is zero
   */
  public Interval conditionNumber() {
    List<Interval> sizes =
        enclosures.stream().filter(e -> !e.isZero()).map(e -> e.interval().abs()).toList();
    if (sizes.isEmpty()) {
      throw new ArithmeticException("every eigenvalue is zero");
    }
    Interval least = first(sizes, Rationals::compare);
    Interval greatest = first(sizes, (a, b) -> Rationals.compare(b, a));
    Interval quotient = greatest.dividePositive(least);
    return new Interval(Rationals.max(quotient.lower(), BigFraction.ONE), quotient.upper());
  }

  /** An interval of the first, in {@code order}, of numbers, one in each interval. */
  private static Interval first(List<Interval> intervals, Comparator<BigFraction> order) {
    return new Interval(
        intervals.stream().map(Interval::lower).min(order).orElseThrow(),
        intervals.stream().map(Interval::upper).min(order).orElseThrow());
  }

  /** One line per enclosure: the interval and the count. */
  @Override
  public String toString() {
    return enclosures.stream()
        .map(enclosure -> enclosure.interval() + " x " + enclosure.count() + "\n")
        .collect(Collectors.joining());
  }
}
