// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Spelling;

/**
 * Which levels of the features of a request occur together. Each level of a {@link Feature} occurs
 * alone among ordinary ones, and every pair of levels of two features that can meet occurs in some
 * row; further rows hold shapes, contents and conditions of more than two features.
 */
final class Design {
  /** Contents that occur alone in a matrix, or in all at once. */
  private static final Set<Content> ALONE =
      Set.of(Content.POSITIVE, Content.WHOLE, Content.DECIMAL, Content.DIGIT);

  /** The largest d1 d2 r of a case, times a third of the updates of a run. */
  private static final int MAX_PRODUCTS = 1_200;

  /** The largest where sizes are free. */
  private static final int FEW_PRODUCTS = 300;

  /** A side or rank up to this allows every content that a larger one does. */
  private static final int SMALL = 3;

  /** Shapes whose sizes are all multiples of 8, or that are too large to meet other levels. */
  private static final List<ProblemShape> SHAPES =
      List.of(
          new ProblemShape(8, 8, 8),
          new ProblemShape(16, 8, 16),
          new ProblemShape(8, 48, 8),
          new ProblemShape(48, 16, 1),
          new ProblemShape(64, 8, 6),
          new ProblemShape(8, 64, 1),
          new ProblemShape(128, 8, 1),
          new ProblemShape(8, 128, 1),
          new ProblemShape(256, 2, 1),
          new ProblemShape(2, 256, 1),
          new ProblemShape(67, 67, 1),
          new ProblemShape(259, 16, 1),
          new ProblemShape(16, 259, 1),
          new ProblemShape(259, 1, 17),
          new ProblemShape(1, 259, 17));

  /** One in which M has more than 2^15 entries. */
  private static final ProblemShape LARGEST = new ProblemShape(182, 181, 1);

  /** The most rows of a Hessian. */
  private static final int MAX_SIDE = 140;

  /** The most where sizes are free. */
  private static final int FEW_SIDE = 40;

  /** The most updates of a run that may grow: each may cube its numbers. */
  private static final int FEW_UPDATES = 2;

  private Design() {}

  /** The levels of a request's features, each of the type of its feature's levels. */
  static final class Row {
    private final Map<Feature, Object> levels = new EnumMap<>(Feature.class);

    Row with(Feature feature, Object level) {
      levels.put(feature, level);
      return this;
    }

    private Row and(Feature feature, Object level) {
      return and(Map.of(feature, level));
    }

