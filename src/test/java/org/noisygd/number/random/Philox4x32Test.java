// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/**
 * Known answers of the block function: those of Random123's {@code tests/kat_vectors}, lines {@code
 * philox4x32 10} (DEShawResearch/random123); the third one's input is the first 192 bits of pi's
 * fraction.
 */
class Philox4x32Test {

  @Test
  void block_zeroInput_isThePublishedAnswer() {
    assertBlock(new long[] {0, 0, 0, 0, 0, 0}, 0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L);
  }

  @Test
  void block_allOnes_isThePublishedAnswer() {
    assertBlock(
        new long[] {-1, -1, -1, -1, -1, -1}, 0x408f276dL, 0x41c83b0eL, 0xa20bc7c6L, 0x6d5451fdL);
  }

  @Test
  void block_digitsOfPi_isThePublishedAnswer() {
    assertBlock(
        new long[] {0xa4093822L, 0x299f31d0L, 0x243f6a88L, 0x85a308d3L, 0x13198a2eL, 0x03707344L},
        0xd16cfe09L,
        0x94fdccebL,
        0x5001e420L,
        0x24126ea1L);
  }

  private static void assertBlock(long[] in, long... published) {
    long[] out = new long[Philox4x32.WORDS];
    Philox4x32.block(in[0], in[1], in[2], in[3], in[4], in[5], out);
    assertArrayEquals(published, out);
  }
}
