// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.Arrays;
import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.IterateStore;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;

/**
 * Where Perturbed GD of rank one settles if each stored iterate is rounded to nearest in so few
 * bits that most updates are lost, as a model: M = m u v^T with u and v unit vectors of the
 * coordinates, so that each factor has one large entry, x and y. The other entries are near 0,
 * where the format is fine; they keep their stationary variance eta sigma^2/2.
 *
 * <p>Then (x, y) is a Markov chain on the numbers of the format: x jumps to the number nearest to x
 * + Delta, Delta by {@link RoundedJump}, y alike. The two have the residual in common, so they are
 * not independent. The model takes them for independent, which is harmless if one jumps far less
 * often than the other; only then a law is given. The law of (x, y) is carried from the start
 * through every update, and the ratio sqrt((x^2 + (d1 - 1) etaX sigma1^2/2) / (y^2 + (d2 - 1) etaY
 * sigma2^2/2)) is averaged over the observed ones. No number is fitted and no run is looked at.
 *
 * <p>What it explains: a jump needs more than half a spacing, far out in the tails of Delta, and
 * there the law is lopsided. So y does not rest where the mean update is 0 but where both tails
 * weigh the same, and a factor whose step is too short for any jump stays where it started.
 *
 * @param mean of the ratio ||X||/||Y||
 * @param deviation of the ratio
 */
public record RoundedLaw(double mean, double deviation) {
  /** The law is followed up to this many numbers of the format either way. */
  private static final int REACH = 48;

  private static final int SIDE = 2 * REACH + 1;

  /** Jumps by more numbers are counted as jumps by this many. */
  private static final int FARTHEST = 6;

  private static final int JUMPS = 2 * FARTHEST + 1;

  /** Probabilities below this are left out. */
  private static final double NOTHING = 1e-13;

  /** The largest probability that may be at the edge or left out. */
  private static final double LOST = 1e-4;

  /** The most single transitions, which take some seconds. */
  private static final double MOST_WORK = 1e9;

  /** Whether there are too many is judged once one in this many updates is made. */
  private static final long FEW = 16;

  /** One entry must jump this many times less often than the other, at the start. */
  private static final double SELDOM = 10;

  /**
   * The law that is predicted; empty where the setting or the arithmetic is none of those above,
   * where neither entry jumps far less often than the other, or where the law spreads too far.
   *
   * @param settled the first observed step
   * @param steps the last
   */
  static Optional<RoundedLaw> of(
      Experiment setting,
      ArithmeticName arithmetic,
      double[] x0,
      double[] y0,
      long settled,
      long steps) {
    Matrix<Double> m = setting.target();
    long entries = m.entries().stream().filter(entry -> entry != 0).count();
    if (setting.r() != 1
        || entries != 1
        || arithmetic.format().isEmpty()
        || arithmetic.everyOperation()
        || arithmetic.beside() != IterateStore.Beside.NOTHING
        || arithmetic.rounding() != Rounding.Directed.NEAREST) {
      return Optional.empty();
    }
    BinaryFormat format = arithmetic.format().get();
    double entry = m.entries().stream().filter(one -> one != 0).findFirst().orElseThrow();
    double restX = setting.etaX() * setting.sigmaX() * setting.sigmaX() / 2;
    double restY = setting.etaY() * setting.sigmaY() * setting.sigmaY() / 2;
    // The signs of x and y change nothing if x y has the sign of m.
    double size = Math.abs(entry);
    Chain chain =
        new Chain(
            grid(format, Entries.largest(x0)),
            grid(format, Entries.largest(y0)),
            new RoundedJump(
                size, setting.etaX(), setting.sigmaX(), setting.sigmaY(), restY, setting.d2()),
            new RoundedJump(
                size, setting.etaY(), setting.sigmaY(), setting.sigmaX(), restX, setting.d1()));
    return chain.run(settled, steps, (setting.d1() - 1) * restX, (setting.d2() - 1) * restY);
  }

  /** The numbers of the format about the one nearest to a value. */
  private static double[] grid(BinaryFormat format, double value) {
    double[] grid = new double[SIDE];
    grid[REACH] = format.round(value, Rounding.Directed.NEAREST, 0);
    for (int k = 1; k <= REACH; k++) {
      double above = grid[REACH + k - 1];
      grid[REACH + k] = above + format.spacing(above);
      double below = grid[REACH - k + 1];
      // Below a power of two the numbers are twice as near.
      grid[REACH - k] = below - format.spacing(Math.nextDown(below));
    }
    return grid;
  }

