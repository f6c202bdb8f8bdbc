// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.file.Path;
import org.noisygd.descent.objective.Target;
import org.noisygd.io.FormatException;
import org.noisygd.number.Binary64;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;

/**
 * A location in a file, for error messages.
 *
 * @param file the file
 * @param inside empty, {@code :NAME} of an array in it, or {@code :LINE:COLUMN}, both from 1
 */
record Location(Path file, String inside) {
  /** Maximum number of entries of a matrix: more would fill the memory. */
  static final int MAX_ENTRIES = Target.MAX_ENTRIES;

  /** Maximum number of entries of one factor of an adapter. */
  static final int MAX_FACTOR_ENTRIES = 2 * MAX_ENTRIES;

  /** The advice on a matrix with too many entries. */
  static final String LARGE = "; give a block of it, or its factors as X and Y in an .npz";

  /** The advice on a missing entry. */
  static final String FILL = "fill in missing entries, for every entry is fitted";

  FormatException must(String rule, Object got) {
    return new FormatException(file + inside + ": must " + rule + ", got " + got);
  }

  /** The matrix at this location, whose entries must be finite. */
  Matrix<Double> matrix(int rows, int columns, Matrix.Entry<Double> entry) {
    return Matrix.of(
        Binary64.INSTANCE,
        rows,
        columns,
        (i, j) -> {
          double value = entry.at(i, j);
          if (!Double.isFinite(value)) {
            throw new FormatException(
                Text.format(
                    "%s%s: entry [%d][%d] must be finite, got %s%s",
                    file, inside, i, j, value, Double.isNaN(value) ? "; " + FILL : ""));
          }
          return value;
        });
  }
}
