// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

/**
 * A mistake that a run makes in some of its steps alone.
 *
 * @param mistake the mistake
 * @param when in which steps
 * @param step the first step in which it is made
 */
public record MistakeInSomeSteps(Mistake mistake, When when, int step) implements Mistake {
  /** How its advice says that it is made in some steps alone; their names follow. */
  public static final String ONLY = "this happens only ";

  /** Steps in which alone a mistake may be made. */
  public enum When {
    LAST,
    BEFORE_LAST,
    ONLY,
    FROM;

    private String words(int step) {
      return switch (this) {
        case LAST -> "in the last step" + afterRight(step);
        case BEFORE_LAST -> "in the last step but one" + afterRight(step);
        case ONLY -> "in step " + step;
        case FROM -> "from step " + step + " on";
      };
    }

    private static String afterRight(int step) {
      return step == 0 ? "" : " of a run, where that is step " + step + " or a later one,";
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
        always.advice() + "; " + ONLY + when.words(step),
        image -> {
          always.change().accept(image);
          image.run.wrong = (t, last) -> when.holds(t, last, step);
        });
  }
}
