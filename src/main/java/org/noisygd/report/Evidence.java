// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kind of evidence for a number or a claim. */
public enum Evidence {
  /** By a machine-checked proof. */
  PROVED("by a machine-checked proof"),
  /** By exact arithmetic, without any rounding. */
  EXACT("without any rounding"),
  /** By rigorous lower and upper bounds. */
  ENCLOSED("between rigorous bounds"),
  /** By two routes written independently that agree within a derived bound. */
  CROSS_CHECKED("by two independent routes"),
  /** By observation alone. */
  MEASURED("by observation alone");

  private final String meaning;

  Evidence(String meaning) {
    this.meaning = meaning;
  }

  /** The name of this kind in tables and JSON, such as {@code cross-checked}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of the occurring kinds, each with its meaning. */
  public static String legend(Collection<Evidence> occurring) {
    return Stream.of(values())
        .filter(occurring::contains)
        .map(how -> how.word() + ": " + how.meaning)
        .collect(Collectors.joining("; "));
  }
}
