// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.util.BitSet;
import org.noisygd.number.Require;

/**
 * The primes below 2^30, from the largest down: {@code Primes.get(0)} = 1073741789. A product of
 * two residues plus a residue fits a long. Found by a sieve of the last 2^21 numbers.
 */
final class Primes {
  /** The exclusive upper limit of the primes, 2^30. */
  static final int LIMIT = 1 << 30;

  /** Number of integers sieved: some 100,000 of them are primes, enough for 3,000,000 bits. */
  private static final int SPAN = 1 << 21;

  /** Every composite below 2^30 has a prime factor below 2^15. */
  private static final int LARGEST_FACTOR = 1 << 15;

  private static final int[] PRIMES = sieve();

  private Primes() {}

  /** The prime number {@code index}, counted from 0, downwards from 2^30. */
  static int get(int index) {
    Require.that(index < PRIMES.length, "number of moduli", "be at most " + PRIMES.length, index);
    return PRIMES[index];
  }

  private static int[] sieve() {
    int base = LIMIT - SPAN;
    BitSet composite = new BitSet(SPAN);
    for (int factor = 2; factor < LARGEST_FACTOR; factor++) {
      // Composite factors strike out nothing new; keeping them makes the sieve simple.
      int first = (factor - base % factor) % factor;
      for (int at = first; at < SPAN; at += factor) {
        composite.set(at);
      }
    }
    int[] primes = new int[SPAN - composite.cardinality()];
    int found = 0;
    for (int at = SPAN - 1; at >= 0; at--) {
      if (!composite.get(at)) {
        primes[found++] = base + at;
      }
    }
    return primes;
  }
}
