// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.List;
import java.util.stream.Stream;
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
        "0 0 0 0 0 0",
        "16554d9eca36314c db20fe9d672d0fdc d7e772cee186176b 7e68b68aec7ba23b");
    block(
        tally,
        "ffffffffffffffff ".repeat(6),
        "87b092c3013fe90b 438c3c67be8d0224 9cc7d7c69cd777b6 a09caebf594f0ba0");
    block(
        tally,
        "452821e638d01377 be5466cf34e90c6c 243f6a8885a308d3 13198a2e03707344 a4093822299f31d0"
            + " 082efa98ec4e6c89",
        "a528f45403e61d95 38c72dbd566e9788 a5a1610e72fd18b5 57bd43b5e52b7fe6");
  }

  /** The input: the two words of the key, then the four words of the counter. */
  private static void block(Tally tally, String input, String published) {
    long[] in =
        Stream.of(input.split(" ", 0)).mapToLong(w -> Long.parseUnsignedLong(w, 16)).toArray();
    long[] out = new long[Philox4x64.WORDS];
    Philox4x64.block(in[0], in[1], in[2], in[3], in[4], in[5], out);
    String[] words = published.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      tally.equal(
          "key " + Long.toHexString(in[0]) + ", word " + i, Long.toHexString(out[i]), words[i]);
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
