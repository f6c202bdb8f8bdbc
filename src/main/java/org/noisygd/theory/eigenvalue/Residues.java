// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Integers known modulo a growing product of distinct primes (Chinese remainders, Garner's step).
 * As soon as the product exceeds twice the largest absolute value, {@link #symmetric} returns the
 * integers themselves.
 */
final class Residues {
  private final List<BigInteger> values;
  private BigInteger product = BigInteger.ONE;

  /** The given number of integers, without residues yet. */
  Residues(int count) {
    values = new ArrayList<>(java.util.Collections.nCopies(count, BigInteger.ZERO));
  }

  /** The number of integers. */
  int count() {
    return values.size();
  }

  /** The product of the primes so far. */
  BigInteger product() {
    return product;
  }

  /** Adds the integers modulo one more prime. */
  void add(Modulus modulus, long[] residues) {
    BigInteger p = BigInteger.valueOf(modulus.p());
    long inverse = modulus.inverse(product.mod(p).longValue());
    for (int k = 0; k < residues.length; k++) {
      long known = values.get(k).mod(p).longValue();
      long digit = (residues[k] + modulus.p() - known) % modulus.p() * inverse % modulus.p();
      values.set(k, values.get(k).add(product.multiply(BigInteger.valueOf(digit))));
    }
    product = product.multiply(p);
  }

  /** The integers of least absolute value with these residues. */
  List<BigInteger> symmetric() {
    BigInteger half = product.shiftRight(1);
    List<BigInteger> symmetric = new ArrayList<>(values);
    symmetric.replaceAll(v -> v.compareTo(half) > 0 ? v.subtract(product) : v);
    return symmetric;
  }
}
