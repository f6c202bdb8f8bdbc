// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.json.JsonValue;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/** A matrix of numbers as they were read, row by row. */
public record ReadMatrix(int rows, int columns, List<ReadNumber> entries) {
  /**
   * Numbers stored as literals. All are read at the first access and stay read while there is
   * memory, since a search for a fault reads them often.
   */
  private static final class Literals extends AbstractList<ReadNumber> implements RandomAccess {
    private final Arithmetic<?> arithmetic;
    private final int size;
    private final byte[] text;
    private volatile SoftReference<@Nullable List<ReadNumber>> read = new SoftReference<>(null);

    Literals(List<ReadNumber> numbers, Arithmetic<?> arithmetic) {
      this.arithmetic = arithmetic;
      this.size = numbers.size();
      this.text =
          numbers.stream()
              .map(number -> number.kept(arithmetic))
              .collect(Collectors.joining(" "))
              .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public ReadNumber get(int n) {
      List<ReadNumber> numbers = read.get();
      if (numbers == null) {
        numbers =
            Stream.of(new String(text, StandardCharsets.ISO_8859_1).split(" "))
                .map(literal -> ReadNumber.of(literal, arithmetic))
                .toList();
        read = new SoftReference<>(numbers);
      }
      return numbers.get(n);
    }

    @Override
    public int size() {
      return size;
    }
  }

  /**
   * Checks the number of entries.
   *
   * @throws IllegalArgumentException unless there are {@code rows * columns}
   */
  public ReadMatrix {
    entries = entries instanceof Literals ? entries : List.copyOf(entries);
    Require.that(
        entries.size() == (long) rows * columns,
        "number of entries",
        "be " + rows + " x " + columns,
        entries.size());
  }

  /**
   * Reads a matrix.
   *
   * @param entry function that reads an entry
   */
  static ReadMatrix of(JsonValue value, Function<JsonValue, ReadNumber> entry) {
    List<List<ReadNumber>> rows = value.matrix(entry);
    List<ReadNumber> entries = rows.stream().flatMap(List::stream).toList();
    return new ReadMatrix(rows.size(), rows.get(0).size(), entries);
  }

  /** Zeros, in the shape of a matrix. */
  static ReadMatrix zeros(ReadMatrix like) {
    ReadNumber zero = ReadNumber.of("0", Binary64.INSTANCE);
    return new ReadMatrix(like.rows, like.columns, Collections.nCopies(like.entries.size(), zero));
  }

  /**
   * Returns a copy in about a fifth of the memory, which reads its entries on each access.
   *
   * @param arithmetic the arithmetic in which the entries were read
   */
  public ReadMatrix kept(Arithmetic<?> arithmetic) {
    boolean cut = entries.stream().anyMatch(n -> ReadNumber.isCut(n.kept(arithmetic)));
    return cut ? this : new ReadMatrix(rows, columns, new Literals(entries, arithmetic));
  }

  /** Returns this matrix if it is d x r, else refuses the value from which it was read. */
  ReadMatrix ofShape(JsonValue value, int d, int r) {
    if (rows != d || columns != r) {
      boolean turned = rows == r && columns == d;
      value.require(false, "be " + d + " x " + r, shape() + (turned ? ": transposed" : ""));
    }
    return this;
  }

  /** The entry at row i, column j, both from 0. */
  public ReadNumber get(int i, int j) {
    return entries.get(
        Require.index("row", i, rows) * columns + Require.index("column", j, columns));
  }

  /** The doubles nearest to the entries, row by row. */
  public double[] nearestDoubles() {
    return entries.stream().mapToDouble(ReadNumber::nearestDouble).toArray();
  }

  public boolean areDoubles() {
    return entries.stream().allMatch(ReadNumber::isDouble);
  }

  public boolean isFinite() {
    return entries.stream().allMatch(ReadNumber::isFinite);
  }

  /**
   * The matrix in an arithmetic, each entry exactly.
   *
   * @throws ArithmeticException if the arithmetic lacks an entry
   */
  public <T> Matrix<T> in(Arithmetic<T> arithmetic) {
    return Matrix.of(arithmetic, rows, columns, (i, j) -> get(i, j).in(arithmetic));
  }

  /** The matrix in an arithmetic, each entry rounded. */
  public <T> Matrix<T> roundTo(Arithmetic<T> arithmetic) {
    return Matrix.of(arithmetic, rows, columns, (i, j) -> get(i, j).roundTo(arithmetic));
  }

  /** The shape in words, {@code rows x columns}. */
  public String shape() {
    return rows + " x " + columns;
  }
}
