// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The levels of a request's parameters, each of the type of its parameter's levels. */
final class DesignRow {
  final Map<Parameter, Object> levels = new EnumMap<>(Parameter.class);

  DesignRow and(Parameter parameter, Object level) {
    return and(Map.of(parameter, level));
  }

  DesignRow and(Map<Parameter, Object> others) {
    DesignRow more = new DesignRow();
    more.levels.putAll(levels);
    more.levels.putAll(others);
    return more;
  }

  /** The level of a parameter, by default its first. */
  Object get(Parameter parameter) {
    return levels.getOrDefault(parameter, parameter.levels().get(0));
  }

  int size(Parameter parameter) {
    return (int) get(parameter);
  }

  ProblemShape shape() {
    return new ProblemShape(size(Parameter.ROWS), size(Parameter.COLUMNS), size(Parameter.RANK));
  }

  EntryPattern pattern(Parameter parameter) {
    return (EntryPattern) get(parameter);
  }

  boolean fits(int rows, int columns, Parameter... matrices) {
    return Stream.of(matrices).allMatch(f -> pattern(f).fits(rows, columns));
  }

  Parameter.Amount amount(Parameter parameter) {
    return (Parameter.Amount) get(parameter);
  }

  boolean isNear(Parameter first, Parameter second) {
    return get(first) == Parameter.Amount.ZERO && get(second) == Parameter.Amount.NEARLY_EQUAL;
  }

  /** Makes M square if a pattern needs that. */
  DesignRow squared() {
    boolean square =
        get(Parameter.TARGET) == EntryPattern.SYMMETRIC
            || get(Parameter.TARGET) == EntryPattern.NEARLY_SYMMETRIC
            || Stream.of(Parameter.Y, Parameter.NOISE_Y, Parameter.DIRECTION_Y)
                .anyMatch(f -> get(f) == EntryPattern.SAME);
    return square ? and(Parameter.COLUMNS, get(Parameter.ROWS)) : this;
  }

  /**
   * Returns true if the row has at most one kind of pattern or amount that is not the default, so
   * that numbers may have very different magnitudes without hiding an effect.
   */
  boolean isOfOneKind() {
    return levels.entrySet().stream()
            .filter(e -> !e.getValue().equals(e.getKey().levels().get(0)))
            .map(e -> e.getValue())
            .filter(level -> level instanceof EntryPattern || level instanceof Parameter.Amount)
            .distinct()
            .count()
        <= 1;
  }

  /** The levels that are not the default, in words. */
  @Override
  public String toString() {
    String words =
        levels.entrySet().stream()
            .filter(e -> !e.getValue().equals(e.getKey().levels().get(0)))
            .map(e -> e.getKey().words(e.getValue()))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "all ordinary" : words;
  }
}
