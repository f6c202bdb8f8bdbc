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

  /** The whole spectrum: its polynomial, its enclosures and its signs. */
  static void whole(
      Tally tally, String name, Matrix<BigFraction> hessian, Spectrum<BigFraction> spectrum) {
    identity(tally, name, hessian, spectrum);
    enclosures(tally, name, hessian, spectrum);
    signs(tally, name, hessian, spectrum);
  }

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
    tally.equal(name + ", number of eigenvalues", spectrum.dimension(), certified.side());
    for (Enclosure enclosure : certified.enclosures()) {
      tally.equal(
          name + ", eigenvalue in " + enclosure.interval(),
          inside(spectrum, enclosure),
          enclosure.count());
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
    tally.equal(name, closed, Inertia.of(hessian));
  }
}
