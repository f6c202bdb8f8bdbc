// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;

/** The levels of a request's features, each of the type of its feature's levels. */
final class DesignRow {
  /** A side or rank up to this allows every content that a larger one does. */
  private static final int SMALL = 3;

  final Map<Feature, Object> levels = new EnumMap<>(Feature.class);

  DesignRow with(Feature feature, Object level) {
    levels.put(feature, level);
    return this;
  }

  DesignRow copy() {
    return and(Map.of());
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

  /** The level of a feature; the ordinary one if it is open or not among the op's. */
  Object get(Feature feature) {
    return levels.getOrDefault(feature, feature.levels().get(0));
  }

  int size(Feature feature) {
    return (int) get(feature);
  }

  /** The sizes that it can still have, small ones first, as far as its contents may need them. */
  List<Sizes> sizes(Op op) {
    List<Sizes> all = new ArrayList<>();
    for (int updates : op.has(Part.RUN) ? sizes(Feature.UPDATES) : new int[] {1}) {
      for (int r : sizes(Feature.RANK)) {
        for (int d1 : sizes(Feature.ROWS)) {
          for (int d2 : sizes(Feature.COLUMNS)) {
            all.add(new Sizes(new ProblemShape(d1, d2, r), updates));
          }
        }
      }
    }
    return all;
  }

  int[] sizes(Feature feature) {
    return levels.containsKey(feature)
        ? new int[] {size(feature)}
        : feature.levels().stream()
            .mapToInt(level -> (int) level)
            .filter(size -> feature == Feature.UPDATES || size <= SMALL || isSide(size))
            .sorted()
            .toArray();
  }

  /** Whether this is the size of a side that is chosen: matrices may have to be square. */
  boolean isSide(int size) {
    return Stream.of(Feature.ROWS, Feature.COLUMNS)
        .anyMatch(side -> levels.containsKey(side) && size(side) == size);
  }

  Content content(Feature feature) {
    return (Content) get(feature);
  }

  boolean fits(int rows, int columns, Feature... matrices) {
    return Stream.of(matrices).allMatch(f -> content(f).fits(rows, columns));
  }

  boolean grows(Feature step) {
    return ((Feature.Amount) get(step)).grows();
  }

  boolean isNear(Feature first, Feature second) {
    return get(first) == Feature.Amount.ZERO && get(second) == Feature.Amount.NEARLY_EQUAL;
  }

  boolean isSame(Feature... matrices) {
    return Stream.of(matrices).anyMatch(f -> get(f) == Content.SAME);
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

  /** The line that {@link Design} reads. */
  String line() {
    return levels.entrySet().stream()
        .filter(e -> !e.getValue().equals(e.getKey().levels().get(0)))
        .map(e -> " " + e.getKey() + "=" + Feature.name(e.getValue()))
        .collect(Collectors.joining());
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

  /** The sizes of a row. */
  record Sizes(ProblemShape shape, int updates) {
    int cost(Op op) {
      int side = (shape.d1() + shape.d2()) * shape.r();
      int products = shape.d1() * shape.d2() * shape.r();
      return op.has(Part.HESSIAN) ? side * side : products * Math.max(1, updates / 3);
    }
  }
}
