// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import static org.noisygd.descent.fast.BatchMatrices.zeros;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.BatchMatrices;
import org.noisygd.descent.rule.DrawSource;
import org.noisygd.descent.rule.FactorDraws;
import org.noisygd.descent.rule.RuleBatch;
import org.noisygd.descent.rule.UpdateRule;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Entries;

/**
 * The walk of C = ||X||^2/etaX - ||Y||^2/etaY under noise that is kept, taken apart. With (P, Q)
 * the iterate after the plain update of (X, Y), before the noise Z with entries of variances v1 and
 * v2 is added, the change of C is exactly
 *
 * <pre>
 *   walk:    2 &lt;P, Z1&gt;/etaX - 2 &lt;Q, Z2&gt;/etaY
 *   drift:   (||P||^2 - ||X||^2)/etaX - (||Q||^2 - ||Y||^2)/etaY  = etaX ||R Y||^2 - etaY ||R^T X||^2
 *   squares: ||Z1||^2/etaX - ||Z2||^2/etaY.
 * </pre>
 *
 * <p>Given the past, a step of the walk is normal with mean 0 and variance
 *
 * <pre>
 *   h^2 = 4 (v1 ||P||^2/etaX^2 + v2 ||Q||^2/etaY^2),
 * </pre>
 *
 * <p>known before the noise is drawn. So if a run is followed until the sum of its h^2 first
 * reaches some V, with the last step multiplied by the square root of the share of its h^2 that is
 * still missing, its walk is normal with mean 0 and variance V exactly: by conditioning from the
 * last step to the first, E exp(i s walk + s^2 V/2) = 1. The start, the curvature, the rank and how
 * the singular values spread change how many updates that takes, and nothing else. Exact for real
 * numbers and normal deviates; here in binary64, with the deviates of {@link FactorDraws}.
 *
 * @param experiment what is run; sigmaX and sigmaY are the standard deviations of each entry of Z1
 *     and of Z2
 * @param seed of noise and starts
 */
public record KeptNoiseWalk(Experiment experiment, long seed) {
  /** What plain descent draws. */
  private static final double[][] NONE = {};

  /** Checks the numbers. */
  public KeptNoiseWalk {
    Require.finitePositive("sigmaX", experiment.sigmaX());
    Require.finitePositive("sigmaY", experiment.sigmaY());
  }

  /**
   * One run, followed until its clock reached V.
   *
   * @param walk the sum of the walk's steps, the last one in part
   * @param rest the sum of drift and squares
   * @param updates the number of updates
   */
  public record Walker(double walk, double rest, long updates) {}

  /**
   * Some runs, on the thread that asks for them.
   *
   * @param first the number of the first run
   * @param size the number of runs
   * @param variance V
   * @param most updates, after which a run that has not come to V is left out
   */
  public List<Walker> run(int first, int size, double variance, long most) {
    Lanes lanes = new Lanes(size);
    lanes.start(first);
    for (long t = 0; t < most && lanes.left > 0; t++) {
      lanes.update(first, t, variance);
    }
    List<Walker> walkers = new ArrayList<>();
    for (int l = 0; l < size; l++) {
      if (lanes.updates[l] > 0) {
        walkers.add(new Walker(lanes.walk[l], lanes.rest[l], lanes.updates[l]));
      }
    }
    return walkers;
  }

  /** The runs that are followed side by side. */
  private final class Lanes {
    private final RuleBatch plain;
    private final double[] flatX = new double[experiment.d1() * experiment.r()];
    private final double[] flatY = new double[experiment.d2() * experiment.r()];
    private final DrawSource draws;
    private final double[][] x;
    private final double[][] y;
    private final double[] clock;
    private final double[] walk;
    private final double[] rest;

    /** The number of updates of a run that has ended; 0 before. */
    private final long[] updates;

    private int left;

    Lanes(int size) {
      this.plain =
          new RuleBatch(
              UpdateRule.plain(experiment.target(), experiment.stepSizes()), experiment.r(), size);
      this.draws = FactorDraws.normal(seed, experiment);
      this.x = zeros(flatX.length, size);
      this.y = zeros(flatY.length, size);
      this.clock = new double[size];
      this.walk = new double[size];
      this.rest = new double[size];
      this.updates = new long[size];
      this.left = size;
    }

    void start(int first) {
      for (int l = 0; l < clock.length; l++) {
        BatchMatrices.put(x, l, experiment.startX(seed, (long) first + l));
        BatchMatrices.put(y, l, experiment.startY(seed, (long) first + l));
      }
    }

    void update(int first, long t, double variance) {
      double[] beforeX = BatchMatrices.normSquared(x);
      double[] beforeY = BatchMatrices.normSquared(y);
      plain.apply(x, y, NONE, NONE, NONE, 1);
      double[] afterX = BatchMatrices.normSquared(x);
      double[] afterY = BatchMatrices.normSquared(y);
      double etaX = experiment.etaX();
      double etaY = experiment.etaY();
      for (int l = 0; l < clock.length; l++) {
        if (updates[l] > 0) {
          continue;
        }
        draws.factors(flatX, flatY, (long) first + l, t);
        double ofX = experiment.sigmaX() / etaX;
        double ofY = experiment.sigmaY() / etaY;
        double h = 4 * (ofX * ofX * afterX[l] + ofY * ofY * afterY[l]);
        double step = 2 * (addTo(x, flatX, l) / etaX - addTo(y, flatY, l) / etaY);
        rest[l] +=
            (afterX[l] - beforeX[l] + Entries.normSquared(flatX)) / etaX
                - (afterY[l] - beforeY[l] + Entries.normSquared(flatY)) / etaY;
        if (clock[l] + h < variance) {
          walk[l] += step;
          clock[l] += h;
        } else if (clock[l] + h >= variance) {
          walk[l] += Math.sqrt((variance - clock[l]) / h) * step;
          updates[l] = t + 1;
          left--;
        }
      }
    }

    /** Adds the noise to a lane; returns their inner product before. */
    private static double addTo(double[][] entries, double[] noise, int lane) {
      double inner = 0;
      for (int e = 0; e < noise.length; e++) {
        inner += entries[e][lane] * noise[e];
        entries[e][lane] += noise[e];
      }
      return inner;
    }
  }
}
