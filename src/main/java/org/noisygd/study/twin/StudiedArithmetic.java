// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Optional;
import org.noisygd.number.format.ArithmeticName;

/**
 * What a study compares: runs in an arithmetic.
 *
 * @param arithmetic the arithmetic of what rounds
 * @param site the place of the update that rounds alone, the rest being in binary64; none for the
 *     arithmetic as its name says
 */
public record StudiedArithmetic(ArithmeticName arithmetic, Optional<RoundingSite> site) {
  /** Nothing but binary64. */
  public static final ArithmeticName BINARY64 = ArithmeticName.parse("binary64");

  /** Plain runs in an arithmetic as its name says. */
  public static StudiedArithmetic of(ArithmeticName arithmetic) {
    return new StudiedArithmetic(arithmetic, Optional.empty());
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException one line, if it is none
   */
  public static StudiedArithmetic parse(String name) {
    return of(ArithmeticName.parse(name));
  }

  /** The name as given. */
  public String name() {
    return arithmetic.name();
  }

  /** This with only one place rounded. */
  public StudiedArithmetic at(Optional<RoundingSite> place) {
    return new StudiedArithmetic(arithmetic, place);
  }
}
