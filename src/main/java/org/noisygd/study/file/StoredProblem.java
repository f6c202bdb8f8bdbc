// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.JsonText;

/**
 * A problem as a file holds it.
 *
 * @param m M by its entries; empty if it is the product of the factors
 * @param start the factors X and Y at which runs start, as of an adapter; empty if there are none
 * @param unlisted the entries of M that a sparse file does not list, and that are 0
 */
public record StoredProblem(
    Optional<Matrix<Double>> m, Optional<Factors<Double>> start, long unlisted) {
  static StoredProblem of(Matrix<Double> m, long unlisted) {
    return new StoredProblem(Optional.of(m), Optional.empty(), unlisted);
  }

  /** The problem as a JSON object under a name, its fields in alphabetic order. */
  public String json(String name) {
    return "{"
        + m.map(of -> "\"M\":" + json(of) + ",").orElse("")
        + start.map(of -> "\"X\":" + json(of.x()) + ",\"Y\":" + json(of.y()) + ",").orElse("")
        + "\"name\":"
        + JsonText.quote(name)
        + (unlisted > 0 ? ",\"unlisted\":" + unlisted : "")
        + "}";
  }

  private static String json(Matrix<Double> matrix) {
    return IntStream.range(0, matrix.rows())
        .mapToObj(
            i ->
                IntStream.range(0, matrix.columns())
                    .mapToObj(j -> Literals.format(matrix.get(i, j)))
                    .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
