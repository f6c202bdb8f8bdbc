// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of a benchmark.
 *
 * @param rows the rows, in the order of measurement
 * @param outcomes the outcomes of the targets with a measured problem
 * @param roofline the distance of our kernels from the limits of a core, or empty without the
 *     incubator's vectors, which measure the limits
 * @param machine the properties of the machine
 * @param versions the versions of the peers' libraries
 * @param missing the peers that could not be built, with their requirements
 */
public record Result(
    List<Row> rows,
    List<Target.Outcome> outcomes,
    Optional<Roofline> roofline,
    Map<String, String> machine,
    Map<String, String> versions,
    Map<String, String> missing) {
  /** Copies the lists. */
  public Result {
    rows = List.copyOf(rows);
    outcomes = List.copyOf(outcomes);
  }

  /** Returns true if an implementation disagreed with the reference or failed. */
  public boolean hasFailures() {
    return rows.stream().anyMatch(row -> row.sample() == null);
  }
}
