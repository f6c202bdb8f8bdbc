// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import java.util.function.LongSupplier;
import org.noisygd.number.Require;

/**
 * The reference's Gaussian stream, {@code philox4x64-10/as241}: one word of Philox4x64-10 per
 * deviate.
 *
 * <p>With e the entry and f the factor's id,
 *
 * <pre>
 *   key     = (seed, 0)
 *   counter = (floor(e / 4) + 1, f, step, replicate)
 *   z       = {@link InverseNormal#fromWord}(word e mod 4 of that block)
 * </pre>
 *
 * <p>so a whole matrix comes from {@code numpy.random.Philox(counter=[0, f, step, replicate],
 * key=[seed, 0]).random_raw(n)}. Distinct addresses read distinct words: the counter is injective
 * in them, and Philox is a bijection of counters.
 *
 * <p>Accuracy: see {@link InverseNormal}. The distribution is exactly symmetric, and |z| &lt;=
 * {@link InverseNormal#LARGEST}.
 *
 * @param seed the key's low word; any 64 bits
 */
public record GaussianStream(long seed) implements NormalStream {

  @Override
  public String name() {
    return "philox4x64-10/as241";
  }

  @Override
  public double largest() {
    return InverseNormal.LARGEST;
  }

  @Override
  public double at(long replicate, long step, FactorId factor, long entry) {
    requirePlace(replicate, step);
    Require.nonNegative("entry", entry);
    return InverseNormal.fromWord(words(replicate, step, factor).word(entry));
  }

  @Override
  public void fill(double[] z, long replicate, long step, FactorId factor) {
    requirePlace(replicate, step);
    LongSupplier words = words(replicate, step, factor).sequence();
    for (int entry = 0; entry < z.length; entry++) {
      z[entry] = InverseNormal.fromWord(words.getAsLong());
    }
  }

  /**
   * Checks the replicate and the step of an address.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public static void requirePlace(long replicate, long step) {
    Require.nonNegative("replicate", replicate);
    Require.nonNegative("step", step);
  }

  /** The first word of the counter of the block that has an entry's word. */
  public static long counter0(long entry) {
    return entry / Philox4x64.WORDS + 1;
  }

  private PhiloxStream words(long replicate, long step, FactorId factor) {
    return new PhiloxStream(seed, 0, 0, factor.id(), step, replicate);
  }
}
