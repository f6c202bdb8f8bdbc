// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.tenth;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Binary64;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/** Properties: whatever rational eigenvalues are chosen, they are found again. */
class SpectrumPropertyTest {
  /** Biased to zero, repetition, neighbours 1e-20 apart, and condition numbers of 1e32. */
  @Provide
  Arbitrary<List<BigFraction>> eigenvalues() {
    return Arbitraries.of(
            q(0),
            q(1),
            q(1).add(tenth(20)),
            q(-1),
            q(-1).subtract(tenth(20)),
            q(2, 3),
            q(-5, 7),
            q(4),
            tenth(16),
            tenth(16).negate(),
            BigFraction.ONE.divide(tenth(16)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(7);
  }

  @Property(tries = 60, seed = "20210413")
  void of_chosenEigenvalues_findsThemExactly(
      @ForAll("eigenvalues") List<BigFraction> values, @ForAll long seed) {
    Matrix<BigFraction> h =
        ChosenSpectra.conjugate(ChosenSpectra.diagonal(values), 2, new Random(seed));
    assertEquals(ChosenSpectra.expected(values), CertifiedSpectrum.of(h, 15).enclosures());
  }

  @Property(tries = 60, seed = "20210414")
  void inertia_atAnyShift_countsTheChosenEigenvalues(
      @ForAll("eigenvalues") List<BigFraction> values, @ForAll long seed) {
    Matrix<BigFraction> h =
        ChosenSpectra.conjugate(ChosenSpectra.diagonal(values), 2, new Random(seed));
    CharacteristicPolynomial polynomial = CharacteristicPolynomial.of(h);
    for (BigFraction shift : List.of(q(0), q(1), values.get(0), q(-1, 3))) {
      Inertia expected = ChosenSpectra.expectedInertia(values, shift);
      assertEquals(expected, ChosenSpectra.inertia(h, shift));
      assertEquals(expected, polynomial.inertiaAt(shift));
      assertEquals(expected.zero(), polynomial.multiplicity(shift));
    }
  }

  /** Cross-check: exact enclosures against eliminations at their ends, on doubles of any scale. */
  @Property(tries = 40, seed = "20210415")
  void of_doubles_hasEachEigenvalueBetweenTheEnds(@ForAll long seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(6);
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double entry = random.nextGaussian() * Math.scalb(1.0, random.nextInt(80) - 40);
        rows[i][j] = entry;
        rows[j][i] = entry;
      }
    }
    Matrix<Double> h = Matrix.of(Binary64.INSTANCE, rows);
    CertifiedSpectrum spectrum = CertifiedSpectrum.of(h, 20);
    assertEquals(n, spectrum.side());
    int below = 0;
    for (Enclosure enclosure : spectrum.enclosures()) {
      Inertia atLower = ChosenSpectra.inertia(h, enclosure.lower());
      Inertia atUpper = ChosenSpectra.inertia(h, enclosure.upper());
      assertEquals(below, atLower.negative());
      below += enclosure.count();
      assertEquals(below, atUpper.negative() + atUpper.zero());
      assertTrue(
          Rationals.compare(
                  enclosure.interval().width(),
                  tenth(20).multiply(enclosure.interval().abs().lower()))
              <= 0);
    }
  }
}
