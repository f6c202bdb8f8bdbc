// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.study.twin.DeadZone;
import org.noisygd.study.twin.DriftRatio;

/**
 * The drift ratio over step size and noise, with the dead zone of each factor.
 *
 * @param setting the problem in the middle of the map
 * @param reference the twin's arithmetic
 * @param arithmetics the arithmetics, each with a map
 * @param replicates how many replicates in each cell
 * @param steps how many updates each
 * @param seed of noise, starts and stochastic roundings
 * @param factors by which the step sizes, and the noise, of the setting are multiplied
 * @param cells row by row: the least noise first, in a row the least step size first
 */
public record DriftMapResult(
    Experiment setting,
    String reference,
    List<String> arithmetics,
    int replicates,
    long steps,
    long seed,
    List<Double> factors,
    List<Cell> cells) {

  /** Keeps its own copies. */
  public DriftMapResult {
    arithmetics = List.copyOf(arithmetics);
    factors = List.copyOf(factors);
    cells = List.copyOf(cells);
  }

  /**
   * One cell.
   *
   * @param setting its problem
   * @param results one for each arithmetic
   */
  public record Cell(Experiment setting, List<OfArithmetic> results) {
    /** Keeps its own copy. */
    public Cell {
      results = List.copyOf(results);
    }
  }

  /**
   * What was seen of one arithmetic in a cell.
   *
   * @param drift the drift ratio
   * @param measured root mean square update over spacing of both factors, in Phase III; NaN without
   *     a format
   * @param predicted the same from the exact variance of an update along the mean course; NaN
   *     unless d1 = d2 = r = 1
   * @param atStart a where Phase III begins; NaN likewise
   * @param startX the root mean square of x there; NaN likewise
   * @param startY that of y
   */
  public record OfArithmetic(
      DriftRatio drift,
      DeadZone measured,
      DeadZone predicted,
      DeadZone atStart,
      double startX,
      double startY) {}

  /** The cell of a row and column. */
  public Cell cell(int row, int column) {
    return cells.get(row * factors.size() + column);
  }
}