    private Row and(Map<Feature, Object> others) {
      Row more = new Row();
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
    private List<Sizes> sizes(Op op) {
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

    private int[] sizes(Feature feature) {
      return levels.containsKey(feature)
          ? new int[] {size(feature)}
          : feature.levels().stream()
              .mapToInt(level -> (int) level)
              .filter(size -> feature == Feature.UPDATES || size <= SMALL || isSide(size))
              .sorted()
              .toArray();
    }

    /** Whether this is the size of a side that is chosen: matrices may have to be square. */
    private boolean isSide(int size) {
      return Stream.of(Feature.ROWS, Feature.COLUMNS)
          .anyMatch(side -> levels.containsKey(side) && size(side) == size);
    }

    Content content(Feature feature) {
      return (Content) get(feature);
    }

    private boolean fits(int rows, int columns, Feature... matrices) {
      return Stream.of(matrices).allMatch(f -> content(f).fits(rows, columns));
    }

    private boolean grows(Feature step) {
      return ((Feature.Amount) get(step)).grows();
    }

    private boolean isNear(Feature first, Feature second) {
      return get(first) == Feature.Amount.ZERO && get(second) == Feature.Amount.NEARLY_EQUAL;
    }

    private boolean isSame(Feature... matrices) {
      return Stream.of(matrices).anyMatch(f -> get(f) == Content.SAME);
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

  /** The levels of each case of an op, in order. */
  static List<Row> rows(Op op) {
    List<Feature> features = Feature.of(op);
    int[] levels = features.stream().mapToInt(f -> f.levels().size()).toArray();
    List<Row> rows = new ArrayList<>();
    new CoveringArray(
            levels,
            row -> impossible(op, row(features, row)).isEmpty(),
            row -> cost(op, row(features, row)),
            op.has(Part.HESSIAN) ? FEW_SIDE * FEW_SIDE : FEW_PRODUCTS)
        .rows()
        .forEach(row -> rows.add(row(features, row)));
    Row ordinary = row(features, new int[features.size()]);
    for (Content content : Content.values()) {
      if (ALONE.contains(content)
          || features.stream().anyMatch(f -> f.levels().contains(content))) {
        rows.add(alike(features, content));
      }
      if (ALONE.contains(content)) {
        Stream.of(Feature.X, Feature.Y, Feature.TARGET)
            .forEach(matrix -> rows.add(ordinary.and(matrix, content)));
      }
    }
    rows.addAll(conditions(features, ordinary));
    rows.removeIf(row -> !impossible(op, row).isEmpty());
    SHAPES.stream()
        .filter(shape -> !op.has(Part.HESSIAN) || (shape.d1() + shape.d2()) * shape.r() <= MAX_SIDE)
        .forEach(shape -> rows.add(shaped(ordinary, shape)));
    if (Stream.of(Part.HESSIAN, Part.HESSIAN_TIMES, Part.SMOOTHED, Part.RUN).noneMatch(op::has)) {
      rows.add(filled(shaped(ordinary, LARGEST), features, Content.DIGIT)); // quick to read
    }
    return rows;
  }

  private static Row shaped(Row ordinary, ProblemShape shape) {
    return ordinary
        .and(Feature.ROWS, shape.d1())
        .with(Feature.COLUMNS, shape.d2())
        .with(Feature.RANK, shape.r());
  }

  /** Rows in which three conditions hold that a quick way of computing may ask for together. */
  private static List<Row> conditions(List<Feature> features, Row ordinary) {
    List<Map<Feature, Object>> conditions =
        Stream.<Map<Feature, Object>>of(
                Map.of(Feature.NOISE_X, Content.ZERO, Feature.NOISE_Y, Content.ZERO),
                Map.of(Feature.STEP_Y, Feature.Amount.EQUAL),
                Map.of(Feature.SIGMA_2, Feature.Amount.EQUAL),
                Map.of(Feature.RANK, 1),
                Map.of(Feature.COLUMNS, ordinary.size(Feature.ROWS)),
                Map.of(Feature.TARGET, Content.ZERO),
                Map.of(
                    Feature.TARGET,
                    Content.SYMMETRIC,
                    Feature.COLUMNS,
                    ordinary.size(Feature.ROWS)))
            .filter(condition -> features.containsAll(condition.keySet()))
            .toList();
    List<Row> rows = new ArrayList<>();
    int n = conditions.size();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        for (int k = j + 1; k < n; k++) {
          Row row = ordinary.and(Map.of());
          for (int condition : new int[] {i, j, k}) {
            row = row.and(conditions.get(condition));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** A row of shape 3 x 3 x 2 with this content in all matrices that can have it. */
  private static Row alike(List<Feature> features, Content content) {
    return filled(
        row(features, new int[features.size()]).with(Feature.COLUMNS, 3), features, content);
  }

  /** A row with this content in all matrices that can have it. */
  private static Row filled(Row row, List<Feature> features, Content content) {
    for (Feature feature : features) {
      boolean holds = feature.levels().get(0) == Content.ORDINARY;
      if (holds && (feature.levels().contains(content) || ALONE.contains(content))) {
        row.with(feature, content);
      }
    }
    return content.isWhole() ? row.with(Feature.SPELLING, Spelling.WHOLE) : row;
  }

  private static Row row(List<Feature> features, int[] levels) {
    Row row = new Row();
    for (int k = 0; k < levels.length; k++) {
      if (levels[k] != CoveringArray.OPEN) {
        row.with(features.get(k), features.get(k).levels().get(levels[k]));
      }
    }
    return row;
  }

  /** Why some levels cannot meet, whatever the open sizes are; empty if they can. */
  static Optional<String> impossible(Op op, Row row) {
    String first = "";
    for (Sizes sizes : row.sizes(op)) {
      String reason = reason(op, row, sizes);
      if (reason.isEmpty()) {
        return Optional.empty();
      }
      first = first.isEmpty() ? reason : first;
    }
    return Optional.of(first);
  }

  /** What a row costs if its open sizes are small. */
  private static int cost(Op op, Row row) {
    return row.sizes(op).stream()
        .filter(sizes -> reason(op, row, sizes).isEmpty())
        .findFirst()
        .map(sizes -> sizes.cost(op))
        .orElse(Integer.MAX_VALUE);
  }

  /** The sizes of a row. */
  private record Sizes(ProblemShape shape, int updates) {
    int cost(Op op) {
      int side = (shape.d1() + shape.d2()) * shape.r();
      int products = shape.d1() * shape.d2() * shape.r();
      return op.has(Part.HESSIAN) ? side * side : products * Math.max(1, updates / 3);
    }
  }

  private static String reason(Op op, Row row, Sizes sizes) {
    ProblemShape s = sizes.shape();
    int updates = sizes.updates();
    if (sizes.cost(op) > (op.has(Part.HESSIAN) ? MAX_SIDE * MAX_SIDE : MAX_PRODUCTS)) {
      return "too large to be quick";
    }
    if (!row.fits(s.d1(), s.r(), Feature.X, Feature.NOISE_X, Feature.DIRECTION_X)
        || !row.fits(s.d2(), s.r(), Feature.Y, Feature.NOISE_Y, Feature.DIRECTION_Y)
        || !row.fits(s.d1(), s.d2(), Feature.TARGET)) {
      return "no matrix of that shape has such rows or columns";
    }
    if (s.d1() != s.d2() && row.isSame(Feature.Y, Feature.NOISE_Y, Feature.DIRECTION_Y)) {
      return "matrices of different shapes are not the same";
    }
    if (!((Feature.Recorded) row.get(Feature.RECORD)).fits(updates)) {
      return "a run of so few updates has no such states";
    }
    if (row.isNear(Feature.STEP_X, Feature.STEP_Y)
        || row.isNear(Feature.SIGMA_1, Feature.SIGMA_2)) {
      return "no number is nearly equal to zero";
    }
    return updates > FEW_UPDATES && (row.grows(Feature.STEP_X) || row.grows(Feature.STEP_Y))
        ? "a run with such steps leaves the range of the numbers"
        : "";
  }
}
