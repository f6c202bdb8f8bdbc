// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A location in an answer: a number, a field, or the whole answer.
 *
 * @param field the field, such as {@code X}; for a test of many numbers, its statistic in words
 * @param index the row and the column of the number, or its index in a list; empty for the whole
 *     field
 * @param step the step of the state, in a run or a trace; else empty
 */
public record Place(String field, List<Integer> index, OptionalLong step) {
  /** The location if the candidate reported an error instead of numbers. */
  public static final Place ERROR = of("error");

  public Place {
    index = List.copyOf(index);
  }

  /** The location of a field, or of the statistic of a test. */
  public static Place of(String field) {
    return new Place(field, List.of(), OptionalLong.empty());
  }

  /** Returns this location in the state at step t. */
  public Place at(long t) {
    return new Place(field, index, OptionalLong.of(t));
  }

  /** Returns the location of a number of this field, by its row and column or its index. */
  public Place entry(int... at) {
    return new Place(field, Arrays.stream(at).boxed().toList(), step);
  }

  /** The location in words; a loss is one number, so it has no index. */
  public String words() {
    return field.equals("loss") ? field : toString();
  }

  /** The location as {@code X[3][0]}, with {@code at t=5} in a run. */
  @Override
  public String toString() {
    return field
        + index.stream().map(n -> "[" + n + "]").collect(Collectors.joining())
        + (step.isPresent() ? " at t=" + step.getAsLong() : "");
  }
}
