// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Known answers of the block function, and a property of its multiplication.
 *
 * <p>The answers are those of Random123's {@code tests/kat_vectors}, lines {@code philox4x64 10}
 * (DEShawResearch/random123); the third one's input is the first 384 bits of pi's fraction.
 */
class Philox4x64Test {

  @Test
  void block_zeroInput_isThePublishedAnswer() {
    assertBlock(
        new long[] {0, 0},
        new long[] {0, 0, 0, 0},
        0x16554d9eca36314cL,
        0xdb20fe9d672d0fdcL,
        0xd7e772cee186176bL,
        0x7e68b68aec7ba23bL);
  }

  @Test
  void block_allOnes_isThePublishedAnswer() {
    assertBlock(
        new long[] {-1, -1},
        new long[] {-1, -1, -1, -1},
        0x87b092c3013fe90bL,
        0x438c3c67be8d0224L,
        0x9cc7d7c69cd777b6L,
        0xa09caebf594f0ba0L);
  }

  @Test
  void block_digitsOfPi_isThePublishedAnswer() {
    assertBlock(
        new long[] {0x452821e638d01377L, 0xbe5466cf34e90c6cL},
        new long[] {
          0x243f6a8885a308d3L, 0x13198a2e03707344L, 0xa4093822299f31d0L, 0x082efa98ec4e6c89L
        },
        0xa528f45403e61d95L,
        0x38c72dbd566e9788L,
        0xa5a1610e72fd18b5L,
        0x57bd43b5e52b7fe6L);
  }

  @Test
  void block_threePlaces_isRefused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Philox4x64.block(0, 0, 0, 0, 0, 0, new long[3]));
    assertEquals("out must have at least 4 places, got 3", refusal.getMessage());
  }

  @Property(seed = "20210224")
  void multiplyHigh_anyWords_isTheHighHalfOfTheUnsignedProduct(@ForAll long a, @ForAll long b) {
    BigInteger product = unsigned(a).multiply(unsigned(b));
    assertEquals(product.shiftRight(64).longValue(), Philox4x64.multiplyHigh(a, b));
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }

  private static void assertBlock(long[] key, long[] counter, long... expected) {
    long[] actual = new long[4];
    Philox4x64.block(key[0], key[1], counter[0], counter[1], counter[2], counter[3], actual);
    assertArrayEquals(expected, actual);
  }
}
