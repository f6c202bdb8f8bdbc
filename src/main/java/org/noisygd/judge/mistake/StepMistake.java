// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

/**
 * A mistake that a run makes in some of its steps alone.
 *
 * @param mistake the mistake
 * @param when in which steps
 * @param step the step that they are counted from
 */
public record StepMistake(Mistake mistake, When when, int step) implements Mistake {
  /** Steps in which alone a mistake may be made. */
  public enum When {
    LAST,
    ONLY,
    FROM;

    private String words(int step) {
      return switch (this) {
        case LAST -> "in the last step";
        case ONLY -> "in step " + step;
        case FROM -> "from step " + step + " on";
      };
    }

    private boolean holds(int t, int last, int step) {
      return switch (this) {
        case LAST -> t == last;
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
        always.advice() + "; only " + when.words(step) + " is it so",
        image -> {
          always.change().accept(image);
          image.run.wrong = (t, last) -> when.holds(t, last, step);
        });
  }
}
