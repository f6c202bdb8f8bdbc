// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.List;

/**
 * A mistake that explains wrong conversions.
 *
 * @param code its code
 * @param text what to change
 */
public record RoundingMistake(String code, String text) {
  /**
   * An explanation of everything that is wrong at one place.
   *
   * @param mistakes the mistakes that other places may share
   * @param more the further mistakes there
   */
  record Explanation(List<RoundingMistake> mistakes, List<RoundingMistake> more) {
    /** One mistake that explains everything. */
    static Explanation of(RoundingMistake mistake) {
      return new Explanation(List.of(mistake), List.of());
    }
  }

  static final RoundingMistake ZEROS = new RoundingMistake("round-zeros", "every number is zero");

  static final RoundingMistake SOME_ZEROS =
      new RoundingMistake("round-zeros", "some values become zero");

  static final RoundingMistake OTHER_SCALE =
      new RoundingMistake(
          "round-scale",
          "a block's scale is another than its rule says; look at how the block's largest magnitude"
              + " is found and what is made of it");

  static final RoundingMistake BLOCKS_FROM_THE_END =
      new RoundingMistake(
          "round-scale",
          "blocks are counted from the end of the array; the last one is the short one");

  static final RoundingMistake BIASED =
      new RoundingMistake(
          "round-biased",
          "goes away from zero with another chance than f; look at how the random number is"
              + " compared with f");

  static final RoundingMistake ECHO =
      new RoundingMistake("input-echoed", "the values come back as they are, not rounded");

  static final RoundingMistake SUBNORMALS =
      new RoundingMistake(
          "round-subnormals",
          "takes another last place for results below the smallest normal number; it is that of the"
              + " smallest normal number there");

  static final RoundingMistake EXACT =
      new RoundingMistake(
          "round-moves-exact",
          "moves values that are representable; a value of the format stays what it is");

  /** The mistake of a result beyond the largest value. */
  static RoundingMistake overflow(double due, double got, double largest) {
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
    return new RoundingMistake("round-overflow", text);
  }
}
