// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.conjugate;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.diagonal;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.expected;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.rational;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.tenth;

import java.util.List;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/** Known answers, and a cross-check of the interval route against the exact one. */
class ClusterEnclosuresTest {
  private static Matrix<DecimalInterval> intervals(Matrix<BigFraction> h, int digits) {
    return h.roundTo(IntervalArithmetic.ofDigits(digits));
  }

  private static Matrix<BigFraction> identity(int n) {
    return Matrix.identity(ChosenSpectra.RATIONAL, n);
  }

  @Test
  void of_chosenSpectrum_enclosesEachWithItsCount() {
    List<BigFraction> values =
        List.of(q(0), q(0), q(1), q(1), q(1).add(tenth(20)), q(-7, 3), tenth(16), q(10000000));
    Matrix<BigFraction> h = conjugate(diagonal(values), 2, new Random(4));
    List<Enclosure> clusters = ClusterEnclosures.of(intervals(h, 60));
    List<Enclosure> expected = expected(values);
    assertEquals(expected.size(), clusters.size());
    for (int k = 0; k < expected.size(); k++) {
      Enclosure cluster = clusters.get(k);
      assertTrue(cluster.interval().contains(expected.get(k).lower()), cluster.toString());
      assertEquals(expected.get(k).count(), cluster.count());
      // 60 digits on a matrix of norm 1e7, eight entries a sum: 50 digits are left at least.
      assertTrue(Rationals.compare(cluster.interval().width(), tenth(42)) < 0);
    }
  }

  @Test
  void of_fewerDigitsThanTheGap_keepsTheCluster() {
    List<BigFraction> values = List.of(q(1), q(1).add(tenth(20)), q(3));
    List<Enclosure> clusters =
        ClusterEnclosures.of(intervals(conjugate(diagonal(values), 1, new Random(5)), 12));
    assertEquals(List.of(2, 1), clusters.stream().map(Enclosure::count).toList());
    assertTrue(clusters.get(0).interval().contains(q(1)));
    assertTrue(clusters.get(0).interval().contains(q(1).add(tenth(20))));
  }

  @Test
  void of_identityVectors_areGershgorinsDiscs() {
    Matrix<BigFraction> h =
        rational(new long[] {10, 1, 1}, new long[] {1, 0, -2}, new long[] {1, -2, -4});
    List<Enclosure> discs = ClusterEnclosures.of(intervals(h, 20), identity(3));
    // 10 +- 2; 0 +- 3 and -4 +- 3 meet.
    assertEquals(
        List.of(
            new Enclosure(new Interval(q(-7), q(3)), 2),
            new Enclosure(new Interval(q(8), q(12)), 1)),
        discs);
  }

  @Test
  void of_vectorsOfOtherLength_dividesByOstrowskisFactor() {
    // V = diag(2, 1): A = diag(4 l1, l2), N = diag(4, 1), so each is in A / [1, 4].
    Matrix<BigFraction> v = diagonal(List.of(q(2), q(1)));
    assertEquals(
        List.of(
            new Enclosure(new Interval(q(-12), q(-3)), 1),
            new Enclosure(new Interval(q(2), q(8)), 1)),
        ClusterEnclosures.of(intervals(diagonal(List.of(q(-3), q(8))), 20), v));
    assertThrows(
        ArithmeticException.class,
        () ->
            ClusterEnclosures.of(
                intervals(identity(2), 20), rational(new long[] {1, 1}, new long[] {0, 0})));
  }

  @Test
  void of_intervalMatrix_holdsTheSpectrumOfEachMatrixInIt() {
    IntervalArithmetic arithmetic = IntervalArithmetic.ofDigits(20);
    // [[2, s], [s, 2]] with s the root of 2, which no rational is: 2 +- s.
    DecimalInterval s = arithmetic.sqrt(arithmetic.of(2));
    Matrix<DecimalInterval> h =
        Matrix.of(arithmetic, 2, 2, (i, j) -> i == j ? arithmetic.of(2) : s);
    List<Enclosure> spectrum = ClusterEnclosures.of(h);
    assertEquals(2, spectrum.size());
    for (Enclosure enclosure : spectrum) {
      // (x - 2)^2 = 2 on either side of 2.
      Interval distance =
          new Interval(enclosure.lower().subtract(2), enclosure.upper().subtract(2)).abs();
      assertTrue(Rationals.compare(distance.lower().multiply(distance.lower()), q(2)) < 0);
      assertTrue(Rationals.compare(distance.upper().multiply(distance.upper()), q(2)) > 0);
      assertTrue(Rationals.compare(distance.width(), tenth(17)) < 0);
    }
  }

  @Test
  void of_otherArithmetic_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ClusterEnclosures.of(
                Matrix.of(
                    IntervalArithmetic.ofDigits(5),
                    2,
                    2,
                    (i, j) -> IntervalArithmetic.ofDigits(5).of(i - j))));
  }
}
