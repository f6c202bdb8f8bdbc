// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import org.noisygd.number.Literals;
import org.noisygd.report.json.JsonText;

/**
 * A value of a parameter.
 *
 * @param label its text in tables
 * @param json its canonical JSON: equal values have equal text
 */
public record Value(String label, String json) {
  static Value of(long count) {
    return new Value(String.valueOf(count), String.valueOf(count));
  }

  static Value of(double number) {
    return new Value(Literals.format(number), Literals.format(number));
  }

  static Value of(String word) {
    return new Value(word, JsonText.quote(word));
  }

  boolean isWord() {
    return json.startsWith("\"");
  }

  boolean isCount() {
    return json.matches("-?[0-9]+");
  }

  long count() {
    return Long.parseLong(json);
  }

  double number() {
    return Double.parseDouble(json);
  }
}
