// SPDX-License-Identifier: Apache-2.0
package org.noisygd.spectral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.arithmetic.Binary64;
import org.noisygd.linalg.Matrix;

/** Known answers. */
class CertifiedSpectrumTest {
  private static Matrix<Double> matrix(double[]... rows) {
    return Matrix.of(Binary64.INSTANCE, rows);
  }

  @Test
  void of_oneByOne_isThePoint() {
    CertifiedSpectrum spectrum = CertifiedSpectrum.of(matrix(new double[] {-2.5}), 15);
    assertEquals(
        List.of(new Enclosure(Interval.of(BigFraction.of(-5, 2)), 1, Multiplicity.EXACT)),
        spectrum.enclosures());
    assertEquals(new Inertia(1, 0, 0), spectrum.inertia());
  }

  @Test
  void of_allZeros_isZeroWithFullMultiplicity() {
    CertifiedSpectrum spectrum = CertifiedSpectrum.of(Matrix.zeros(Binary64.INSTANCE, 4, 4), 15);
    assertEquals(
        List.of(new Enclosure(Interval.of(BigFraction.ZERO), 4, Multiplicity.EXACT)),
        spectrum.enclosures());
    assertEquals(4, spectrum.zeroModes());
  }

  @Test
  void of_goldenMean_enclosesBothRoots() {
    CertifiedSpectrum spectrum =
        CertifiedSpectrum.of(matrix(new double[] {1, 1}, new double[] {1, 0}), 50);
    // (1 +- sqrt 5) / 2 are the roots of x^2 - x - 1, below and above 1/2.
    for (Enclosure enclosure : spectrum.enclosures()) {
      BigFraction atLower = valueAt(enclosure.lower());
      BigFraction atUpper = valueAt(enclosure.upper());
      assertTrue(atLower.signum() * atUpper.signum() < 0, enclosure.toString());
    }
    assertEquals(2, spectrum.enclosures().size());
  }

  private static BigFraction valueAt(BigFraction x) {
    return x.multiply(x).subtract(x).subtract(1);
  }
}
