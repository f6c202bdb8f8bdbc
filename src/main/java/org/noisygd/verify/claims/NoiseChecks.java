// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.List;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.Philox4x64;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/** Checks of the noise stream: known answers. */
final class NoiseChecks {
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
            NoiseChecks::stream));
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

  /** The input: the two words of the key, then the four words of the counter. */
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
   * Compares with numbers computed in Python by {@code src/golden/noise_vectors.py}; the numbers of
   * seed 42 are also in {@code proofs-notes/noise.md}.
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
}
