// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.Json;

/**
 * A problem of a file.
 *
 * @param m M by its entries; empty if it is the product of the factors
 * @param start the factors X and Y at which runs start, such as an adapter; empty if there are none
 * @param unlisted the number of entries of M that a sparse file does not list, and that are 0
 */
public record StoredProblem(
    Optional<Matrix<Double>> m, Optional<Factors<Double>> start, long unlisted) {
  static StoredProblem of(Matrix<Double> m, long unlisted) {
    return new StoredProblem(Optional.of(m), Optional.empty(), unlisted);
  }

  /** The problem as a JSON object. */
  public JsonValue json() {
    Json.Fields fields = Json.object();
    m.ifPresent(of -> fields.put("M", of.roundToDoubles()));
    start.ifPresent(
        of -> fields.put("X", of.x().roundToDoubles()).put("Y", of.y().roundToDoubles()));
    return JsonReader.OF_FILES.read("problem", Json.text(fields.put("unlisted", unlisted)));
  }
}
