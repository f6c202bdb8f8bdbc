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
 * The comparison of a closed-form spectrum with the results of {@code theory.eigenvalue} for the
 * Hessian. The closed form is never evaluated: its eigenvalues on either side of a rational are
 * counted, exactly even if they are irrational.
 */
final class SpectrumComparison {
  /** Number of digits of the enclosures, far more than a double has. */
  private static final int DIGITS = 50;

  private SpectrumComparison() {}

  /** Compares the whole spectrum: its polynomial, its enclosures and its signs. */
  static void whole(
      Tally tally, String name, Matrix<BigFraction> hessian, Spectrum<BigFraction> spectrum) {
    identity(tally, name, hessian, spectrum);
    enclosures(tally, name, hessian, spectrum);
    signs(tally, name, hessian, spectrum);
  }

  /** Compares both characteristic polynomials, coefficient by coefficient. */
  static void identity(
      Tally tally, String name, Matrix<BigFraction> hessian, Spectrum<BigFraction> spectrum) {
    var expected = CharacteristicPolynomial.of(hessian).coefficients();
    tally.holds(
        name,
        spectrum.characteristicPolynomial().equals(expected),
        "the characteristic polynomials differ");
  }

  /**
   * Tests that the closed form has the proved number of eigenvalues in every enclosure of {@value
   * #DIGITS} digits. A point must be an eigenvalue with this multiplicity.
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

  /** The number of eigenvalues of the closed form in an enclosure. */
  static int inside(Spectrum<BigFraction> spectrum, Enclosure enclosure) {
    return spectrum.countAbove(enclosure.lower())
        + spectrum.countAt(enclosure.lower())
        - spectrum.countAbove(enclosure.upper());
  }

  /** Compares the signs of the eigenvalues with elimination on the Hessian. */
  static void signs(
      Tally tally, String name, Matrix<BigFraction> hessian, Spectrum<BigFraction> spectrum) {
    Inertia closed = new Inertia(spectrum.negatives(), spectrum.zeros(), spectrum.positives());
    tally.equal(name, closed, Inertia.of(hessian));
  }
}
