// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefusedInALine;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.blocks;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.conjugate;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.diagonal;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.rational;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.tenth;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/** Known answers: spectra chosen first, and spectra printed in the literature or by mpmath. */
class CertifiedSpectrumTest {
  private static final Matrix<BigFraction> GOLDEN = rational(new long[] {1, 1}, new long[] {1, 2});

  private static Enclosure point(BigFraction value, int count) {
    return new Enclosure(Interval.of(value), count);
  }

  /** The decimals d and d + one unit in its last place: what a truncated literal stands for. */
  private static Interval truncated(String literal) {
    BigDecimal d = new BigDecimal(literal);
    return new Interval(Rationals.of(d), Rationals.of(d.add(d.ulp())));
  }

  private static Matrix<BigFraction> hilbert(int n) {
    return Matrix.of(ChosenSpectra.RATIONAL, n, n, (i, j) -> q(1, i + j + 1));
  }

  @Test
  void of_allZeros_isZeroWithFullMultiplicity() {
    CertifiedSpectrum spectrum = CertifiedSpectrum.of(Matrix.zeros(Binary64.INSTANCE, 4, 4), 15);
    assertEquals(List.of(point(BigFraction.ZERO, 4)), spectrum.enclosures());
    assertThrows(ArithmeticException.class, spectrum::conditionNumber);
  }

  @Test
  void of_irrationalRepeatedTwice_hasExactMultiplicityTwo() {
    Matrix<BigFraction> h = conjugate(blocks(GOLDEN, GOLDEN), 2, new Random(2));
    List<Enclosure> enclosures = CertifiedSpectrum.of(h, 50).enclosures();
    assertEquals(2, enclosures.size());
    for (Enclosure enclosure : enclosures) {
      assertEquals(2, enclosure.count());
      // (3 +- sqrt 5) / 2 are the roots of x^2 - 3x + 1, on either side of 3/2.
      assertTrue(
          goldenAt(enclosure.lower()).signum() * goldenAt(enclosure.upper()).signum() < 0,
          enclosure.toString());
    }
    assertTrue(Rationals.compare(enclosures.get(0).upper(), q(3, 2)) < 0);
  }

  private static BigFraction goldenAt(BigFraction x) {
    return x.multiply(x).subtract(x.multiply(3)).add(1);
  }

  @Test
  void of_irrationalClusterBesideRational_isSeparated() {
    // sqrt 2 and a rational 1e-30 away from it lie in different factors and start in one cell.
    BigFraction near = Rationals.of(new BigDecimal("1.414213562373095048801688724209"));
    Matrix<BigFraction> h =
        conjugate(
            blocks(rational(new long[] {1, 1}, new long[] {1, -1}), diagonal(List.of(near, near))),
            2,
            new Random(3));
    List<Enclosure> enclosures = CertifiedSpectrum.of(h, 1).enclosures();
    assertEquals(3, enclosures.size());
    assertEquals(point(near, 2), enclosures.get(1));
    assertTrue(enclosures.get(1).interval().isBelow(enclosures.get(2).interval()));
  }

  @Test
  void of_hilbertMatrix_agreesWithMpmathAndItsDeterminant() {
    // mpmath 1.3 eigsy, 60 digits, of the matrix 1 / (i + j + 1), printed to 40, truncated to 30.
    CertifiedSpectrum spectrum = CertifiedSpectrum.of(hilbert(8), 50);
    assertEquals(8, spectrum.enclosures().size());
    assertTrue(
        truncated("1.11153896637244242706826906037e-10").contains(spectrum.least().interval()));
    assertTrue(
        truncated("1.69593899692194945208182172738")
            .contains(spectrum.enclosures().get(7).interval()));
    assertTrue(truncated("15257575741.6469428390882740734").contains(spectrum.conditionNumber()));
    BigFraction low = BigFraction.ONE;
    BigFraction high = BigFraction.ONE;
    for (Enclosure enclosure : CertifiedSpectrum.of(hilbert(4), 20).enclosures()) {
      low = low.multiply(enclosure.lower());
      high = high.multiply(enclosure.upper());
    }
    // The determinant of the Hilbert matrix of side 4 is 1/6048000 (OEIS A005249).
    assertTrue(new Interval(low, high).contains(q(1, 6048000)));
  }

  @Test
  void of_wilkinsonMatrix_tellsTheTwoLargestApart() {
    // W21+; mpmath 1.3 eigsy, 60 digits, truncated. Wilkinson (1965) prints 10.7461941829033 twice.
    Matrix<BigFraction> w =
        Matrix.of(
            ChosenSpectra.RATIONAL,
            21,
            21,
            (i, j) -> i == j ? q(Math.abs(i - 10)) : q(Math.abs(i - j) == 1 ? 1 : 0));
    CertifiedSpectrum spectrum = CertifiedSpectrum.of(w, 30);
    assertEquals(21, spectrum.enclosures().size());
    assertTrue(
        truncated("10.7461941829033934318574612573")
            .contains(spectrum.enclosures().get(20).interval()));
    assertTrue(
        truncated("10.7461941829033218322899092316")
            .contains(spectrum.enclosures().get(19).interval()));
    assertTrue(
        new Interval(
                truncated("-1.12544152211998422229877440285").upper().subtract(tenth(28)),
                truncated("-1.12544152211998422229877440285").upper())
            .contains(spectrum.least().interval()));
  }

  @Test
  void of_matrixThatIsNotSymmetric_isRefused() {
    assertRefusedInALine(
        "entries [0][1] and [1][0] must be equal",
        () -> CertifiedSpectrum.of(rational(new long[] {1, 2}, new long[] {3, 4}), 15));
    assertThrows(
        IllegalArgumentException.class,
        () -> CertifiedSpectrum.of(rational(new long[] {1, 2}), 15));
    assertThrows(
        ArithmeticException.class,
        () -> CertifiedSpectrum.of(Matrix.of(Binary64.INSTANCE, 1, 1, (i, j) -> Double.NaN), 15));
  }

  @Test
  void of_noDigits_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> CertifiedSpectrum.of(GOLDEN, 0));
    assertEquals(2, CertifiedSpectrum.of(GOLDEN, 1).side());
  }

  @Test
  void conditionNumber_ofBothSigns_goesByAbsoluteValue() {
    CertifiedSpectrum spectrum =
        CertifiedSpectrum.of(diagonal(List.of(q(-8), q(3), q(0), q(-2))), 15);
    assertEquals(Interval.of(q(4)), spectrum.conditionNumber());
    assertEquals(new Inertia(2, 1, 1), spectrum.inertia());
    assertEquals(point(q(-8), 1), spectrum.least());
  }

  @Test
  void conditionNumber_ofEnclosuresThatOverlap_isAtLeastOne() {
    // Plus and minus the root of 2, to one digit.
    Interval kappa =
        CertifiedSpectrum.of(rational(new long[] {1, 1}, new long[] {1, -1}), 1).conditionNumber();
    assertEquals(q(1), kappa.lower());
    assertTrue(Rationals.compare(kappa.upper(), q(1)) > 0);
  }

  @Test
  void toString_ofSeveral_namesEachWithItsMultiplicity() {
    assertEquals(
        "[-1, -1] x 3\n[2, 2] x 1\n",
        CertifiedSpectrum.of(diagonal(List.of(q(-1), q(-1), q(-1), q(2))), 15).toString());
  }
}
