// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Require;

/** Reads comma-separated values as in RFC 4180, with line feeds. */
final class CsvReader {
  private final String text;
  private int at;

  private CsvReader(String text) {
    this.text = text;
  }

  /**
   * The fields of each line.
   *
   * @throws IllegalArgumentException one line, if the last line or a quoted field has no end
   */
  static List<List<String>> read(String text) {
    CsvReader reader = new CsvReader(text);
    List<List<String>> lines = new ArrayList<>();
    while (reader.at < text.length()) {
      lines.add(reader.line());
    }
    return lines;
  }

  private List<String> line() {
    List<String> fields = new ArrayList<>();
    char end;
    do {
      String field = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
      fields.add(field);
      Require.that(at < text.length(), "table", "end with a line feed", field);
      end = text.charAt(at++);
      Require.that(end == ',' || end == '\n', "field", "end with a comma or a line", end);
    } while (end == ',');
    return fields;
  }

  private String plain() {
    int from = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() {
    StringBuilder field = new StringBuilder();
    while (true) {
      int from = at + 1;
      int to = text.indexOf('"', from);
      Require.that(to >= 0, "quoted field", "be closed", text.substring(from));
      field.append(text, from, to);
      at = to + 1;
      if (at == text.length() || text.charAt(at) != '"') {
        return field.toString();
      }
      field.append('"'); // two quotes stand for one
    }
  }
}
