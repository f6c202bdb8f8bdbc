// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;

/** Powers of ten as two doubles each, 10^e = high(e) + low(e) to a relative error of 2^-106. */
public final class PowersOfTen {
  /** Maximum exponent, and minus the minimum; {@link Literals} uses -225..257. */
  public static final int LARGEST = 270;

  private static final double[] HIGH = new double[2 * LARGEST + 1];

  private static final double[] LOW = new double[2 * LARGEST + 1];

  static {
    for (int e = -LARGEST; e <= LARGEST; e++) {
      BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(e);
      double high = power.doubleValue();
      HIGH[e + LARGEST] = high;
      LOW[e + LARGEST] = power.subtract(new BigDecimal(high)).doubleValue();
    }
  }

  private PowersOfTen() {}

  /** The double nearest to 10^e. */
  public static double high(int e) {
    return HIGH[e + LARGEST];
  }

  /** The double nearest to 10^e - high(e). */
  public static double low(int e) {
    return LOW[e + LARGEST];
  }
}
