// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a benchmark found.
 *
 * @param rows in the order in which they were measured
 * @param outcomes of the targets whose problem was measured
 * @param roofline how near our kernels are to the limits of a core; empty without the incubator's
 *     vectors, by which the limits are measured
 * @param machine what times depend on
 * @param versions of the peers' libraries
 * @param missing peers that could not be built, with what they need
 */
public record Result(
    List<Row> rows,
    List<Target.Outcome> outcomes,
    Optional<Roofline> roofline,
    Map<String, String> machine,
    Map<String, String> versions,
    Map<String, String> missing) {
  /** Keeps its own copy of the lists. */
  public Result {
    rows = List.copyOf(rows);
    outcomes = List.copyOf(outcomes);
  }

  /** Whether an implementation disagreed with the reference or failed. */
  public boolean hasFailures() {
    return rows.stream().anyMatch(row -> row.sample() == null);
  }
}
