// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The levels of a request's features, each of the type of its feature's levels. */
final class DesignRow {
  final Map<Parameter, Object> levels = new EnumMap<>(Parameter.class);

  DesignRow with(Parameter feature, Object level) {
    levels.put(feature, level);
    return this;
  }

  DesignRow and(Parameter feature, Object level) {
    return and(Map.of(feature, level));
  }

  DesignRow and(Map<Parameter, Object> others) {
    DesignRow more = new DesignRow();
    more.levels.putAll(levels);
    more.levels.putAll(others);
    return more;
  }

  /** The level of a feature; the ordinary one if it is not chosen or not among the op's. */
  Object get(Parameter feature) {
    return levels.getOrDefault(feature, feature.levels().get(0));
  }

  int size(Parameter feature) {
    return (int) get(feature);
  }

  EntryPattern content(Parameter feature) {
    return (EntryPattern) get(feature);
  }

  boolean fits(int rows, int columns, Parameter... matrices) {
    return Stream.of(matrices).allMatch(f -> content(f).fits(rows, columns));
  }

  Parameter.Amount amount(Parameter feature) {
    return (Parameter.Amount) get(feature);
  }

  boolean isNear(Parameter first, Parameter second) {
    return get(first) == Parameter.Amount.ZERO && get(second) == Parameter.Amount.NEARLY_EQUAL;
  }

  /** This row with a square M, where a content asks for one. */
  DesignRow squared() {
    boolean square =
        get(Parameter.TARGET) == EntryPattern.SYMMETRIC
            || get(Parameter.TARGET) == EntryPattern.NEARLY_SYMMETRIC
            || Stream.of(Parameter.Y, Parameter.NOISE_Y, Parameter.DIRECTION_Y)
                .anyMatch(f -> get(f) == EntryPattern.SAME);
    return square ? with(Parameter.COLUMNS, get(Parameter.ROWS)) : this;
  }

  /**
   * Whether no two kinds of contents and amounts meet that are not ordinary, so that the sizes of
   * numbers may be far apart and still show.
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

  /** What is not ordinary, in words. */
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
