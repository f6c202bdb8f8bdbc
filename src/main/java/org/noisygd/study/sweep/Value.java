// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import org.noisygd.io.json.JsonText;

/**
 * The value of an option.
 *
 * @param label the text, as on the command line; for a problem, its name
 * @param json its canonical JSON: equal values have equal text
 */
public record Value(String label, String json) {
  /** A number, whose text is its JSON. */
  static Value ofNumber(String literal) {
    return new Value(literal, literal);
  }

  static Value ofText(String text) {
    return new Value(text, JsonText.quote(text));
  }

  boolean isNumber() {
    return label.equals(json);
  }

  boolean isWhole() {
    return json.matches("-?[0-9]+");
  }
}
