// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Literals;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.InputFile;

/**
 * A matrix in a file that another program wrote, told by the end of the file's name:
 *
 * <ul>
 *   <li>{@code .csv}, {@code .tsv}, {@code .txt}: a line a row, numbers separated by semicolons if
 *       there is one, else by commas (not in {@code .tsv}), else by tabs and blanks, so that a
 *       decimal comma never separates numbers; empty lines and what follows a {@code #} are
 *       skipped;
 *   <li>{@code .npy}: an array of NumPy with two axes (or one, a single column), of floating-point
 *       numbers of 4 or 8 bytes or integers of 1 to 8;
 *   <li>{@code .mtx}: a matrix of Matrix Market, dense or sparse, real, integer or pattern,
 *       general, symmetric or skew-symmetric.
 * </ul>
 *
 * <p>Numbers are read as the nearest double and must be finite. Every complaint is a {@link
 * FormatException} with the file and the place: line and column, or the index in an array.
 */
public final class MatrixFile {
  /** The most entries; more would fill the memory. */
  private static final int MAX_ENTRIES = 1 << 20;

  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The header of an array: byte order and type of its numbers, order of its axes, its shape. */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'([<>|=])([a-zA-Z]\\d+)',\\s*'fortran_order':\\s*(True|False),"
              + "\\s*'shape':\\s*\\((\\d+),\\s*(\\d*)\\s*,?\\),?\\s*\\}\\s*");

  private static final Pattern BANNER =
      Pattern.compile(
          "%%matrixmarket matrix (array|coordinate) (real|double|integer|pattern)"
              + " (general|symmetric|skew-symmetric)");

  private final Path file;

  private MatrixFile(Path file) {
    this.file = file;
  }

  /** Whether a file's name says that it holds a matrix alone. */
  public static boolean isNamed(Path file) {
    return extension(file).matches("csv|tsv|txt|npy|mtx");
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What the file holds as a JSON object: M, row by row. */
  public static String json(Path file) {
    return "{\"M\":" + json(read(file)) + "}";
  }

  /** The entries, row by row. */
  static List<List<Double>> read(Path file) {
    MatrixFile reader = new MatrixFile(file);
    return switch (extension(file)) {
      case "npy" -> reader.numpy(InputFile.bytes(file));
      case "mtx" -> reader.market(InputFile.text(file).lines().toList());
      default -> reader.lines(InputFile.text(file).lines().toList());
    };
  }

  private FormatException must(String rule, Object got) {
    return new FormatException(file + ": must " + rule + ", got " + got);
  }

  /** A part of a line: its text, and where it begins, both from 1. */
  private final class Word {
    private final String text;
    private final int line;
    private final int column;

    Word(String text, int line, int column) {
      this.text = text;
      this.line = line;
      this.column = column;
    }

    FormatException must(String rule, Object got) {
      return new FormatException(
          file + ":" + line + ":" + column + ": must " + rule + ", got " + got);
    }

    double number() {
      try {
        return Literals.parse("", text);
      } catch (IllegalArgumentException e) {
        boolean comma = text.matches("[-+]?[0-9]+,[0-9]+.*");
        throw must("be a finite decimal number" + (comma ? " with a point" : ""), text);
      }
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

  /** The parts of a line, without the blanks around them; no part is empty if blanks separate. */
  private List<Word> words(String line, int number, String separator) {
    List<Word> words = new ArrayList<>();
    int at = 1;
    for (String part : line.split(separator, -1)) {
      String text = part.strip();
      if (!text.isEmpty() || !separator.equals("\\s")) {
        words.add(new Word(text, number, at + part.indexOf(text)));
      }
      at += part.length() + 1;
    }
    return words;
  }

  private List<List<Double>> lines(List<String> lines) {
    List<List<Double>> rows = new ArrayList<>();
    @Nullable String separator = null;
    for (int k = 0; k < lines.size(); k++) {
      String line = lines.get(k).replaceFirst("#.*", "");
      if (line.isBlank()) {
        continue;
      }
      if (separator == null) {
        boolean commas = line.contains(",") && !extension(file).equals("tsv");
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
      throw must("hold a row", "none");
    }
    return rows;
  }

  private List<List<Double>> numpy(byte[] bytes) {
    boolean known = bytes.length > 12 && Arrays.equals(NUMPY, Arrays.copyOf(bytes, NUMPY.length));
    if (!known) {
      throw must("begin as an array of NumPy does", bytes.length + " bytes");
    }
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean shortHeader = bytes[6] == 1;
    int from = shortHeader ? 10 : 12;
    long length = shortHeader ? all.getShort(8) & 0xffff : all.getInt(8) & 0xffffffffL;
    if (from + length > bytes.length) {
      throw must("hold its whole header", bytes.length + " bytes");
    }
    String header = new String(bytes, from, (int) length, StandardCharsets.ISO_8859_1);
    Matcher found = HEADER.matcher(header);
    if (!found.matches()) {
      throw must("be a plain array of one or two axes", header.strip());
    }
    Word shape = new Word(group(found, 4), 1, from + found.start(4) + 1);
    int rows = shape.count("a size", MAX_ENTRIES);
    String second = group(found, 5).isEmpty() ? "1" : group(found, 5);
    int columns = new Word(second, 1, from + found.start(5) + 1).count("a size", MAX_ENTRIES);
    ByteBuffer data = all.slice(from + (int) length, bytes.length - from - (int) length);
    data.order(group(found, 1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long entries = entries(rows, columns, shape);
    ToDoubleFunction<Integer> entry = entry(data, group(found, 2));
    int size = group(found, 2).charAt(1) - '0';
    if (data.remaining() != entries * size) {
      throw must("hold " + entries + " numbers of " + size + " bytes", data.remaining() + " bytes");
    }
    boolean byColumns = group(found, 3).equals("True");
    return rows(
        rows,
        columns,
        (i, j) -> {
          double value = entry.applyAsDouble(byColumns ? j * rows + i : i * columns + j);
          if (!Double.isFinite(value)) {
            throw new FormatException(
                file + ": entry [" + i + "][" + j + "] must be finite, got " + value);
          }
          return value;
        });
  }

  private ToDoubleFunction<Integer> entry(ByteBuffer data, String kind) {
    boolean signed = kind.startsWith("i");
    return switch (kind) {
      case "f8" -> k -> data.getDouble(8 * k);
      case "f4" -> k -> data.getFloat(4 * k);
      case "i8" -> k -> data.getLong(8 * k);
      case "i4", "u4" -> k -> signed ? data.getInt(4 * k) : data.getInt(4 * k) & 0xffffffffL;
      case "i2", "u2" -> k -> signed ? data.getShort(2 * k) : data.getShort(2 * k) & 0xffff;
      case "i1", "u1" -> k -> signed ? data.get(k) : data.get(k) & 0xff;
      default -> throw must("hold f4, f8, i1, i2, i4, i8, u1, u2 or u4", kind);
    };
  }

  private List<List<Double>> market(List<String> lines) {
    String first = lines.isEmpty() ? "" : lines.get(0).strip().toLowerCase(Locale.ROOT);
    Matcher banner = BANNER.matcher(first.replaceAll("\\s+", " "));
    boolean sparse = first.contains("coordinate");
    boolean pattern = first.contains("pattern");
    Word head = new Word(first, 1, 1);
    if (!banner.matches() || (pattern && !sparse)) {
      throw head.must("begin with %%MatrixMarket matrix and kinds that are read", first);
    }
    List<List<Word>> rest = new ArrayList<>();
    for (int k = 0; k < lines.size(); k++) {
      if (!lines.get(k).startsWith("%") && !lines.get(k).isBlank()) {
        rest.add(words(lines.get(k), k + 1, "\\s"));
      }
    }
    if (rest.isEmpty()) {
      throw must("have a line of sizes", "none");
    }
    List<Word> sizes = entriesOf(rest.get(0), sparse ? 3 : 2);
    int rows = sizes.get(0).count("a size", MAX_ENTRIES);
    int columns = sizes.get(1).count("a size", MAX_ENTRIES);
    entries(rows, columns, sizes.get(0));
    Dense dense = new Dense(rows, columns, group(banner, 3));
    if (sparse) {
      for (List<Word> line : rest.subList(1, rest.size())) {
        List<Word> entry = entriesOf(line, pattern ? 2 : 3);
        int i = entry.get(0).count("a row", rows) - 1;
        int j = entry.get(1).count("a column", columns) - 1;
        dense.put(i, j, pattern ? 1 : entry.get(2).number(), entry.get(0));
      }
      if (rest.size() - 1 != sizes.get(2).count("a number of entries", MAX_ENTRIES)) {
        throw must("hold " + sizes.get(2).text + " entries", rest.size() - 1);
      }
    } else {
      List<Word> words = rest.stream().skip(1).flatMap(List::stream).toList();
      int at = 0;
      for (int j = 0; j < columns; j++) {
        for (int i = dense.firstRow(j); i < rows; i++) {
          if (at == words.size()) {
            throw must("hold all its entries", at);
          }
          dense.put(i, j, words.get(at).number(), words.get(at));
          at++;
        }
      }
      if (at != words.size()) {
        throw words.get(at).must("not be there after all entries", words.get(at).text);
      }
    }
    return rows(rows, columns, (i, j) -> dense.values[i][j]);
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

    /** The first row of a column that a dense file holds. */
    int firstRow(int j) {
      return skew ? j + 1 : mirrored ? j : 0;
    }

    void put(int i, int j, double value, Word place) {
      if (mirrored && (j >= values.length || i >= values[0].length || (skew && i == j))) {
        throw place.must("be an entry that can be mirrored", (i + 1) + ", " + (j + 1));
      }
      if (given[i][j] || (mirrored && given[j][i])) {
        throw place.must("be an entry that is given once", (i + 1) + ", " + (j + 1) + " again");
      }
      given[i][j] = true;
      values[i][j] = value;
      if (mirrored && i != j) {
        values[j][i] = skew ? -value : value;
      }
    }
  }

  /** A group that every match of the patterns here has. */
  private static String group(Matcher matched, int number) {
    return String.valueOf(matched.group(number));
  }

  private static long entries(int rows, int columns, Word place) {
    long entries = (long) rows * columns;
    if (entries > MAX_ENTRIES) {
      throw place.must("have at most " + MAX_ENTRIES + " entries", entries);
    }
    return entries;
  }

  /** An entry by its row and column. */
  private interface Entry {
    double at(int i, int j);
  }

  private static List<List<Double>> rows(int rows, int columns, Entry entry) {
    List<List<Double>> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        row.add(entry.at(i, j));
      }
      all.add(row);
    }
    return all;
  }

  private static String json(List<List<Double>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(Literals::format).collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
