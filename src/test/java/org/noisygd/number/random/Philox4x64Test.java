// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A property of its multiplication; the published answers are checked in verify.claims. */
class Philox4x64Test {

  @Property(seed = "20210224")
  void multiplyHigh_anyWords_isTheHighHalfOfTheUnsignedProduct(@ForAll long a, @ForAll long b) {
    BigInteger product = unsigned(a).multiply(unsigned(b));
    assertEquals(product.shiftRight(64).longValue(), Philox4x64.multiplyHigh(a, b));
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }
}
