// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.List;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;

/** Mistakes that explain wrong conversions, besides those of a catalogue. */
final class RoundingMistakes {
  private RoundingMistakes() {}

  /**
   * An explanation of everything that is wrong at one place.
   *
   * @param mistakes the mistakes that other places may share
   * @param more the further mistakes there
   */
  record Explanation(List<Found> mistakes, List<Found> more) {
    /** One mistake that explains everything. */
    static Explanation of(Found mistake) {
      return new Explanation(List.of(mistake), List.of());
    }
  }

  static final Found ZEROS = Code.ROUND_ZEROS.of("every number is zero");

  static final Found SOME_ZEROS = Code.ROUND_ZEROS.of("some values become zero");

  static final Found OTHER_SCALE =
      Code.ROUND_SCALE.of(
          "a block's scale is another than its rule says; look at how the block's largest magnitude"
              + " is found and what is made of it");

  static final Found BIASED =
      Code.ROUND_BIASED.of(
          "goes away from zero with another probability than f; look at how the random number is"
              + " compared with f");

  static final Found EXACT =
      Code.ROUND_MOVES_EXACT.of(
          "moves values that are representable; a value of the format stays what it is");
}
