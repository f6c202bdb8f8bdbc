// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.noisygd.io.InputFile;
import org.noisygd.number.matrix.Matrix;

/**
 * An array stored in binary, which is read on request, a block at a time.
 *
 * @param location the location of the array
 * @param type the type of its numbers
 * @param shape the lengths of its axes
 * @param byColumns true if it is stored column by column
 * @param order the byte order
 * @param bytes the length of its numbers
 * @param source the source of its numbers
 */
record StoredArray(
    Location location,
    NumberType type,
    List<Long> shape,
    boolean byColumns,
    ByteOrder order,
    long bytes,
    Source source) {
  /** Numbers per block: 128 KiB of doubles. */
  private static final int BLOCK = 1 << 14;

  /** Opens the bytes of an array. */
  interface Source {
    InputStream open() throws IOException;
  }

  /** The shape in words. */
  private String shown() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  /**
   * Reads all numbers, in the order in which they are stored.
   *
   * @param block the receiver of an array and the number of its first entries that count
   */
  void read(ObjIntConsumer<double[]> block) {
    int size = type.bytes();
    BigInteger all =
        shape.stream()
            .map(BigInteger::valueOf)
            .reduce(BigInteger.valueOf(size), BigInteger::multiply);
    if (!all.equals(BigInteger.valueOf(bytes))) {
      throw location.must("hold " + shown() + " numbers of " + size + " bytes", bytes + " bytes");
    }
    byte[] some = new byte[BLOCK * size];
    ByteBuffer data = ByteBuffer.wrap(some).order(order);
    double[] numbers = new double[BLOCK];
    try (InputStream in = source.open()) {
      for (long left = bytes / size; left > 0; left -= BLOCK) {
        int count = (int) Math.min(BLOCK, left);
        if (in.readNBytes(some, 0, count * size) < count * size) {
          throw location.must("hold all its numbers", "fewer");
        }
        for (int k = 0; k < count; k++) {
          numbers[k] = type.at(data, k);
        }
        block.accept(numbers, count);
      }
    } catch (IOException e) {
      throw InputFile.unreadable(location.file(), e);
    }
  }

  /**
   * The matrix of an array with two axes, or with one, which is a column.
   *
   * @param most maximum number of entries
   */
  Matrix<Double> matrix(int most) {
    if (shape.isEmpty() || shape.size() > 2) {
      throw location.must("have one or two axes", shape.isEmpty() ? "none" : shown());
    }
    long rows = shape.get(0);
    long columns = shape.size() == 1 ? 1 : shape.get(1);
    boolean fits = Math.max(rows, columns) <= most && rows * columns <= most;
    if (Math.min(rows, columns) < 1 || !fits) {
      throw location.must("have 1 to " + most + " entries", shown() + (fits ? "" : Location.LARGE));
    }
    double[] flat = new double[(int) (rows * columns)];
    int[] at = new int[1];
    read(
        (numbers, count) -> {
          System.arraycopy(numbers, 0, flat, at[0], count);
          at[0] += count;
        });
    return location.matrix(
        (int) rows,
        (int) columns,
        (i, j) -> flat[(int) (byColumns ? j * rows + i : i * columns + j)]);
  }
}
