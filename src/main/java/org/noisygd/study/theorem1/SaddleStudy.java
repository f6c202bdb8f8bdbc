// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.fast.Snapshot;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.statistics.BinomialInterval;

/**
 * Theorem 1 from the saddle x = y = 0 as an experiment, with what is proved of it: rank one, noise
 * of random signs with ||xi_1||^2 = ||xi_2||^2 = s = 1/16, eta = 10^-6, 1/d1 + 1/d2 &gt;= 1/5. The
 * event is that the excess
 *
 * <pre>
 *   E = 2 (Fs - min Fs) = ||x||^2 ||y||^2 - 2 &lt;u,x> &lt;v,y> + s (||x||^2 + ||y||^2) + (1 - s)^2
 * </pre>
 *
 * <p>is at most 1/50. It is proved with a probability of at least 19/20 for all times from 2720/eta
 * to 1/eta^2 (claim T1.convergence, {@code signs_saddle_instance_small}). Runs of d1 = d2 = 2 end
 * at 20/eta, before that window begins: what is measured is when they come there, and how many of
 * all stay to the end, by one look every {@value #LOOK} updates.
 *
 * @param replicates the runs
 * @param held how many came there and were inside at every look from then to 20/eta
 * @param firstInside the first look inside of each run, ascending, in updates; infinite for a run
 *     that never came there
 */
public record SaddleStudy(int replicates, BinomialInterval held, List<Double> firstInside) {
  /** Both steps. */
  static final double ETA = 1e-6;

  /** s. */
  static final double S = 1 / 16.0;

  /** The excess allowed. */
  static final double LEVEL = 1 / 50.0;

  /** What is proved: the event fails with a probability of at most that. */
  static final double PROVED = 1 / 20.0;

  /** When the proved window begins, in 1/eta: 1280 to leave the saddle, 1440 to settle. */
  static final long PROVED_FROM = 1280 + 1440;

  /** The end of the runs, in 1/eta. */
  static final long TO = 20;

  /** Updates from one look to the next. */
  static final int LOOK = 100;

  private static final long UNIT = Math.round(1 / ETA);

  /** The median of the square of a standard normal deviate. */
  private static final double MEDIAN = 0.454936423119572;

  /** Keeps its own copy. */
  public SaddleStudy {
    firstInside = List.copyOf(firstInside);
  }

  /** Runs it. The event decides the number of updates, so no other can be asked for. */
  public static SaddleStudy run(StudyOptions options) {
    options.progress().accept("Theorem 1 from the saddle");
    int n = options.replicates(80, 8);
    Recorder recorder = new Recorder(n);
    ensemble(options.seed())
        .run(
            replicate -> start(),
            0,
            n,
            0,
            TO * UNIT,
            recorder,
            EnsembleControl.threads(options.threads()));
    long[] first = recorder.firstInside(0);
    long[] last = recorder.lastOutside(0);
    int held = (int) IntStream.range(0, n).filter(k -> last[k] < first[k]).count();
    return new SaddleStudy(
        n,
        BinomialInterval.of(held, n, BinomialInterval.LEVEL),
        Arrays.stream(first)
            .mapToDouble(t -> t == EventRecorder.NEVER ? Double.POSITIVE_INFINITY : t)
            .sorted()
            .boxed()
            .toList());
  }

  /** The median over the runs of the first look inside, in updates. */
  double medianFirst() {
    return (firstInside.get((replicates - 1) / 2) + firstInside.get(replicates / 2)) / 2;
  }

  /** The first look inside of the last run that comes there, in updates. */
  double lastFirst() {
    return firstInside.get(replicates - 1);
  }

  /**
   * About what the median is, in updates, to first order in eta. At the saddle &lt;u,x> + &lt;v,y>
   * grows at the rate eta (1 - s) and is normal of variance eta (1 - s) w/2 e^(2 eta (1 - s) t), w
   * = s/d1 + s/d2; from there x = z u, y = z v with a logistic z^2, until z^2 = 1 - s - sqrt(1/50).
   */
  double predictedFirst() {
    double limit = 1 - S;
    double left = Math.sqrt(LEVEL);
    double w = 2 * S / SignedUpdates.D;
    double logistic =
        StrictMath.log((limit - left) / left) + StrictMath.log(8 / (ETA * w * MEDIAN));
    return logistic / (2 * ETA * limit);
  }

  /** The saddle. */
  static Factors<Double> start() {
    return Factors.zeros(Binary64.INSTANCE, SignedUpdates.D, SignedUpdates.D, 1);
  }

  /** Runs with both perturbations of length sqrt s at every update. */
  static Ensemble ensemble(long seed) {
    double q = Math.sqrt(S / SignedUpdates.D);
    return new Ensemble(target(), 1, batch -> new SignedUpdates(batch, seed, ETA, q));
  }

  static Matrix<Double> target() {
    return Matrix.of(
        Binary64.INSTANCE,
        SignedUpdates.D,
        SignedUpdates.D,
        (i, j) -> i == 0 && j == 0 ? 1.0 : 0.0);
  }

  /** Notes the excess, at every look, as the square of a distance. */
  static final class Recorder extends EventRecorder {
    Recorder(int replicates) {
      super(List.of(Math.sqrt(LEVEL)), TO * UNIT, replicates);
    }

    @Override
    public boolean wants(long step) {
      return step % LOOK == 0;
    }

    @Override
    double[] squaredDistances(Snapshot snapshot) {
      double[] ofX = snapshot.normSquaredX();
      double[] ofY = snapshot.normSquaredY();
      double[] alongU = snapshot.batch().x()[0][0];
      double[] alongV = snapshot.batch().y()[0][0];
      double[] excess = new double[ofX.length];
      for (int lane = 0; lane < excess.length; lane++) {
        excess[lane] =
            ofX[lane] * ofY[lane]
                - 2 * alongU[lane] * alongV[lane]
                + S * (ofX[lane] + ofY[lane])
                + (1 - S) * (1 - S);
      }
      return excess;
    }
  }
}
