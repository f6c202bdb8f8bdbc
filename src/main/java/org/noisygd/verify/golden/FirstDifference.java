// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.noisygd.io.SafeText;
import org.noisygd.number.Text;

/**
 * The first difference of two files: the line, the path in its JSON, and both values.
 *
 * @param line the line, from 1
 * @param path the field and indices within the line's JSON, such as {@code X[3][0]}, or empty in
 *     other text
 * @param expected the expected value
 * @param actual the actual value
 */
record FirstDifference(int line, String path, String expected, String actual) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_VALUE = 70;

  /** Characters that end a number or a word in JSON. */
  private static final String ENDS = ",]}:[{\n\"";

  /** The first difference of two different files. */
  static FirstDifference between(byte[] expected, byte[] actual) {
    int at = Arrays.mismatch(expected, actual);
    if (at < 0) {
      throw new IllegalArgumentException("files must differ, got equal ones");
    }
    int line = 1;
    int lineStart = 0;
    for (int n = 0; n < at; n++) {
      if (expected[n] == '\n') {
        line++;
        lineStart = n + 1;
      }
    }
    return new FirstDifference(
        line,
        path(expected, lineStart, at),
        value(expected, lineStart, at),
        value(actual, lineStart, at));
  }

  /** The value around a position. */
  private static String value(byte[] text, int lineStart, int at) {
    if (at >= text.length) {
      return "the end of the file";
    }
    if (text[at] == '\n') {
      return "the end of the line";
    }
    int from = at;
    while (from > lineStart && ENDS.indexOf(text[from - 1]) < 0 && at - from < LONGEST_VALUE) {
      from--;
    }
    int to = at;
    while (to < text.length && ENDS.indexOf(text[to]) < 0 && to - at < LONGEST_VALUE) {
      to++;
    }
    String value = new String(text, from, Math.max(to, at + 1) - from, StandardCharsets.UTF_8);
    return SafeText.start(value, value.length());
  }

  /** The field and indices of the JSON token at a position, or empty if the text is not JSON. */
  private static String path(byte[] text, int lineStart, int at) {
    String pointer = "";
    try (JsonParser parser = JSON.createParser(text, lineStart, text.length - lineStart)) {
      while (parser.nextToken() != null
          && lineStart + parser.currentTokenLocation().getByteOffset() <= at) {
        pointer = parser.getParsingContext().pathAsPointer().toString();
      }
    } catch (IOException e) {
      pointer = "";
    }
    // /X/3/0 becomes X[3][0].
    return pointer.replaceAll("/(\\d+)", "[$1]").replace('/', '.').replaceFirst("^\\.", "");
  }

  @Override
  public String toString() {
    String where = path.isEmpty() ? "" : ", " + path;
    return Text.format("line %d%s: expected %s, got %s", line, where, expected, actual);
  }
}
