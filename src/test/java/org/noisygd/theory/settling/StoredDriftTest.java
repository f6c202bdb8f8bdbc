// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.theory.landscape.Scalar;

/** Numbers of the bound, from a program in Python, below those that Coq proves. */
class StoredDriftTest {
  private static Scalar<Double> scalar(double x) {
    return Scalar.of(Binary64.INSTANCE, x);
  }

  private static StoredDrift<Double> drift(
      double sigma, double residual, double x, double y, StoredDrift.Store<Double> store) {
    return new StoredDrift<>(
        scalar(0.01),
        scalar(sigma * sigma),
        new StoredDrift.Region<>(scalar(residual), scalar(x), scalar(y)),
        store);
  }

  private static StoredDrift.Store<Double> store(double least, double relative, double bias) {
    return new StoredDrift.Store<>(scalar(least), scalar(relative), scalar(bias));
  }

  @Test
  void error_threeFormats_belowWhatIsProved() {
    double bfloat16 =
        drift(0.05, 0.3, 0.7, 4.5, store(1e-6, 0x1p-7, 0x1p-16))
            .error(scalar(3), scalar(1 / 14.0))
            .value();
    double binary32 =
        drift(0.05, 0.3, 0.7, 4.5, store(1e-9, 1.25e-7, 1e-6))
            .error(scalar(1e5), scalar(1e3))
            .value();
    double e4m3 =
        drift(0.2, 1, 0.5, 4.25, store(0x1p-9, 0x1p-3, 0x1p-16))
            .error(scalar(1), scalar(0.02))
            .value();
    assertEquals(5.778797637, bfloat16, 1e-9);
    assertEquals(2.515995071, binary32, 1e-9);
    assertEquals(12.178877532, e4m3, 1e-9);
    assertTrue(bfloat16 <= 6 && binary32 <= 2.6 && e4m3 <= 12.5);
  }

  /** Numbers of the same program, and the levels that finite-precision.md names. */
  @Test
  void scatter_fig4_isThatOfTheNote() {
    StoredDrift<Double> binary32 = drift(0.05, 0.3, 0.7, 4.5, store(1e-9, 1.25e-7, 1e-6));
    StoredDrift<Double> bfloat16 = drift(0.05, 0.3, 0.7, 4.5, store(1e-6, 0x1p-7, 0x1p-16));
    double proved = binary32.scatter(scalar(1e5), scalar(1e3), scalar(2.6)).value();
    assertEquals(1.71398758295e-05, proved, 1e-11);
    assertTrue(proved <= 18e-6);
    assertEquals(1.47, binary32.level(10_000, scalar(18e-6), scalar(0.1)).value(), 0.005);
    double scattered = bfloat16.scatter(bfloat16.error()).value();
    assertEquals(0.007748025944, scattered, 1e-9);
    assertEquals(30.4, bfloat16.level(10_000, scalar(scattered), scalar(0.1)).value(), 0.05);
  }

  /** After 10,000 updates the band at a share of 1/10 leaves out the start from 13 bits on. */
  @Test
  void level_fig4_leavesOutTheStartFrom13Bits() {
    for (int p = 8; p <= 24; p++) {
      StoredDrift<Double> drift =
          drift(0.05, 0.3, 0.7, 4.5, store(0x1p-133, Math.scalb(1.0, 1 - p), 0x1p-16));
      Scalar<Double> error = drift.error();
      double level = drift.level(10_000, drift.scatter(error), scalar(0.1)).value();
      double moved = drift.after(10_000, scalar(16)).value();
      assertEquals(p >= 13, drift.after(10_000, error).value() + level < moved, "p = " + p);
    }
  }

  /** The table of finite-precision.md, by bits of the significand and by sigma. */
  @Test
  void error_16RandomBits_isThatOfTheTable() {
    double[][] table = {
      {111.41, 54.95, 21.50, 11.94},
      {56.62, 28.65, 11.81, 6.85},
      {29.48, 15.56, 6.98, 4.31},
      {15.98, 9.03, 4.57, 3.04},
      {9.24, 5.77, 3.36, 2.40}
    };
    double[] sigmas = {1 / 40.0, 1 / 20.0, 1 / 10.0, 1 / 5.0};
    for (int p = 4; p <= 8; p++) {
      for (int k = 0; k < sigmas.length; k++) {
        StoredDrift<Double> drift =
            drift(
                sigmas[k],
                Math.min(6 * sigmas[k], 1),
                k < 2 ? 0.7 : 0.5,
                k < 2 ? 4.5 : 4.25,
                store(0x1p-133, Math.scalb(1.0, 1 - p), 0x1p-16));
        assertEquals(
            table[p - 4][k], drift.error().value(), 0.005, "p = " + p + ", sigma = " + sigmas[k]);
      }
    }
  }

  @Test
  void rate_fig4_isTwoEtaVarianceAndMore() {
    StoredDrift<Double> drift = drift(0.05, 0.3, 0.7, 4.5, store(0, 0, 0));
    assertEquals(5.70934375e-5, drift.rate().value(), 1e-18);
    assertEquals(0, drift.after(0, scalar(1)).value());
  }
}
