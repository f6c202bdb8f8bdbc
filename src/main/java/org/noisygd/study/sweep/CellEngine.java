// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.io.IOException;
import java.util.List;

/** An engine that computes cells: threads of this process, or a cluster. */
public interface CellEngine extends AutoCloseable {
  /** The engine's name in the provenance of results. */
  String describe();

  /** The number of cells that it computes at a time, if known. */
  int parallelism();

  /**
   * Computes cells, in any order.
   *
   * @param cells the numbers of the cells, the largest cells first
   * @param finished the receiver of each cell, once and as soon as it is computed
   * @throws IOException if {@code finished} threw it
   * @throws IllegalStateException if a cell could not be computed
   */
  void compute(Specification specification, List<Integer> cells, Finished finished)
      throws IOException;

  @Override
  void close();

  /** Receives finished cells; it may be called by several threads at a time. */
  interface Finished {
    /** Receives the number of a finished cell and its file, see {@link CellFile}. */
    void cell(int cell, String text) throws IOException;
  }

  /** A provider of an engine that is looked up at run time, since not every class path has it. */
  interface Provider {
    /** Its name on the command line. */
    String name();

    /**
     * Makes the engine ready.
     *
     * @param master the address of the engine; empty for the engine's own choice
     * @param settings further settings, each KEY=VALUE
     * @throws IllegalArgumentException if it is not available
     */
    CellEngine open(String master, List<String> settings);
  }
}
