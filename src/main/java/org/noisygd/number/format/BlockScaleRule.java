// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.Locale;

/** The rules for the exponent of a scale that is a power of two. */
public enum BlockScaleRule {
  FLOOR,
  CEIL,
  EVEN,
  RCEIL;

  /** A scaling by 2^54 makes every subnormal double normal: the smallest is 2^-1074. */
  private static final int SUBNORMAL_BITS = 54;

  /** The name of the rule, as it follows the slash in the name of a format. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The exponent of the scale of a block with this largest magnitude, before it is clamped. */
  public int exponent(BinaryFormat element, double largestOfBlock) {
    int up = largestOfBlock < Double.MIN_NORMAL ? SUBNORMAL_BITS : 0;
    double m = Math.scalb(largestOfBlock, up);
    double significand = significand(m);
    boolean above =
        switch (this) {
          case FLOOR -> false;
          case CEIL -> significand > 1;
          // From the middle between the largest significand of p bits, which is odd, and 2.
          case EVEN -> significand >= 2 - Math.scalb(1.0, -element.precision());
          case RCEIL -> significand > significand(element.largest());
        };
    int floor = Math.getExponent(m) - up - Math.getExponent(element.largest());
    return above ? floor + 1 : floor;
  }

  /** The significand of a normal number, in 1..2. */
  private static double significand(double x) {
    return Math.scalb(x, -Math.getExponent(x));
  }
}
