// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.Locale;

/** How a number or a claim is known. */
public enum How {
  /** By a machine-checked proof. */
  PROVED,
  /** By exact arithmetic, without any rounding. */
  EXACT,
  /** By rigorous lower and upper bounds. */
  ENCLOSED,
  /** By two routes written independently that agree within a derived bound. */
  CROSS_CHECKED,
  /** By observation alone. */
  MEASURED;

  /** The word used in tables and JSON, such as {@code cross-checked}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the word means. */
  public String meaning() {
    return switch (this) {
      case PROVED -> "by a machine-checked proof";
      case EXACT -> "without any rounding";
      case ENCLOSED -> "between rigorous bounds";
      case CROSS_CHECKED -> "by two independent routes";
      case MEASURED -> "by observation alone";
    };
  }
}
