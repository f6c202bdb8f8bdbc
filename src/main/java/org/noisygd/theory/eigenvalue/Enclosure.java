// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Require;

/**
 * A proved enclosure of one eigenvalue, with its exact multiplicity.
 *
 * @param interval an interval that contains the eigenvalue
 * @param count its multiplicity, at least 1
 */
public record Enclosure(Interval interval, int count) {
  /** Checks the count. */
  public Enclosure {
    Require.positive("count", count);
  }

  /** The lower end of the interval. */
  public BigFraction lower() {
    return interval.lower();
  }

  /** The upper end of the interval. */
  public BigFraction upper() {
    return interval.upper();
  }

  /** Returns true if this is the eigenvalue zero, known exactly. */
  public boolean isZero() {
    return interval.isPoint() && lower().signum() == 0;
  }
}
