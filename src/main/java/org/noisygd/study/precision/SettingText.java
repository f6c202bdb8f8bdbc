// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.noisygd.descent.experiment.Experiment;

/** The setting of a study in words. */
final class SettingText {
  /** Digits of standard deviations, which may be irrational. */
  private static final int DIGITS = 6;

  private SettingText() {}

  /** Name, shape, step sizes and noise, as one sentence without its full stop. */
  static String of(Experiment s) {
    return String.format(
        Locale.ROOT,
        "Setting %s: %d x %d, rank %d, eta %s and %s, sigma %s and %s",
        s.name(),
        s.d1(),
        s.d2(),
        s.r(),
        s.etaX(),
        s.etaY(),
        rounded(s.sigmaX(), DIGITS),
        rounded(s.sigmaY(), DIGITS));
  }

  /** So many replicates. */
  static String replicates(int n) {
    return n == 1 ? "1 replicate" : n + " replicates";
  }

  /** A finite number to so many digits at most, without trailing zeros. */
  static String rounded(double value, int digits) {
    BigDecimal decimal = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return Math.abs(decimal.precision() - decimal.scale()) > 2 * digits
        ? decimal.toString()
        : decimal.toPlainString();
  }
}
