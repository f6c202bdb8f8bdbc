// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import org.cprover.CProver;

/**
 * What a bounded model checker decides about {@link DoubleUpdate}, run by {@code
 * proofs-notes/java/check.sh}: over all shapes with d1, d2, r &lt;= {@value #LARGEST}, all contents
 * of the arrays and step sizes.
 *
 * <p>The checker itself sees to it that no index leaves its array, that no null is followed, that
 * no exception but the one caught here is thrown, and that every loop ends.
 */
final class DoubleUpdateCheck {
  private static final int LARGEST = 3;
  private static final int LARGEST_REFUSED = 2;

  private DoubleUpdateCheck() {}

  /** An update of arrays of the right lengths is carried out, and leaves M and the noise alone. */
  static void apply() {
    for (int d1 = 1; d1 <= LARGEST; d1++) {
      for (int d2 = 1; d2 <= LARGEST; d2++) {
        for (int r = 1; r <= LARGEST; r++) {
          carriedOut(d1, d2, r);
        }
      }
    }
  }

  /**
   * One of the four arrays is one entry too short or too long: refused, before a write. The shapes
   * go up to {@value #LARGEST_REFUSED}.
   */
  static void applyWrongLength() {
    for (int d1 = 1; d1 <= LARGEST_REFUSED; d1++) {
      for (int d2 = 1; d2 <= LARGEST_REFUSED; d2++) {
        for (int r = 1; r <= LARGEST_REFUSED; r++) {
          for (int excess = -1; excess <= 1; excess += 2) {
            refused(d1, d2, r, excess, 0, 0, 0);
            refused(d1, d2, r, 0, excess, 0, 0);
            refused(d1, d2, r, 0, 0, excess, 0);
            refused(d1, d2, r, 0, 0, 0, excess);
          }
        }
      }
    }
  }

  private static void carriedOut(int d1, int d2, int r) {
    double[] m = any(d1 * d2);
    double[] noiseX = any(d1 * r);
    double[] noiseY = any(d2 * r);
    double[] sameM = m.clone();
    double[] sameNoiseX = noiseX.clone();
    double[] sameNoiseY = noiseY.clone();
    new DoubleUpdate(d1, d2, r, m, any(), any()).apply(any(d1 * r), any(d2 * r), noiseX, noiseY);
    assertEqual(m, sameM);
    assertEqual(noiseX, sameNoiseX);
    assertEqual(noiseY, sameNoiseY);
  }

  private static void refused(
      int d1, int d2, int r, int xExcess, int yExcess, int noiseXExcess, int noiseYExcess) {
    double[] x = any(d1 * r + xExcess);
    double[] y = any(d2 * r + yExcess);
    double[] sameX = x.clone();
    double[] sameY = y.clone();
    boolean refused = false;
    try {
      new DoubleUpdate(d1, d2, r, any(d1 * d2), any(), any())
          .apply(x, y, any(d1 * r + noiseXExcess), any(d2 * r + noiseYExcess));
    } catch (IllegalArgumentException asItShould) {
      refused = true;
    }
    assert refused;
    assertEqual(x, sameX);
    assertEqual(y, sameY);
  }

  /** Equal as numbers, or both NaN. */
  private static void assertEqual(double[] a, double[] b) {
    for (int n = 0; n < a.length; n++) {
      assert a[n] == b[n] || (a[n] != a[n] && b[n] != b[n]);
    }
  }

  private static double[] any(int length) {
    double[] values = new double[length];
    for (int n = 0; n < length; n++) {
      values[n] = any();
    }
    return values;
  }

  private static double any() {
    return CProver.nondetDouble();
  }
}
