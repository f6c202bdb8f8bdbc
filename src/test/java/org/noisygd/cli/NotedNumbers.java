// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tables and paragraphs of a note whose numbers a sentence below them tells the origin of: what
 * prints them, or what else they rest on.
 *
 * @param lines the rows of a table, or one paragraph
 * @param origin the sentence, or nothing if there is none
 */
record NotedNumbers(List<String> lines, String origin) {
  /** How a sentence on the origin begins. */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(Printed|Printed in parts|Measured|Timed|Taken|Worked out) (by|from|on|in)\\b.*");

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern TICKED = Pattern.compile("`([^`]+)`");
  private static final Pattern DECIMAL = Pattern.compile("(?<![\\w.:-])\\d+\\.\\d");

  /** All tables of a note, and the paragraphs whose origin is told. */
  static List<NotedNumbers> of(String note) {
    List<List<String>> blocks =
        Stream.of(FENCED.matcher(note).replaceAll("").split("\\n\\s*\\n"))
            .map(block -> block.lines().filter(line -> !line.isBlank()).toList())
            .filter(block -> !block.isEmpty())
            .toList();
    List<NotedNumbers> found = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      List<String> block = blocks.get(i);
      String next = i + 1 < blocks.size() ? String.join(" ", blocks.get(i + 1)) : "";
      boolean told = ORIGIN.matcher(next).matches();
      if (block.get(0).startsWith("|") || told) {
        found.add(
            new NotedNumbers(
                block.get(0).startsWith("|")
                    ? block.subList(2, block.size())
                    : List.of(String.join(" ", block)),
                told ? next : ""));
      }
    }
    return found;
  }

  boolean hasDecimals() {
    return lines.stream().anyMatch(line -> DECIMAL.matcher(withoutCode(line)).find());
  }

  boolean isPrinted() {
    return origin.startsWith("Printed");
  }

  /** Whether the numbers of a row may stand in several records that have its first cell. */
  boolean isInParts() {
    return origin.startsWith("Printed in parts");
  }

  /** What stands in backticks in the sentence on the origin. */
  List<String> sources() {
    return ticked(origin);
  }

  /**
   * The commands that print a row. A command's {@code {1}}, {@code {2}} are the first words of the
   * row, those of its first cell, without commas.
   */
  List<String> commands(String row) {
    String[] words = firstCell(row).split("[,\\s]+");
    return sources().stream()
        .map(
            command -> {
              String filled = command;
              for (int i = 0; i < words.length; i++) {
                filled = filled.replace("{" + (i + 1) + "}", words[i]);
              }
              return filled;
            })
        .toList();
  }

  /** The text of the first cell of a row; of a paragraph nothing. */
  static String firstCell(String row) {
    return row.startsWith("|") ? row.split("\\|", -1)[1].strip() : "";
  }

  /**
   * The numbers of a row: of a table those of all cells but the first, of a paragraph those with a
   * decimal point; with their digits as printed.
   */
  static List<String> numbers(String row) {
    boolean table = row.startsWith("|");
    String text = table ? row.substring(row.indexOf('|', 1)) : row;
    Matcher number =
        Pattern.compile("(?<![\\w.:/-])-?\\d[\\d,]*(\\.\\d+)?(e-?\\d+)?%?(?![\\w:])")
            .matcher(withoutCode(text));
    List<String> found = new ArrayList<>();
    while (number.find()) {
      if (table || number.group().contains(".")) {
        found.add(number.group().replaceFirst(",$", ""));
      }
    }
    return found;
  }

  private static List<String> ticked(String text) {
    return TICKED.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String withoutCode(String text) {
    return TICKED.matcher(text).replaceAll(" ");
  }
}
