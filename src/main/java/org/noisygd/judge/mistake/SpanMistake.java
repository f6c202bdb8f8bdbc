// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.exact.Side.Updates;

/** A mistake in some of the updates between two recorded states: which, and what it is. */
public record SpanMistake(Which which, Wrong wrong) implements Mistake {
  /** Which of n updates; k counts them from 0. */
  public enum Which {
    FIRST("the first is", (k, n) -> k == 0 && n > 1),
    LAST("the last is", (k, n) -> k == n - 1 && n > 1),
    ALL_BUT_FIRST("all but the first are", (k, n) -> k > 0),
    ALL_BUT_LAST("all but the last are", (k, n) -> k < n - 1),
    BETWEEN("those between the first and the last are", (k, n) -> k > 0 && k < n - 1);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final Updates updates;

    Which(String words, Updates updates) {
      this.words = words;
      this.updates = updates;
    }
  }

  /** What is wrong with them. */
  public enum Wrong {
    MISSING(Code.UPDATES_MISSING, "not made", (i, at) -> i.run.missing = at),
    QUIET(Code.NOISE_MISSING, "made without noise", (i, at) -> i.x.quiet = i.y.quiet = at),
    QUIET_X(Code.NOISE_MISSING, "made without noiseX", (i, at) -> i.x.quiet = at),
    QUIET_Y(Code.NOISE_MISSING, "made without noiseY", (i, at) -> i.y.quiet = at);

    private final Code code;
    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final BiConsumer<ExactImage<Object>, Updates> change;

    Wrong(Code code, String words, BiConsumer<ExactImage<Object>, Updates> change) {
      this.code = code;
      this.words = words;
      this.change = change;
    }
  }

  /** All such mistakes. */
  static Mistake[] values() {
    return Stream.of(Wrong.values())
        .flatMap(w -> Stream.of(Which.values()).map(p -> new SpanMistake(p, w)))
        .toArray(Mistake[]::new);
  }

  @Override
  public String name() {
    return which + "_" + wrong;
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // the order of the catalogue
  public int ordinal() {
    return wrong.ordinal() * Which.values().length + which.ordinal();
  }

  @Override
  public Entry entry() {
    String advice =
        "of several updates from one recorded state to the next, "
            + which.words
            + " "
            + wrong.words;
    return Entry.of(
        wrong.code.of(advice), Scope.RUN, image -> wrong.change.accept(image, which.updates));
  }
}
