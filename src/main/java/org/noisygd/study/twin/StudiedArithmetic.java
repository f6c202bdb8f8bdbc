// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStore;

/**
 * What a study compares: a method in an arithmetic. A {@link Method} other than plain rounds only
 * what it keeps, and is named by its word, its parameter and the arithmetic: {@code
 * momentum:0.9/bfloat16}. A plain run is named by the arithmetic alone, {@code bfloat16*13:32}.
 *
 * @param name as given
 * @param method what the run does
 * @param arithmetic the arithmetic of what rounds
 * @param site the place of the update that rounds alone, the rest being in binary64; none for the
 *     arithmetic as its name says
 */
public record StudiedArithmetic(
    String name, Method method, ArithmeticName arithmetic, Optional<RoundingSite> site) {
  /** Nothing but binary64. */
  public static final ArithmeticName BINARY64 = ArithmeticName.parse("binary64");

  private static final Pattern KEPT = Pattern.compile("(" + Method.words() + "):([^/]+)/(.+)");

  /** Plain runs in an arithmetic as its name says. */
  public static StudiedArithmetic of(ArithmeticName arithmetic) {
    return new StudiedArithmetic(arithmetic.name(), Method.PLAIN, arithmetic, Optional.empty());
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException one line, if it is none
   */
  public static StudiedArithmetic parse(String name) {
    Matcher kept = KEPT.matcher(name);
    if (!kept.matches()) {
      return of(ArithmeticName.parse(name));
    }
    Method.Kind kind = Method.Kind.valueOf(String.valueOf(kept.group(1)).toUpperCase(Locale.ROOT));
    double parameter = Literals.parse(kind.word(), String.valueOf(kept.group(2)));
    ArithmeticName arithmetic = ArithmeticName.parse(String.valueOf(kept.group(3)));
    Require.that(
        arithmetic.roundsStores()
            && arithmetic.beside() == IterateStore.Beside.NOTHING
            && arithmetic.signed().isEmpty(),
        "arithmetic of " + kind.word(),
        "be a format that rounds, with nothing beside it",
        arithmetic.name());
    return new StudiedArithmetic(name, new Method(kind, parameter), arithmetic, Optional.empty());
  }

  /** The arithmetic of a plain run; refused for another method, which only some studies make. */
  public ArithmeticName plain() {
    Require.that(
        method.equals(Method.PLAIN),
        "arithmetic",
        "be that of a plain run (study precision formats takes what a method keeps)",
        name);
    return arithmetic;
  }

  /** This with only one place rounded. */
  public StudiedArithmetic at(Optional<RoundingSite> place) {
    return new StudiedArithmetic(name, method, arithmetic, place);
  }

  /** This method in binary64. */
  public StudiedArithmetic twin() {
    return new StudiedArithmetic(BINARY64.name(), method, BINARY64, Optional.empty());
  }
}
