// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.noisygd.number.Literals;
import org.noisygd.report.json.FormatException;

/**
 * A matrix in a file that another program wrote, told by the end of the file's name:
 *
 * <ul>
 *   <li>{@code .csv}, {@code .tsv}, {@code .txt}: a line a row, numbers parted by commas,
 *       semicolons, tabs or blanks; empty lines and what follows a {@code #} are skipped;
 *   <li>{@code .npy}: an array of NumPy with two axes (or one, a single column), of floating-point
 *       numbers of 4 or 8 bytes or integers of 1 to 8;
 *   <li>{@code .mtx}: a matrix of Matrix Market, dense or sparse, real, integer or pattern,
 *       general, symmetric or skew-symmetric.
 * </ul>
 *
 * <p>Numbers are read as the nearest double. Every complaint is a {@link FormatException}, one
 * line.
 */
final class MatrixFile {
  /** More entries are a slip, and would fill the memory. */
  private static final int MAX_ENTRIES = 1 << 20;

  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The header of an array: the kind and the order of its numbers, of its axes, its shape. */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'([<>|=])([fiu])([1248])',\\s*'fortran_order':\\s*(True|False),"
              + "\\s*'shape':\\s*\\((\\d+),\\s*(\\d*)\\s*,?\\),?\\s*\\}\\s*");

  private static final Pattern BANNER =
      Pattern.compile(
          "%%matrixmarket matrix (array|coordinate) (real|double|integer|pattern)"
              + " (general|symmetric|skew-symmetric)");

  private final String what;

  private MatrixFile(String what) {
    this.what = what;
  }

  /** Whether a file's name says that it holds a matrix alone. */
  static boolean isNamed(Path file) {
    return extension(file).matches("csv|tsv|txt|npy|mtx");
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * The entries, row by row.
   *
   * @param option what named the file, for messages
   */
  static List<List<Double>> read(String option, Path file) {
    MatrixFile reader = new MatrixFile(option + " " + file);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new FormatException(option + " must be a readable file, got " + file);
    }
    if (extension(file).equals("npy")) {
      return reader.numpy(bytes);
    }
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    return extension(file).equals("mtx") ? reader.market(lines) : reader.lines(lines);
  }

  private FormatException must(String rule, Object got) {
    return new FormatException(what + " must " + rule + ", got " + got);
  }

  /** A group that every match of the patterns here has. */
  private static String group(Matcher matched, int number) {
    return String.valueOf(matched.group(number));
  }

  private double number(String text) {
    try {
      return Literals.parse("", text);
    } catch (IllegalArgumentException e) {
      throw must("hold numbers", text);
    }
  }

  private List<List<Double>> lines(List<String> lines) {
    List<List<Double>> rows = new ArrayList<>();
    for (String line : lines) {
      String numbers = line.replaceFirst("#.*", "").replace("\uFEFF", "").strip();
      if (!numbers.isEmpty()) {
        List<Double> row =
            Arrays.stream(numbers.split("\\s*[,;]\\s*|\\s+", -1)).map(this::number).toList();
        if (!rows.isEmpty() && row.size() != rows.get(0).size()) {
          throw must("have rows of " + rows.get(0).size() + " entries", row.size());
        }
        rows.add(row);
      }
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
    int rows = count(group(found, 5));
    int columns = group(found, 6).isEmpty() ? 1 : count(group(found, 6));
    int size = Integer.parseInt(group(found, 3));
    ByteBuffer data = all.slice(from + (int) length, bytes.length - from - (int) length);
    data.order(group(found, 1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long entries = entries(rows, columns);
    if (data.remaining() != entries * size) {
      throw must("hold " + entries + " numbers of " + size + " bytes", data.remaining() + " bytes");
    }
    ToDoubleFunction<Integer> entry = entry(data, group(found, 2), size, header);
    boolean byColumns = group(found, 4).equals("True");
    return rows(
        rows, columns, (i, j) -> entry.applyAsDouble(byColumns ? j * rows + i : i * columns + j));
  }

  private ToDoubleFunction<Integer> entry(ByteBuffer data, String kind, int size, String header) {
    boolean signed = kind.equals("i");
    return switch (kind + size) {
      case "f8" -> k -> data.getDouble(8 * k);
      case "f4" -> k -> data.getFloat(4 * k);
      case "i8" -> k -> data.getLong(8 * k);
      case "i4", "u4" -> k -> signed ? data.getInt(4 * k) : data.getInt(4 * k) & 0xffffffffL;
      case "i2", "u2" -> k -> signed ? data.getShort(2 * k) : data.getShort(2 * k) & 0xffff;
      case "i1", "u1" -> k -> signed ? data.get(k) : data.get(k) & 0xff;
      default -> throw must("hold numbers of 4 or 8 bytes or integers", header.strip());
    };
  }

  private List<List<Double>> market(List<String> lines) {
    String first = lines.isEmpty() ? "" : lines.get(0).strip().toLowerCase(Locale.ROOT);
    Matcher banner = BANNER.matcher(first.replaceAll("\\s+", " "));
    if (!banner.matches()) {
      throw must("begin with %%MatrixMarket matrix and kinds that are read", first);
    }
    List<String> words =
        lines.stream()
            .filter(line -> !line.startsWith("%"))
            .flatMap(line -> Arrays.stream(line.strip().split("\\s+", -1)))
            .filter(word -> !word.isEmpty())
            .toList();
    boolean sparse = group(banner, 1).equals("coordinate");
    boolean pattern = group(banner, 2).equals("pattern");
    boolean mirrored = !group(banner, 3).equals("general");
    double mirror = group(banner, 3).startsWith("skew") ? -1 : 1;
    int head = sparse ? 3 : 2;
    if (words.size() < head || (pattern && !sparse)) {
      throw must("have a line of sizes, and a pattern coordinates", first);
    }
    int rows = count(words.get(0));
    int columns = count(words.get(1));
    entries(rows, columns);
    double[][] dense = new double[rows][columns];
    int at = head;
    int width = pattern ? 2 : 3;
    for (; sparse && at + width <= words.size(); at += width) {
      int i = index(words.get(at), rows);
      int j = index(words.get(at + 1), columns);
      dense[i][j] = pattern ? 1 : number(words.get(at + 2));
      if (mirrored && i != j) {
        dense[index(words.get(at + 1), rows)][index(words.get(at), columns)] = mirror * dense[i][j];
      }
    }
    if (sparse && at - head != (long) width * count(words.get(2))) {
      throw must("hold " + words.get(2) + " entries", (at - head) / width);
    }
    for (int j = 0; !sparse && j < columns; j++) {
      for (int i = mirrored ? (mirror < 0 ? j + 1 : j) : 0; i < rows; i++) {
        if (at == words.size()) {
          throw must("hold all its entries", at - head);
        }
        dense[i][j] = number(words.get(at++));
        if (mirrored && i != j) {
          dense[j][i] = mirror * dense[i][j];
        }
      }
    }
    if (at != words.size()) {
      throw must("end after its entries", words.get(at));
    }
    return rows(rows, columns, (i, j) -> dense[i][j]);
  }

  private int count(String text) {
    double count = number(text);
    if (!(count >= 1 && count <= MAX_ENTRIES && count == Math.rint(count))) {
      throw must("have sizes in 1.." + MAX_ENTRIES, text);
    }
    return (int) count;
  }

  private int index(String text, int most) {
    int index = count(text);
    if (index > most) {
      throw must("have places in 1.." + most, text);
    }
    return index - 1;
  }

  private long entries(int rows, int columns) {
    long entries = (long) rows * columns;
    if (entries > MAX_ENTRIES) {
      throw must("have at most " + MAX_ENTRIES + " entries", entries);
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

  /** The matrix as a JSON array of rows. */
  static String json(List<List<Double>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(Literals::format).collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
