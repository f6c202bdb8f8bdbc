// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Optional;
import org.noisygd.number.format.ArithmeticName;

/**
 * What a study compares: an arithmetic, or one place of the update rounded to its format and the
 * rest in binary64.
 *
 * @param arithmetic the arithmetic
 * @param site the place, or none for the arithmetic as its name says
 */
public record StudiedArithmetic(ArithmeticName arithmetic, Optional<RoundingSite> site) {
  /** The arithmetic as its name says. */
  public static StudiedArithmetic of(ArithmeticName arithmetic) {
    return new StudiedArithmetic(arithmetic, Optional.empty());
  }
}
