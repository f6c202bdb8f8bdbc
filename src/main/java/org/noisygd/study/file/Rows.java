// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Literals;
import org.noisygd.report.json.FormatException;

/** The rows of a matrix. */
final class Rows {
  /** The most entries of a matrix; more would fill the memory. */
  static final int MAX_ENTRIES = Target.MAX_ENTRIES;

  /** The most entries of one factor of an adapter. */
  static final int MAX_FACTOR_ENTRIES = 2 * MAX_ENTRIES;

  /** What to do about a matrix with too many. */
  static final String LARGE = "; give a block of it, or its factors as X and Y in an .npz";

  /** What to do about a missing entry. */
  static final String FILL = "fill in what is missing, for every entry is fitted";

  private Rows() {}

  /** An entry by its row and column. */
  interface Entry {
    double at(int i, int j);
  }

  /** The rows of finite entries. */
  static List<List<Double>> of(Place place, int rows, int columns, Entry entry) {
    List<List<Double>> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        double value = entry.at(i, j);
        if (!Double.isFinite(value)) {
          String where = place.text() + ": entry [" + i + "][" + j + "]";
          throw new FormatException(
              where + " must be finite, got " + value + (Double.isNaN(value) ? "; " + FILL : ""));
        }
        row.add(value);
      }
      all.add(row);
    }
    return all;
  }

  /** The shape in words. */
  static String shape(List<List<Double>> rows) {
    return rows.size() + " x " + rows.get(0).size();
  }

  /** The rows as a JSON array. */
  static String json(List<List<Double>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(Literals::format).collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
