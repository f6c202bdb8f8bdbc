// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.math.BigDecimal;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.number.Dyadic;

/**
 * Decides whether a literal means a value of a format: it is exactly that value, or it is that
 * value printed with as many digits and no other value of the format is as near.
 */
final class RoundedNumbers {
  /** The error, in units of binary32, that elements of nvfp4 may have. */
  private static final double LOOSE_UNITS = 2;

  private RoundedNumbers() {}

  /** Whether a number of a reply is the right one for the i-th value. */
  static boolean is(ReadNumber number, double due, RoundingTask task, int i) {
    double read = number.nearestDouble();
    if (number.isDouble() && (read == due || (Double.isNaN(read) && Double.isNaN(due)))) {
      return true;
    }
    if (due == 0 || !Double.isFinite(due) || !number.isFinite()) {
      return false;
    }
    if (task.isLoose()) {
      float near = (float) Math.abs(due);
      // A trial scale may lead beyond binary32, whose spacing is then continued.
      double unit = Float.isInfinite(near) ? Math.ulp(due) * 0x1p29 : Math.ulp(near);
      return apart(number.decimal(), due).compareTo(exact(LOOSE_UNITS * unit)) <= 0;
    }
    BigDecimal printed = number.printed();
    // Below a power of two values lie twice as close as above.
    double size = Math.abs(due / task.scale(i));
    boolean power = size == Math.scalb(1.0, Math.getExponent(size));
    boolean below = printed.abs().compareTo(exact(due).abs()) < 0;
    double half = task.spacing(i, due) / (power && below ? 4 : 2);
    return number.isWithinUnitOf(due) && apart(printed, due).compareTo(exact(half)) < 0;
  }

  private static BigDecimal apart(BigDecimal a, double b) {
    return a.subtract(exact(b)).abs();
  }

  private static BigDecimal exact(double d) {
    return Dyadic.of(d).toBigDecimal();
  }
}
