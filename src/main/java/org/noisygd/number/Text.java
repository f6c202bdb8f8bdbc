// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.util.Locale;

/** Text made by a pattern. */
public final class Text {
  private Text() {}

  /** {@link String#format(String, Object...)}, the same in every locale. */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
