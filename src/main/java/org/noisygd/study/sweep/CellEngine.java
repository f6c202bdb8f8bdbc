// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.io.IOException;
import java.util.List;

/** What computes cells: threads of this process, or a cluster. */
public interface CellEngine extends AutoCloseable {
  /** Its name in the results, which say what made them. */
  String describe();

  /** The number of cells that it computes at a time, as far as it knows. */
  int parallelism();

  /**
   * Computes cells, in any order.
   *
   * @param cells their numbers, those of most work first
   * @param finished takes each cell once, as soon as it is computed
   * @throws IOException if {@code finished} threw it
   * @throws IllegalStateException if a cell could not be computed
   */
  void compute(Specification specification, List<Integer> cells, Finished finished)
      throws IOException;

  @Override
  void close();

  /** Takes finished cells; it may be called by several threads at a time. */
  interface Finished {
    /**
     * A cell is finished.
     *
     * @param cell its number
     * @param text its file, see {@link CellFile}
     */
    void cell(int cell, String text) throws IOException;
  }

  /** An engine that is found when the program runs, since not every class path has it. */
  interface Provider {
    /** Its name on the command line. */
    String name();

    /**
     * Makes the engine ready.
     *
     * @param master where the engine runs; empty for its own choice
     * @param settings further settings, each KEY=VALUE
     * @throws IllegalArgumentException one line, if it cannot be had
     */
    CellEngine open(String master, List<String> settings);
  }
}
