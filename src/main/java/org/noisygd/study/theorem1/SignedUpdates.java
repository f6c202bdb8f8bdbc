// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.number.random.PhiloxStream;

/**
 * Perturbed updates of a batch of replicates under noise of constant length, d1 = d2 = 2, r = 1, M
 * with a one at the upper left and zeros elsewhere, one step size eta. The noise is of random
 * signs: each entry is q or -q, each half of the time, so that both perturbations are of length q
 * sqrt 2 at every update.
 *
 * <pre>
 *   X'_i = X_i - eta ((Xt_i Yt_0 - M_i0) Yt_0 + Xt_i Yt_1 Yt_1),   Y' with X and Y exchanged
 * </pre>
 *
 * <p>Bits are those of {@code PerturbedUpdate} in its residual form ({@code SaddleStudyTest}).
 * Entry e of X (0, 1) or of Y (2, 3) in replicate p at step t is negative where bit 8 e + p mod 8
 * of word t of Philox4x64-10, key (seed, "signs"), counter (0, 0, floor(p / 8), 0), is one. The
 * first replicate of a batch is a multiple of 8, and a run begins at step 0.
 */
final class SignedUpdates implements Ensemble.Updates {
  /** The rows of both factors. */
  static final int D = 2;

  /** The key's high word: "signs" in ASCII. */
  static final long KEY = 0x73_69_67_6e_73L;

  private static final int LANES = ReplicateBatch.LANE_GROUP;

  /** Words that are drawn at a time. */
  private static final int AHEAD = 64;

  private final long seed;
  private final double eta;
  private final double[][] x;
  private final double[][] y;

  /** The signed q of eight replicates, by their eight bits. */
  private final double[][] signed = new double[1 << LANES][LANES];

  private final long[][] words;
  private final double[][] noisy;

  SignedUpdates(ReplicateBatch batch, long seed, double eta, double q) {
    this.seed = seed;
    this.eta = eta;
    this.x = batch.x()[0];
    this.y = batch.y()[0];
    this.words = new long[batch.lanes() / LANES][AHEAD];
    this.noisy = new double[2 * D][batch.lanes()];
    for (int bits = 0; bits < signed.length; bits++) {
      for (int lane = 0; lane < LANES; lane++) {
        signed[bits][lane] = (bits >>> lane & 1) == 0 ? q : -q;
      }
    }
  }

  @Override
  public void make(long first, long t) {
    int place = (int) (t % AHEAD);
    for (int group = 0; group < words.length; group++) {
      if (place == 0) {
        new PhiloxStream(seed, KEY, 0, 0, first / LANES + group, 0).fill(words[group], t);
      }
      long word = words[group][place];
      for (double[] entry : noisy) {
        copy(entry, group * LANES, signed[(int) (word & signed.length - 1)]);
        word >>>= LANES;
      }
    }
    for (int i = 0; i < D; i++) {
      add(noisy[i], x[i]);
      add(noisy[D + i], y[i]);
    }
    for (int i = 0; i < D; i++) {
      descend(x[i], noisy[i], noisy[D], noisy[D + 1], 1 - i);
      descend(y[i], noisy[D + i], noisy[0], noisy[1], 1 - i);
    }
  }

  // Each loop for itself, so that C2 makes vectors of it.
  private static void copy(double[] to, int at, double[] from) {
    for (int lane = 0; lane < LANES; lane++) {
      to[at + lane] = from[lane];
    }
  }

  private static void add(double[] to, double[] more) {
    for (int lane = 0; lane < to.length; lane++) {
      to[lane] = more[lane] + to[lane];
    }
  }

  private void descend(double[] entry, double[] own, double[] other0, double[] other1, double m) {
    for (int lane = 0; lane < entry.length; lane++) {
      double residual = own[lane] * other0[lane] - m;
      double across = own[lane] * other1[lane];
      entry[lane] -= eta * (residual * other0[lane] + across * other1[lane]);
    }
  }
}
