// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.rational;

import org.junit.jupiter.api.Test;
import org.noisygd.number.matrix.Matrix;

/** Known answers, and a cross-check by brute force over all small matrices. */
class InertiaTest {
  @Test
  void of_everyThreeByThreeOfSmallEntries_isThatOfItsCubic() {
    for (int code = 0; code < 729; code++) {
      long[] e = new long[6];
      for (int k = 0, rest = code; k < 6; k++, rest /= 3) {
        e[k] = rest % 3 - 1;
      }
      Matrix<?> h =
          rational(
              new long[] {e[0], e[1], e[2]},
              new long[] {e[1], e[3], e[4]},
              new long[] {e[2], e[4], e[5]});
      long trace = e[0] + e[3] + e[5];
      long minors =
          e[0] * e[3] - e[1] * e[1] + e[0] * e[5] - e[2] * e[2] + e[3] * e[5] - e[4] * e[4];
      long determinant =
          e[0] * (e[3] * e[5] - e[4] * e[4])
              - e[1] * (e[1] * e[5] - e[4] * e[2])
              + e[2] * (e[1] * e[4] - e[3] * e[2]);
      assertEquals(ofCubic(trace, minors, determinant), Inertia.of(h), h.toString());
    }
  }

  /** Of x^3 - trace x^2 + minors x - determinant, by Vieta's formulas for three real roots. */
  private static Inertia ofCubic(long trace, long minors, long determinant) {
    if (determinant == 0) {
      if (minors == 0) {
        return trace == 0
            ? new Inertia(0, 3, 0)
            : trace > 0 ? new Inertia(0, 2, 1) : new Inertia(1, 2, 0);
      }
      if (minors < 0) {
        return new Inertia(1, 1, 1);
      }
      return trace > 0 ? new Inertia(0, 1, 2) : new Inertia(2, 1, 0);
    }
    if (determinant > 0) {
      return trace > 0 && minors > 0 ? new Inertia(0, 0, 3) : new Inertia(2, 0, 1);
    }
    return trace < 0 && minors > 0 ? new Inertia(3, 0, 0) : new Inertia(1, 0, 2);
  }

  @Test
  void of_hollowMatrix_needsACongruence() {
    // The adjacency matrix of the path 0-1-2-3 in another order: (+-1 +- sqrt 5) / 2.
    Matrix<?> h =
        rational(
            new long[] {0, 0, 1, 0},
            new long[] {0, 0, 1, 1},
            new long[] {1, 1, 0, 0},
            new long[] {0, 1, 0, 0});
    assertEquals(new Inertia(2, 0, 2), Inertia.of(h));
  }

  @Test
  void of_badArguments_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Inertia(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Inertia(0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Inertia(0, 0, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Inertia.of(rational(new long[] {0, 1}, new long[] {2, 0})));
  }
}
