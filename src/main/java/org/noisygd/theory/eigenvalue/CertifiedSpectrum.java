// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * Proved enclosures of all eigenvalues of a symmetric matrix: ascending, disjoint, their counts
 * adding up to the side.
 *
 * <p>{@link #of} takes the matrix as exactly rational, which it is for entries that are doubles,
 * decimals, dyadics or rationals, and then every multiplicity is exact, rational eigenvalues (zero
 * among them) are known exactly, and the others to any relative accuracy: all by integer
 * arithmetic, from the {@link CharacteristicPolynomial}, its square-free factorisation and the
 * isolation of its roots. Repeated and clustered eigenvalues and large condition numbers cost time
 * and never accuracy.
 */
public final class CertifiedSpectrum {
  private final List<Enclosure> enclosures;

  private CertifiedSpectrum(List<Enclosure> enclosures) {
    this.enclosures = List.copyOf(enclosures);
  }

  /**
   * The spectrum of h, its entries taken exactly. Every enclosure is {@link Multiplicity#EXACT}; it
   * is a point where the eigenvalue is rational, and otherwise at most 10^-digits of the eigenvalue
   * wide.
   *
   * @throws IllegalArgumentException if h is not square and symmetric to the last bit, or digits <
   *     1
   * @throws ArithmeticException if an entry is not finite
   */
  public static <T extends Object> CertifiedSpectrum of(Matrix<T> h, int digits) {
    return of(CharacteristicPolynomial.of(h), digits);
  }

  /** The roots of a characteristic polynomial, as {@link #of(Matrix, int)} gives them. */
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
    for (Eigenvalue eigenvalue : eigenvalues) {
      eigenvalue.root().refineTo(digits);
    }
    List<Enclosure> enclosures = separate(eigenvalues);
    int zeros = polynomial.scaled().zeroRoots();
    if (zeros > 0) {
      enclosures.add(new Enclosure(Interval.of(BigFraction.ZERO), zeros, Multiplicity.EXACT));
    }
    enclosures.sort(Comparator.comparing(Enclosure::lower, Rationals::compare));
    return new CertifiedSpectrum(enclosures);
  }

  /** The spectrum of enclosures that are ascending and disjoint already. */
  static CertifiedSpectrum ofDisjoint(List<Enclosure> enclosures) {
    return new CertifiedSpectrum(enclosures);
  }

  /** An eigenvalue unit root, with the sign of the unit. */
  private record Eigenvalue(RealRoot root, BigFraction unit, int multiplicity) {
    Interval interval() {
      return root.interval().scale(unit);
    }

    Enclosure enclosure() {
      return new Enclosure(interval(), multiplicity, Multiplicity.EXACT);
    }
  }

  /** Refines cells that meet until none do. Different factors have different roots, so it ends. */
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
        List<Enclosure> enclosures = new ArrayList<>();
        for (Eigenvalue eigenvalue : eigenvalues) {
          enclosures.add(eigenvalue.enclosure());
        }
        return enclosures;
      }
    }
  }

  /** The enclosures, ascending and disjoint; unmodifiable. */
  public List<Enclosure> enclosures() {
    return enclosures;
  }

  /** The number of eigenvalues, counted with multiplicity: the side of the matrix. */
  public int side() {
    return enclosures.stream().mapToInt(Enclosure::count).sum();
  }

  /** Whether every multiplicity is exact: no clusters. */
  public boolean isExact() {
    return enclosures.stream().allMatch(e -> e.multiplicity() == Multiplicity.EXACT);
  }

  /** The enclosure of the eigenvalue number {@code index}, ascending, counted with multiplicity. */
  public Enclosure eigenvalue(int index) {
    Require.index("index", index, side());
    int before = 0;
    for (Enclosure enclosure : enclosures) {
      before += enclosure.count();
      if (index < before) {
        return enclosure;
      }
    }
    throw new AssertionError("counts add up to the side");
  }

  /**
   * The number of eigenvalues that are zero, exactly.
   *
   * @throws ArithmeticException if an enclosure holds zero and other numbers
   */
  public int zeroModes() {
    return inertia().zero();
  }

  /**
   * How many eigenvalues are negative, zero and positive, exactly.
   *
   * @throws ArithmeticException if an enclosure holds zero and other numbers
   */
  public Inertia inertia() {
    int[] counts = new int[3];
    for (Enclosure enclosure : enclosures) {
      int sign = requireSign(enclosure);
      counts[sign + 1] += enclosure.count();
    }
    return new Inertia(counts[0], counts[1], counts[2]);
  }

  private static int requireSign(Enclosure enclosure) {
    if (enclosure.touchesZero() && !enclosure.isZero()) {
      throw new ArithmeticException(
          "the sign of " + enclosure.count() + " eigenvalues is not known, in " + enclosure);
    }
    return enclosure.lower().signum();
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
   * The absolute values of the non-zero eigenvalues that are least and greatest in absolute value.
   *
   * @param least where the least absolute value is
   * @param greatest where the greatest absolute value is
   */
  public record Magnitudes(Interval least, Interval greatest) {
    /** The condition number over the non-zero eigenvalues, greatest / least. */
    public Interval conditionNumber() {
      Interval quotient = greatest.dividePositive(least);
      return Rationals.compare(quotient.lower(), BigFraction.ONE) < 0
          ? new Interval(BigFraction.ONE, quotient.upper())
          : quotient;
    }
  }

  /**
   * The least and the greatest absolute value of a non-zero eigenvalue.
   *
   * @throws ArithmeticException if an enclosure holds zero and other numbers, or all are zero
   */
  public Magnitudes magnitudes() {
    List<Interval> nonZero = new ArrayList<>();
    for (Enclosure enclosure : enclosures) {
      if (requireSign(enclosure) != 0) {
        nonZero.add(enclosure.interval().abs());
      }
    }
    if (nonZero.isEmpty()) {
      throw new ArithmeticException("every eigenvalue is zero");
    }
    return new Magnitudes(
        bound(nonZero, Rationals::compare), bound(nonZero, (a, b) -> Rationals.compare(b, a)));
  }

  /** The least, in that order, of one number out of each interval. */
  private static Interval bound(List<Interval> intervals, Comparator<BigFraction> order) {
    BigFraction lower = intervals.get(0).lower();
    BigFraction upper = intervals.get(0).upper();
    for (Interval interval : intervals) {
      lower = order.compare(interval.lower(), lower) < 0 ? interval.lower() : lower;
      upper = order.compare(interval.upper(), upper) < 0 ? interval.upper() : upper;
    }
    return new Interval(lower, upper);
  }

  /** The least non-zero absolute value; see {@link #magnitudes}. */
  public Interval smallestNonZero() {
    return magnitudes().least();
  }

  /** The greatest absolute value; see {@link #magnitudes}. */
  public Interval largest() {
    return magnitudes().greatest();
  }

  /** The condition number over the non-zero eigenvalues; see {@link #magnitudes}. */
  public Interval conditionNumber() {
    return magnitudes().conditionNumber();
  }

  /** One line an enclosure: its interval and its count. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Enclosure enclosure : enclosures) {
      text.append(enclosure.interval())
          .append(enclosure.multiplicity() == Multiplicity.EXACT ? " x " : " cluster of ")
          .append(enclosure.count())
          .append('\n');
    }
    return text.toString();
  }
}
