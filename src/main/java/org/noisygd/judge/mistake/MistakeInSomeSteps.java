// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.Optional;
import org.noisygd.judge.request.Steps;

/**
 * A mistake that a run makes in some of its steps alone.
 *
 * @param mistake the mistake
 * @param when in which steps
 * @param step the first step in which it is made
 * @param among which steps of a trace those of the run are; of others nothing is known
 */
public record MistakeInSomeSteps(Mistake mistake, When when, int step, Optional<Steps> among)
    implements Mistake {

  /** Steps in which alone a mistake may be made. */
  public enum When {
    LAST,
    BEFORE_LAST,
    ONLY,
    FROM;

    private String words(int step, long number) {
      String later = " of a run, where that is step " + number + " or a later one,";
      String afterRight = step == 0 ? "" : later;
      return switch (this) {
        case LAST -> "in the last step" + afterRight;
        case BEFORE_LAST -> "in the last step but one" + afterRight;
        case ONLY -> "in step " + number;
        case FROM -> "from step " + number + " on";
      };
    }

    private boolean holds(int t, int last, int step) {
      return switch (this) {
        case LAST -> t == last && t >= step;
        case BEFORE_LAST -> t == last - 1 && t >= step;
        case ONLY -> t == step;
        case FROM -> t >= step;
      };
    }
  }

  /** How it is said that a mistake is made in some steps alone; which these are follows. */
  public static String only(Optional<Steps> among) {
    return among.map(s -> "of steps " + s.first() + " to " + s.last() + ", ").orElse("")
        + "this happens only ";
  }

  @Override
  public String name() {
    return mistake.name() + "_" + when + step;
  }

  @Override
  public int ordinal() {
    return mistake.ordinal();
  }

  @Override
  public Entry entry() {
    Entry always = mistake.entry();
    return new Entry(
        always.code(),
        Scope.RUN,
        always.advice()
            + "; "
            + only(among)
            + when.words(step, step + among.map(Steps::first).orElse(0L)),
        image -> {
          always.change().accept(image);
          image.run.wrong = (t, last) -> when.holds(t, last, step);
        });
  }
}
