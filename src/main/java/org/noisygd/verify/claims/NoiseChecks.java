// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.List;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.InverseNormal;
import org.noisygd.number.random.Philox4x64;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/** Checks of the noise stream: known answers, and the law of its numbers. */
final class NoiseChecks {
  /** How many numbers are drawn to test the law. */
  private static final int DRAWS = 200_000;

  /**
   * How many standard errors a moment for the fixed seed may be off. A random seed would exceed
   * this with probability below 2e-9 (6 standard deviations, two-sided).
   */
  private static final double STANDARD_ERRORS = 6;

  private NoiseChecks() {}

  static List<Check> all() {
    return List.of(
        Check.crossChecked(
            "N.philox",
            "Philox4x64-10 gives the words that its authors published (Random123, kat_vectors)",
            NoiseChecks::philox),
        Check.crossChecked(
            "N.stream",
            "The Gaussian stream gives, bit for bit, what NumPy's Philox and the written-up formula"
                + " give",
            NoiseChecks::stream),
        Check.exact(
            "N.symmetry",
            "The complement of a word gives the negative deviate, and the extremes are the bound",
            NoiseChecks::symmetry),
        Check.measured(
            "N.law",
            "Mean, variance and fourth moment, and both correlations, of 200,000 deviates are those"
                + " of a Gaussian",
            NoiseChecks::law));
  }

  private static void philox(Tally tally) {
    block(
        tally,
        new long[] {0, 0, 0, 0, 0, 0},
        0x16554d9eca36314cL,
        0xdb20fe9d672d0fdcL,
        0xd7e772cee186176bL,
        0x7e68b68aec7ba23bL);
    block(
        tally,
        new long[] {-1, -1, -1, -1, -1, -1},
        0x87b092c3013fe90bL,
        0x438c3c67be8d0224L,
        0x9cc7d7c69cd777b6L,
        0xa09caebf594f0ba0L);
    block(
        tally,
        new long[] {
          0x452821e638d01377L,
          0xbe5466cf34e90c6cL,
          0x243f6a8885a308d3L,
          0x13198a2e03707344L,
          0xa4093822299f31d0L,
          0x082efa98ec4e6c89L
        },
        0xa528f45403e61d95L,
        0x38c72dbd566e9788L,
        0xa5a1610e72fd18b5L,
        0x57bd43b5e52b7fe6L);
  }

  /** The input is the key's two words, then the counter's four. */
  private static void block(Tally tally, long[] in, long... published) {
    long[] out = new long[Philox4x64.WORDS];
    Philox4x64.block(in[0], in[1], in[2], in[3], in[4], in[5], out);
    for (int i = 0; i < published.length; i++) {
      tally.holds(
          "key " + Long.toHexString(in[0]) + ", word " + i,
          out[i] == published[i],
          "got " + Long.toHexString(out[i]) + ", published " + Long.toHexString(published[i]));
    }
  }

  /**
   * Compares with numbers that {@code src/golden/noise_vectors.py} computes in Python; {@code
   * proofs-notes/noise.md} also has those of seed 42.
   */
  private static void stream(Tally tally) {
    deviates(
        tally,
        42,
        0x1.d50dbe89fde7fp-1,
        -0x1.c2e8709160f64p-1,
        0x1.1d8af555817f1p+0,
        -0x1.11d0b675b689bp-2);
    deviates(
        tally,
        0,
        -0x1.22cd198aad6f0p+1,
        -0x1.67147405be6f1p-1,
        -0x1.380f15f728ce0p+0,
        0x1.4c209a0cbd7dap-3,
        0x1.86e90d5955c4bp-8);
  }

  private static void deviates(Tally tally, long seed, double... expected) {
    GaussianStream stream = new GaussianStream(seed);
    for (int i = 0; i < expected.length; i++) {
      double z = stream.at(0, 0, FactorId.NOISE_X, i);
      tally.holds(
          "seed " + seed + ", entry " + i,
          Double.doubleToLongBits(z) == Double.doubleToLongBits(expected[i]),
          "got " + Double.toHexString(z) + ", Python " + Double.toHexString(expected[i]));
    }
  }

  private static void symmetry(Tally tally) {
    tally.holds(
        "word 0",
        InverseNormal.fromWord(0) == -InverseNormal.LARGEST,
        "got " + InverseNormal.fromWord(0));
    for (int i = 0; i < Long.SIZE; i++) {
      long word = 0x9e3779b97f4a7c15L << i >>> (i / 2); // of every order of magnitude
      double z = InverseNormal.fromWord(word);
      tally.holds(
          "word " + Long.toHexString(word),
          InverseNormal.fromWord(~word) == -z && Math.abs(z) <= InverseNormal.LARGEST,
          "got " + z + " and " + InverseNormal.fromWord(~word));
    }
  }

  private static void law(Tally tally) {
    GaussianStream stream = new GaussianStream(20210413);
    double[] z = new double[DRAWS];
    double[] other = new double[DRAWS];
    stream.fill(z, 0, 0, FactorId.NOISE_X);
    stream.fill(other, 0, 0, FactorId.NOISE_Y);
    double[] sums = new double[5];
    for (int i = 0; i < DRAWS; i++) {
      double square = z[i] * z[i];
      sums[0] += z[i];
      sums[1] += square - 1;
      sums[2] += square * square - 3;
      sums[3] += z[i] * other[i];
      sums[4] += i == 0 ? 0 : z[i] * z[i - 1];
    }
    // Variances of one term, from the moments 1, 3, 15, 105 of a Gaussian.
    double[] variances = {1, 2, 105 - 9, 1, 1};
    String[] names = {
      "mean", "variance", "fourth moment", "correlation of the factors", "of neighbours"
    };
    for (int k = 0; k < sums.length; k++) {
      tally.within(names[k], Math.abs(sums[k]), STANDARD_ERRORS * Math.sqrt(variances[k] * DRAWS));
    }
  }
}
