// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Require;

/**
 * A proved statement about eigenvalues: the interval holds {@code count} eigenvalues, counted with
 * multiplicity, and with {@link Multiplicity#EXACT} they are one and the same.
 *
 * @param interval where they are
 * @param count how many they are, at least 1
 * @param multiplicity whether they are known to coincide
 */
public record Enclosure(Interval interval, int count, Multiplicity multiplicity) {
  /** Checks the count; a single eigenvalue is always {@link Multiplicity#EXACT}. */
  public Enclosure {
    Require.positive("count", count);
    multiplicity = count == 1 ? Multiplicity.EXACT : multiplicity;
  }

  /** The lower end of the interval. */
  public BigFraction lower() {
    return interval.lower();
  }

  /** The upper end of the interval. */
  public BigFraction upper() {
    return interval.upper();
  }

  /** Whether the value itself is known exactly, as a rational. */
  public boolean isPoint() {
    return interval.isPoint();
  }

  /** Whether this is the eigenvalue zero, known exactly. */
  public boolean isZero() {
    return isPoint() && lower().signum() == 0;
  }

  /** Whether zero is in the interval. */
  public boolean touchesZero() {
    return interval.contains(BigFraction.ZERO);
  }

  /** Whether the given number is in the interval. */
  public boolean contains(BigFraction value) {
    return interval.contains(value);
  }
}
