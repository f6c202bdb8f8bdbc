// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Where two files first differ, in words: line, place in the JSON, and both values.
 *
 * @param line the line, from 1
 * @param place the field and indices within the line's JSON, such as {@code X[3][0]}; empty in
 *     other text
 * @param expected the value expected there
 * @param actual the value found there
 */
record FirstDifference(int line, String place, String expected, String actual) {
  private static final int LONGEST_VALUE = 70;

  /** Characters that end a number or a word in JSON. */
  private static final String ENDS = ",]}:[{\n\"";

  /** The first difference of two files that are not equal. */
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
        place(expected, lineStart, at),
        value(expected, lineStart, at),
        value(actual, lineStart, at));
  }

  /** The value around a position: from the end of what is before it to the end of it. */
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
    StringBuilder printable = new StringBuilder();
    value.chars().forEach(c -> printable.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
    return printable.toString();
  }

  /** Follows the brackets of a line up to a position. */
  private static String place(byte[] text, int lineStart, int at) {
    Deque<String> names = new ArrayDeque<>();
    Deque<Integer> indices = new ArrayDeque<>();
    StringBuilder word = new StringBuilder();
    String lastWord = "";
    boolean quoted = false;
    for (int n = lineStart; n < at; n++) {
      char c = (char) (text[n] & 0xff);
      if (quoted) {
        if (c == '\\') {
          n++;
        } else if (c == '"') {
          quoted = false;
          lastWord = word.toString();
        } else {
          word.append(c);
        }
        continue;
      }
      switch (c) {
        case '"' -> {
          quoted = true;
          word.setLength(0);
        }
        case '{' -> {
          names.push("");
          indices.push(-1);
        }
        case '[' -> {
          names.push("");
          indices.push(0);
        }
        case ']', '}' -> {
          names.poll();
          indices.poll();
        }
        case ':' -> {
          if (!names.isEmpty()) {
            names.pop();
            names.push(lastWord);
          }
        }
        case ',' -> {
          Integer index = indices.peek();
          if (index != null && index >= 0) {
            indices.pop();
            indices.push(index + 1);
          }
        }
        default -> {}
      }
    }
    StringBuilder place = new StringBuilder();
    var index = indices.descendingIterator();
    for (var name = names.descendingIterator(); name.hasNext(); ) {
      String field = name.next();
      int element = index.next();
      if (element >= 0) {
        place.append('[').append(element).append(']');
      } else if (!field.isEmpty()) {
        place.append(place.isEmpty() ? "" : ".").append(field);
      }
    }
    return place.toString();
  }

  @Override
  public String toString() {
    return "line "
        + line
        + (place.isEmpty() ? "" : ", " + place)
        + ": expected "
        + expected
        + ", got "
        + actual;
  }
}
