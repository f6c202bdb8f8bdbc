// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Spelling;
import org.noisygd.number.Dyadic;

/**
 * A parameter of a request, and its levels; the first is the default. A program may be wrong at one
 * level alone, or at a combination of levels of two parameters.
 */
enum Parameter {
  /**
   * d1: small, odd, prime, whole blocks of 8 to 32, one less than 16, and one or three beyond
   * blocks of up to 256.
   */
  ROWS("M", "d1", 3, 1, 2, 8, 9, 15, 16, 32, 65, 259),
  /** d2, with similar levels. */
  COLUMNS("M", "d2", 2, 1, 3, 8, 9, 12, 16, 32, 65, 259),
  /** r, up to 32, and above d1 and d2 if these are small. */
  RANK("M", "r", 2, 1, 3, 7, 8, 12, 13, 17, 32),
  X("X", "X", factor()),
  Y("Y", "Y", and(factor(), EntryPattern.SAME)),
  TARGET("M", "M", and(factor(), EntryPattern.SYMMETRIC, EntryPattern.NEARLY_SYMMETRIC)),
  NOISE_X("noiseX", "noiseX", perturbation()),
  NOISE_Y("noiseY", "noiseY", and(perturbation(), EntryPattern.SAME)),
  DIRECTION_X("dX", "dX", and(perturbation(), EntryPattern.ITERATE)),
  DIRECTION_Y("dY", "dY", and(perturbation(), EntryPattern.SAME, EntryPattern.ITERATE)),
  STEP_X("etaX", "etaX", first()),
  STEP_Y("etaY", "etaY", (Object[]) Amount.values()),
  SIGMA_1("sigma1", "sigma1", first()),
  SIGMA_2("sigma2", "sigma2", (Object[]) Amount.values()),
  /** T: few, and beyond blocks of 8, 32, 64, 128 and 256 updates. */
  UPDATES("record", "T", 2, 1, 3, 6, 13, 50, 130, 400),
  RECORD("record", "record", (Object[]) Recorded.values()),
  SPELLING("M", "numbers", (Object[]) Spelling.values());

  private final String field;
  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // its elements are numbers and constants of enums
  private final List<Object> levels;

  Parameter(String field, String word, Object... levels) {
    this.field = field;
    this.word = word;
    this.levels = List.of(levels);
  }

  static List<Parameter> of(Op op) {
    return List.of(values()).stream().filter(f -> op.fields().contains(f.field)).toList();
  }

  /** The levels, the default first. */
  List<Object> levels() {
    return levels;
  }

  String words(Object level) {
    return word + " " + (level instanceof Spelling s ? s.words() : level);
  }

  /**
   * The patterns that are combined with all other levels. The others occur in one matrix alone, or
   * in all matrices.
   */
  private static Object[] factor() {
    return Stream.of(EntryPattern.values()).filter(EntryPattern::isOfAnyFactor).toArray();
  }

  private static Object[] and(Object[] levels, Object... more) {
    return Stream.concat(Stream.of(levels), Stream.of(more)).toArray();
  }

  private static Object[] perturbation() {
    Set<EntryPattern> others =
        Set.of(EntryPattern.ZERO_COLUMN, EntryPattern.NEGATIVE, EntryPattern.COLUMNS);
    return Stream.of(factor()).filter(pattern -> !others.contains(pattern)).toArray();
  }

  private static Object[] first() {
    return List.of(Amount.values()).stream().filter(a -> !a.isOfSecond()).toArray();
  }

  /**
   * The kinds of step sizes and standard deviations. None is negative: optimisers refuse a negative
   * step size, and a standard deviation cannot be negative.
   */
  enum Amount {
    ORDINARY("ordinary"),
    ZERO("zero"),
    ONE("one"),
    /** For arithmetics that hold every double, since the number uses all bits. */
    DECIMAL("0.3"),
    HUGE("huge"),
    TINY("tiny"),
    /** A kind for the second of two numbers alone. */
    EQUAL("equal to the other"),
    /** A slightly smaller number, for the second of two alone. */
    NEARLY_EQUAL("nearly equal to the other");

    /** log2 of the relative difference of numbers that are nearly equal. */
    private static final int NEAR = -20;

    private final String words;

    Amount(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }

    /** Returns true if this kind relates the second of two numbers to the first. */
    boolean isOfSecond() {
      return this == EQUAL || this == NEARLY_EQUAL;
    }

    /** Returns true if a run with such a step size may grow for any curvature. */
    boolean grows() {
      return this == HUGE || this == ONE || this == DECIMAL;
    }

    /**
     * Draws such a number.
     *
     * @param exponent log2 of an ordinary number's size
     * @param up log2 of a huge number's size
     * @param down log2 of a tiny number's size
     * @param other the first of the two
     */
    Dyadic draw(NumberSource numbers, int exponent, int up, int down, Dyadic other) {
      return switch (this) {
        case ORDINARY -> numbers.positive(exponent);
        case ZERO -> Dyadic.ZERO;
        case ONE -> Dyadic.ONE;
        case DECIMAL -> numbers.isOfDoubles() ? Dyadic.of(0.3) : numbers.positive(exponent);
        case HUGE -> numbers.positive(up);
        case TINY -> numbers.positive(down);
        case EQUAL -> other;
        case NEARLY_EQUAL -> numbers.nextBelow(other, NEAR);
      };
    }
  }

  /** The choices of the states that a run records. */
  enum Recorded {
    ALL(1, "every state"),
    NONE(1, "no state"),
    START(1, "the start alone"),
    END(1, "the end alone"),
    NOT_START(1, "every state but the start"),
    NOT_END(1, "every state but the end"),
    GAPS(2, "the start, then two of every three states"),
    INSIDE(2, "one state between start and end"),
    ENDS(2, "the start and the end alone"),
    FIFTH(6, "every fifth state"),
    TENTH(11, "every tenth state"),
    /** Gaps longer than 8, 32 and 64 updates, if the run is long enough. */
    GAP(13, "all but a gap of 9, 33 or 65 updates");

    /** Minimum number of updates of a run for which no other choice gives the same states. */
    private final int fewest;

    private final String words;

    Recorded(int fewest, String words) {
      this.fewest = fewest;
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }

    boolean fits(int updates) {
      return updates >= fewest;
    }

    /** The recorded steps of a run of this many updates. */
    List<Integer> steps(int updates) {
      int gap = updates > 100 ? 65 : updates > 40 ? 33 : 9;
      IntPredicate chosen =
          t ->
              switch (this) {
                case ALL -> true;
                case NONE -> false;
                case START -> t == 0;
                case END -> t == updates;
                case NOT_START -> t > 0;
                case NOT_END -> t < updates;
                case GAPS -> t % 3 != 1;
                case INSIDE -> t == (updates + 1) / 2;
                case ENDS -> t == 0 || t == updates;
                case FIFTH -> t % 5 == 0;
                case TENTH -> t % 10 == 0;
                case GAP -> t <= 2 || t >= 2 + gap;
              };
      return IntStream.rangeClosed(0, updates).filter(chosen).boxed().toList();
    }
  }
}
