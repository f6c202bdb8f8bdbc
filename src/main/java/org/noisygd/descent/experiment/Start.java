// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import java.util.List;
import java.util.function.LongFunction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * The start of runs: one point for all, or independent normal entries for each replicate.
 *
 * @param x the point's X0 row by row; empty for normal entries
 * @param y the point's Y0 row by row; empty for normal entries
 * @param sigma the standard deviation of normal entries; 0 for a point
 */
public record Start(List<Double> x, List<Double> y, double sigma) {
  /** Checks the numbers and copies the lists. */
  public Start {
    x = List.copyOf(x);
    y = List.copyOf(y);
    Require.that(x.isEmpty() == y.isEmpty(), "start", "give both X and Y or neither", x);
    x.forEach(entry -> Require.finite("start of X", entry));
    y.forEach(entry -> Require.finite("start of Y", entry));
    Require.finiteNonNegative("startSigma", sigma);
  }

  /** The same point in every replicate, each factor row by row. */
  public static Start at(List<Double> x, List<Double> y) {
    return new Start(x, y, 0);
  }

  /** Normal entries of this standard deviation, drawn anew for each replicate. */
  public static Start normal(double sigma) {
    return new Start(List.of(), List.of(), sigma);
  }

  /** Returns true if all replicates start at one point. */
  public boolean isPoint() {
    return !x.isEmpty();
  }

  /** (X0, Y0) of each replicate by its number, d1 x r and d2 x r. */
  public LongFunction<Factors<Double>> factors(int d1, int d2, int r, long seed) {
    requireEntries(d1 * r, d2 * r);
    return replicate ->
        Factors.fromRows(
            Binary64.INSTANCE,
            entries(FactorId.START_X, d1 * r, seed, replicate),
            entries(FactorId.START_Y, d2 * r, seed, replicate),
            r);
  }

  /** Checks that a point has as many entries as the factors. */
  void requireEntries(int ofX, int ofY) {
    if (isPoint()) {
      Require.that(x.size() == ofX, "start of X", "have " + ofX + " entries", x.size());
      Require.that(y.size() == ofY, "start of Y", "have " + ofY + " entries", y.size());
    }
  }

  /** The entries of one factor of a replicate, row by row. */
  double[] entries(FactorId factor, int count, long seed, long replicate) {
    if (isPoint()) {
      List<Double> point = factor == FactorId.START_X ? x : y;
      return point.stream().mapToDouble(Double::doubleValue).toArray();
    }
    double[] entries = new double[count];
    new NoiseSource(new GaussianStream(seed), factor, sigma).fill(entries, replicate, 0);
    return entries;
  }
}
