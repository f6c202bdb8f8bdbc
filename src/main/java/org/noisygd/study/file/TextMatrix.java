// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.FormatException;
import org.noisygd.io.InputFile;
import org.noisygd.number.Literals;

/** A matrix of decimal numbers in a text; errors name line and column. */
final class TextMatrix {
  private static final Pattern BANNER =
      Pattern.compile(
          "%%matrixmarket matrix (array|coordinate) (real|double|integer|pattern)"
              + " (general|symmetric|skew-symmetric)");

  private final Path file;
  private final String extension;
  private final Location location;

  private TextMatrix(Path file, String extension) {
    this.file = file;
    this.extension = extension;
    this.location = new Location(file, "");
  }

  /** The matrix in a file with this extension. */
  static StoredProblem read(Path file, String extension) {
    TextMatrix reader = new TextMatrix(file, extension);
    List<String> lines = InputFile.text(file).lines().toList();
    return extension.equals("mtx") ? reader.market(lines) : reader.lines(lines);
  }

  /** A part of a line: its text, line and column, both from 1. */
  private record Word(Path file, String text, int line, int column) {
    FormatException must(String rule, Object got) {
      return new Location(file, ":" + line + ":" + column).must(rule, got);
    }

    double number() {
      try {
        return Literals.parse("", text);
      } catch (IllegalArgumentException e) {
        boolean comma = text.matches("[-+]?[0-9]+,[0-9]+.*");
        throw must("be a finite decimal number" + (comma ? " with a point" : ""), got());
      }
    }

    /** The text found in place of a number, with advice on a name or a missing entry. */
    private String got() {
      boolean isName = !text.matches("[-+.0-9].*");
      return (text.isEmpty() ? "nothing" : text)
          + (isName ? "; leave out names of rows and columns, and " + Location.FILL : "");
    }

    /** A whole number from 1 to {@code most}. */
    int count(String of, int most) {
      double count = number();
      if (!(count >= 1 && count <= most && count == Math.rint(count))) {
        throw must("be " + of + " in 1.." + most, text);
      }
      return (int) count;
    }
  }

  /** The parts of a line, without blanks around them; none is empty if blanks separate. */
  private List<Word> words(String line, int number, String separator) {
    List<Word> words = new ArrayList<>();
    int at = 1;
    for (String part : line.split(separator, -1)) {
      String text = part.strip();
      if (!text.isEmpty() || !separator.equals("\\s")) {
        words.add(new Word(file, text, number, at + part.indexOf(text)));
      }
      at += part.length() + 1;
    }
    return words;
  }

  private StoredProblem lines(List<String> lines) {
    List<List<Double>> rows = new ArrayList<>();
    @Nullable String separator = null;
    for (int k = 0; k < lines.size(); k++) {
      String line = lines.get(k).replaceFirst("#.*", "");
      if (line.isBlank()) {
        continue;
      }
      if (separator == null) {
        boolean commas = line.contains(",") && !extension.equals("tsv");
        separator = line.contains(";") ? ";" : commas ? "," : "\\s";
      }
      List<Word> words = words(line, k + 1, separator);
      List<Double> row = words.stream().map(Word::number).toList();
      if (!rows.isEmpty() && row.size() != rows.get(0).size()) {
        throw words.get(0).must("have " + rows.get(0).size() + " entries like row 1", row.size());
      }
      rows.add(row);
    }
    if (rows.isEmpty()) {
      throw location.must("hold a row", "none");
    }
    return StoredProblem.of(
        location.matrix(rows.size(), rows.get(0).size(), (i, j) -> rows.get(i).get(j)), 0);
  }

