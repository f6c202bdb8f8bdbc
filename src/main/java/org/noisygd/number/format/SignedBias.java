// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import org.noisygd.number.Require;

/**
 * What makes a stochastic store signed-SR-epsilon (Xia, Massei, Hochstenbach, Koren, "On the
 * influence of stochastic roundoff errors and their bias on the convergence of the gradient descent
 * method with low-precision floating-point computation", 2022): the chance of the neighbour that
 * lies in the direction of the update is greater by epsilon, as far as chances go. With h the
 * spacing at v, f the fraction of |v|/h, and f + epsilon where the update leads away from zero, f -
 * epsilon where it leads towards zero:
 *
 * <pre>  v' = sign(v) h (floor(|v|/h) + min(1, max(0, f +- epsilon)))</pre>
 *
 * <p>which is then rounded stochastically. A number of the format stays as it is.
 *
 * @param format the format of the store
 * @param epsilon above 0, at most 1
 */
public record SignedBias(BinaryFormat format, double epsilon) {
  /** Checks epsilon. */
  public SignedBias {
    Require.that(
        epsilon > 0 && epsilon <= 1, "E of stochastic-signed", "be in 0..1, above 0", epsilon);
  }

  /** v', for a stored number x that was updated to v. */
  public double shifted(double x, double v) {
    double spacing = format.spacing(v);
    double places = Math.abs(v) / spacing;
    double whole = Math.floor(places);
    if (whole == places || !Double.isFinite(places)) {
      return v;
    }
    double towards = (v > x) == (v > 0) ? epsilon : -epsilon;
    double fraction = Math.min(1, Math.max(0, places - whole + towards));
    return Math.copySign((whole + fraction) * spacing, v);
  }
}
