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
          "goes away from zero with another chance than f; look at how the random number is"
              + " compared with f");

  static final Found EXACT =
      Code.ROUND_MOVES_EXACT.of(
          "moves values that are representable; a value of the format stays what it is");

  /** The mistake of a result beyond the largest value. */
  static Found overflow(double due, double got, double largest) {
    boolean special = !Double.isFinite(due);
    String text;
    if (special && Math.abs(got) == largest) {
      text = "saturates where overflow gives another result; saturate only if that is asked for";
    } else if (!special && !Double.isFinite(got)) {
      text =
          "gives an infinity or NaN where the largest number is due; what counts is the rounded"
              + " number, and saturate gives the largest always";
    } else if (special && !Double.isFinite(got)) {
      text = "gives " + got + " where overflow gives " + due;
    } else {
      text = "gives a wrong number for what is beyond the largest";
    }
    return Code.ROUND_OVERFLOW.of(text);
  }
}
