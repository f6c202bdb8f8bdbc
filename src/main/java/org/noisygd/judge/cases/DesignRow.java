// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The levels of a request's features, each of the type of its feature's levels. */
final class DesignRow {
  final Map<Feature, Object> levels = new EnumMap<>(Feature.class);

  DesignRow with(Feature feature, Object level) {
    levels.put(feature, level);
    return this;
  }

  DesignRow and(Feature feature, Object level) {
    return and(Map.of(feature, level));
  }

  DesignRow and(Map<Feature, Object> others) {
    DesignRow more = new DesignRow();
    more.levels.putAll(levels);
    more.levels.putAll(others);
    return more;
  }

  /** The level of a feature; the ordinary one if it is not chosen or not among the op's. */
  Object get(Feature feature) {
    return levels.getOrDefault(feature, feature.levels().get(0));
  }

  int size(Feature feature) {
    return (int) get(feature);
  }

  Content content(Feature feature) {
    return (Content) get(feature);
  }

  boolean fits(int rows, int columns, Feature... matrices) {
    return Stream.of(matrices).allMatch(f -> content(f).fits(rows, columns));
  }

  Feature.Amount amount(Feature feature) {
    return (Feature.Amount) get(feature);
  }

  boolean isNear(Feature first, Feature second) {
    return get(first) == Feature.Amount.ZERO && get(second) == Feature.Amount.NEARLY_EQUAL;
  }

  /** This row with a square M, where a content asks for one. */
  DesignRow squared() {
    boolean square =
        get(Feature.TARGET) == Content.SYMMETRIC
            || get(Feature.TARGET) == Content.NEARLY_SYMMETRIC
            || Stream.of(Feature.Y, Feature.NOISE_Y, Feature.DIRECTION_Y)
                .anyMatch(f -> get(f) == Content.SAME);
    return square ? with(Feature.COLUMNS, get(Feature.ROWS)) : this;
  }

  /**
   * Whether no two kinds of contents and amounts meet that are not ordinary, so that the sizes of
   * numbers may be far apart and still show.
   */
  boolean isOfOneKind() {
    return levels.entrySet().stream()
            .filter(e -> !e.getValue().equals(e.getKey().levels().get(0)))
            .map(e -> e.getValue())
            .filter(level -> level instanceof Content || level instanceof Feature.Amount)
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