  private StoredProblem market(List<String> lines) {
    String first = lines.isEmpty() ? "" : lines.get(0).strip().toLowerCase(Locale.ROOT);
    Matcher banner = BANNER.matcher(first.replaceAll("\\s+", " "));
    boolean sparse = first.contains("coordinate");
    boolean pattern = first.contains("pattern");
    Word head = new Word(file, first, 1, 1);
    if (!banner.matches() || (pattern && !sparse)) {
      throw head.must(
          "begin with %%MatrixMarket matrix, then array or coordinate, then real, double, integer"
              + " or (of coordinate) pattern, then general, symmetric or skew-symmetric",
          first);
    }
    List<List<Word>> numbers = new ArrayList<>();
    for (int k = 0; k < lines.size(); k++) {
      if (!lines.get(k).startsWith("%") && !lines.get(k).isBlank()) {
        numbers.add(words(lines.get(k), k + 1, "\\s"));
      }
    }
    if (numbers.isEmpty()) {
      throw location.must("have a line of sizes", "none");
    }
    List<Word> sizes = entriesOf(numbers.get(0), sparse ? 3 : 2);
    int rows = sizes.get(0).count("a size", Location.MAX_ENTRIES);
    int columns = sizes.get(1).count("a size", Location.MAX_ENTRIES);
    requireFew(rows, columns, sizes.get(0));
    Dense dense = new Dense(rows, columns, group(banner, 3));
    if (sparse) {
      for (List<Word> line : numbers.subList(1, numbers.size())) {
        List<Word> entry = entriesOf(line, pattern ? 2 : 3);
        int i = entry.get(0).count("a row", rows) - 1;
        int j = entry.get(1).count("a column", columns) - 1;
        dense.put(i, j, pattern ? 1 : entry.get(2).number(), entry.get(0));
      }
      if (numbers.size() - 1 != sizes.get(2).count("a number of entries", Location.MAX_ENTRIES)) {
        throw location.must("hold " + sizes.get(2).text + " entries", numbers.size() - 1);
      }
    } else {
      List<Word> words = numbers.stream().skip(1).flatMap(List::stream).toList();
      int at = 0;
      for (int j = 0; j < columns; j++) {
        for (int i = dense.skew ? j + 1 : dense.mirrored ? j : 0; i < rows; i++) {
          if (at == words.size()) {
            throw location.must("hold all its entries", at);
          }
          dense.put(i, j, words.get(at).number(), words.get(at));
          at++;
        }
      }
      if (at != words.size()) {
        throw words.get(at).must("not be there after all entries", words.get(at).text);
      }
    }
    return StoredProblem.of(
        location.matrix(rows, columns, (i, j) -> dense.values[i][j]),
        sparse ? dense.unlisted() : 0);
  }

  private static List<Word> entriesOf(List<Word> line, int many) {
    if (line.size() != many) {
      throw line.get(0).must("be on a line of " + many + " numbers", line.size());
    }
    return line;
  }

  /** A matrix that is filled entry by entry, each once, and mirrored if it is symmetric. */
  private static final class Dense {
    private final double[][] values;
    private final boolean[][] given;
    private final boolean mirrored;
    private final boolean skew;

    Dense(int rows, int columns, String symmetry) {
      values = new double[rows][columns];
      given = new boolean[rows][columns];
      mirrored = !symmetry.equals("general");
      skew = symmetry.startsWith("skew");
    }

    /** The number of entries that are neither given nor mirrored. */
    long unlisted() {
      long all = 0;
      for (int i = 0; i < given.length; i++) {
        for (int j = 0; j < given[i].length; j++) {
          all += given[i][j] || (mirrored && given[j][i]) ? 0 : 1;
        }
      }
      return all;
    }

    void put(int i, int j, double value, Word location) {
      if (mirrored && (j >= values.length || i >= values[0].length || (skew && i == j))) {
        throw location.must("be an entry that can be mirrored", (i + 1) + ", " + (j + 1));
      }
      if (given[i][j] || (mirrored && given[j][i])) {
        throw location.must("be an entry that is given once", (i + 1) + ", " + (j + 1) + " again");
      }
      given[i][j] = true;
      values[i][j] = value;
      if (mirrored && i != j) {
        values[j][i] = skew ? -value : value;
      }
    }
  }

  /** A group that every match of these patterns has. */
  private static String group(Matcher matched, int number) {
    return String.valueOf(matched.group(number));
  }

  private static void requireFew(int rows, int columns, Word location) {
    long entries = (long) rows * columns;
    if (entries > Location.MAX_ENTRIES) {
      throw location.must(
          "have at most " + Location.MAX_ENTRIES + " entries", entries + Location.LARGE);
    }
  }
}
