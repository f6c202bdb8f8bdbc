// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A matrix stored in binary: its numbers one after the other.
 *
 * @param place where it is
 * @param type how a number is stored
 * @param byColumns whether the numbers of a column are neighbours, rather than those of a row
 */
record BinaryArray(Place place, NumberType type, int rows, int columns, boolean byColumns) {
  /**
   * An array of one axis, which is a column, or of two.
   *
   * @param most the most entries that it may have
   */
  static BinaryArray of(
      Place place, NumberType type, List<Long> shape, boolean byColumns, int most) {
    String shown = shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    if (shape.isEmpty() || shape.size() > 2) {
      throw place.must("have one or two axes", shape.isEmpty() ? "none" : shown);
    }
    long rows = shape.get(0);
    long columns = shape.size() == 1 ? 1 : shape.get(1);
    boolean fits = Math.max(rows, columns) <= most && rows * columns <= most;
    if (Math.min(rows, columns) < 1 || !fits) {
      throw place.must("have 1 to " + most + " entries", shown + (fits ? "" : Rows.LARGE));
    }
    return new BinaryArray(place, type, (int) rows, (int) columns, byColumns);
  }

  /** Refuses data of another length than the shape says. */
  void requireSize(long bytes) {
    if (bytes != (long) rows * columns * type.bytes()) {
      String numbers = rows + " x " + columns + " numbers of " + type.bytes() + " bytes";
      throw place.must("hold " + numbers, bytes + " bytes");
    }
  }

  /** The rows, if the data is as long as the shape says and each number is finite. */
  List<List<Double>> read(ByteBuffer data) {
    requireSize(data.remaining());
    return Rows.of(
        place, rows, columns, (i, j) -> type.at(data, byColumns ? j * rows + i : i * columns + j));
  }
}