  /** The chain of (x, y). */
  private static final class Chain {
    private final double[] gridX;
    private final double[] gridY;
    private final RoundedJump jumpX;
    private final RoundedJump jumpY;

    /** For each state, the probabilities of the jumps of x and y; empty until needed. */
    private final double[][] ofX = new double[SIDE * SIDE][];

    private final double[][] ofY = new double[SIDE * SIDE][];
    private double work;

    Chain(double[] gridX, double[] gridY, RoundedJump jumpX, RoundedJump jumpY) {
      this.gridX = gridX;
      this.gridY = gridY;
      this.jumpX = jumpX;
      this.jumpY = jumpY;
      Arrays.fill(ofX, new double[0]);
      Arrays.fill(ofY, new double[0]);
    }

    Optional<RoundedLaw> run(long settled, long steps, double restX, double restY) {
      double[] law = new double[SIDE * SIDE];
      int start = REACH * SIDE + REACH;
      law[start] = 1;
      prepare(start);
      double jumpsX = 1 - ofX[start][FARTHEST];
      double jumpsY = 1 - ofY[start][FARTHEST];
      if (SELDOM * Math.min(jumpsX, jumpsY) > Math.max(jumpsX, jumpsY)) {
        return Optional.empty();
      }
      double[] observed = new double[SIDE * SIDE];
      for (long t = 1; t <= steps; t++) {
        law = next(law);
        if (work / t * steps > MOST_WORK && t * FEW > steps) {
          return Optional.empty();
        }
        if (t >= settled) {
          for (int state = 0; state < law.length; state++) {
            observed[state] += law[state] / (steps - settled + 1);
          }
        }
      }
      double mass = 0;
      double edge = 0;
      double mean = 0;
      double square = 0;
      for (int state = 0; state < observed.length; state++) {
        int i = state / SIDE;
        int j = state % SIDE;
        double x = gridX[i];
        double y = gridY[j];
        double squared = (x * x + restX) / (y * y + restY);
        mass += observed[state];
        mean += observed[state] * Math.sqrt(squared);
        square += observed[state] * squared;
        if (Math.min(i, j) == 0 || Math.max(i, j) == SIDE - 1) {
          edge += observed[state];
        }
      }
      return edge > LOST || mass < 1 - LOST
          ? Optional.empty()
          : Optional.of(
              new RoundedLaw(mean / mass, Math.sqrt(square / mass - mean * mean / (mass * mass))));
    }

    private double[] next(double[] law) {
      double[] next = new double[law.length];
      for (int state = 0; state < law.length; state++) {
        if (law[state] < NOTHING) {
          continue;
        }
        prepare(state);
        int i = state / SIDE;
        int j = state % SIDE;
        for (int a = 0; a < JUMPS; a++) {
          double share = law[state] * ofX[state][a];
          if (share < NOTHING) {
            continue;
          }
          int row = inside(i + a - FARTHEST) * SIDE;
          for (int b = 0; b < JUMPS; b++) {
            double both = share * ofY[state][b];
            if (both >= NOTHING) {
              next[row + inside(j + b - FARTHEST)] += both;
              work++;
            }
          }
        }
      }
      return next;
    }

    private static int inside(int place) {
      return Math.max(0, Math.min(SIDE - 1, place));
    }

    private void prepare(int state) {
      if (ofX[state].length == 0) {
        int i = state / SIDE;
        int j = state % SIDE;
        ofX[state] = jumps(jumpX, gridX, i, gridY[j]);
        ofY[state] = jumps(jumpY, gridY, j, gridX[i]);
      }
    }

    /** The probabilities of jumps from a place of a grid, the other entry being b. */
    private static double[] jumps(RoundedJump jump, double[] grid, int place, double b) {
      double[] probabilities = new double[JUMPS];
      double before = 0;
      for (int k = 0; k < JUMPS; k++) {
        int to = place + k - FARTHEST;
        double upTo =
            k == JUMPS - 1 || to >= SIDE - 1
                ? 1
                : to < 0 ? 0 : jump.below((grid[to] + grid[to + 1]) / 2, grid[place], b);
        probabilities[k] = upTo - before;
        before = upTo;
      }
      return probabilities;
    }
  }
}
