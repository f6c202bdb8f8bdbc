// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;
import org.noisygd.theory.eigenvalue.CharacteristicPolynomial;
import org.noisygd.theory.eigenvalue.Enclosure;
import org.noisygd.theory.eigenvalue.Inertia;
import org.noisygd.theory.landscape.Spectrum;
import org.noisygd.verify.check.Tally;

/**
 * Compares a spectrum in closed form with what {@code spectral} proves of the Hessian itself. The
 * closed form is never evaluated: its eigenvalues are counted on either side of a rational, which
 * is exact also for irrational ones.
 */
final class SpectrumComparison {
  /** Digits of the enclosures: far beyond what a double could tell. */
  private static final int DIGITS = 50;

  private SpectrumComparison() {}

  /** Both characteristic polynomials are the same, coefficient by coefficient. */
  static void identity(
      Tally tally, String name, Matrix<BigFraction> hessian, Spectrum<BigFraction> spectrum) {
    var expected = CharacteristicPolynomial.of(hessian).coefficients();
    tally.holds(
        name,
        spectrum.characteristicPolynomial().equals(expected),
        "the characteristic polynomials differ");
  }

  /**
   * In every enclosure, of {@value #DIGITS} digits, the closed form has as many eigenvalues as were
   * proved there, and where the enclosure is a point, that point is an eigenvalue of that
   * multiplicity.
   */
  static void enclosures(
      Tally tally, String name, Matrix<BigFraction> hessian, Spectrum<BigFraction> spectrum) {
    CertifiedSpectrum certified = CertifiedSpectrum.of(hessian, DIGITS);
    tally.holds(
        name + ", number of eigenvalues",
        certified.side() == spectrum.dimension(),
        spectrum.dimension() + " in closed form, " + certified.side() + " proved");
    for (Enclosure enclosure : certified.enclosures()) {
      int inside = inside(spectrum, enclosure);
      tally.holds(
          name + ", eigenvalue in " + enclosure.interval(),
          inside == enclosure.count(),
          inside + " in closed form, " + enclosure.count() + " proved");
    }
  }

  /** The eigenvalues of the closed form in an enclosure. */
  static int inside(Spectrum<BigFraction> spectrum, Enclosure enclosure) {
    return spectrum.countAbove(enclosure.lower())
        + spectrum.countAt(enclosure.lower())
        - spectrum.countAbove(enclosure.upper());
  }

  /** The numbers of negative, zero and positive eigenvalues, by elimination on the Hessian. */
  static void signs(
      Tally tally, String name, Matrix<BigFraction> hessian, Spectrum<BigFraction> spectrum) {
    Inertia closed = new Inertia(spectrum.negatives(), spectrum.zeros(), spectrum.positives());
    Inertia proved = Inertia.of(hessian);
    tally.holds(name, closed.equals(proved), closed + " in closed form, " + proved + " proved");
  }
}
