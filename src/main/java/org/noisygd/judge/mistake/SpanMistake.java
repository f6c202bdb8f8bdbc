// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.noisygd.judge.exact.RunStages;

/**
 * Mistakes in some of several updates from one recorded state to the next: which of them, and what
 * is wrong there.
 */
public record SpanMistake(Place place, Wrong wrong) implements Mistake {
  /** Which of n updates; k counts them from 0. */
  public enum Place {
    FIRST("the first is", (k, n) -> k == 0 && n > 1),
    LAST("the last is", (k, n) -> k == n - 1 && n > 1),
    ALL_BUT_FIRST("all but the first are", (k, n) -> k > 0),
    ALL_BUT_LAST("all but the last are", (k, n) -> k < n - 1),
    BETWEEN("those between the first and the last are", (k, n) -> k > 0 && k < n - 1);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final RunStages.Updates updates;

    Place(String words, RunStages.Updates updates) {
      this.words = words;
      this.updates = updates;
    }
  }

  /** What is wrong with them. */
  public enum Wrong {
    MISSING("updates-missing", "not made", (run, at) -> run.missing = at),
    QUIET("noise-missing", "made without noise", (run, at) -> run.quietX = run.quietY = at),
    QUIET_X("noise-missing", "made without noiseX", (run, at) -> run.quietX = at),
    QUIET_Y("noise-missing", "made without noiseY", (run, at) -> run.quietY = at);

    private final String code;
    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final BiConsumer<RunStages, RunStages.Updates> change;

    Wrong(String code, String words, BiConsumer<RunStages, RunStages.Updates> change) {
      this.code = code;
      this.words = words;
      this.change = change;
    }
  }

  /** All of them. */
  static Mistake[] values() {
    return Stream.of(Wrong.values())
        .flatMap(w -> Stream.of(Place.values()).map(p -> new SpanMistake(p, w)))
        .toArray(Mistake[]::new);
  }

  @Override
  public String name() {
    return place + "_" + wrong;
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // the order of the catalogue
  public int ordinal() {
    return wrong.ordinal() * Place.values().length + place.ordinal();
  }

  @Override
  public Entry entry() {
    String advice =
        "of several updates from one recorded state to the next, "
            + place.words
            + " "
            + wrong.words;
    return new Entry(
        wrong.code, Scope.RUN, advice, image -> wrong.change.accept(image.run, place.updates));
  }
}
