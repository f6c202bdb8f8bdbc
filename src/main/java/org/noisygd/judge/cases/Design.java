// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
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
          new ProblemShape(65, 65, 1),
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

  /** What the start of a run depends on. */
  private static final Set<Feature> ON_THE_START =
      Set.of(
          Feature.ROWS,
          Feature.COLUMNS,
          Feature.RANK,
          Feature.X,
          Feature.Y,
          Feature.RECORD,
          Feature.SPELLING);

  /** Rows found by {@code DesignedCasesTest}; it writes them and holds them. */
  private static final Map<String, List<DesignRow>> WITNESSES = read(resource("witnesses.txt"));

  private Design() {}

  /**
   * The levels of each case of an op, in order: first those that hold every pair, then those in
   * which the pairs show that others hide.
   */
  static List<DesignRow> rows(Op op) {
    List<DesignRow> rows = rowsOfPairs(op);
    rows.addAll(WITNESSES.getOrDefault(op.word(), List.of()));
    if (!op.has(Part.HESSIAN)) {
      List<Feature> features = Feature.of(op);
      DesignRow blocks = shaped(row(features, new int[features.size()]), SHAPES.get(0));
      for (Content content : List.of(Content.ROWS, Content.COLUMNS)) {
        rows.add(filled(blocks.copy(), features, content)); // halves of very different size
      }
    }
    return rows;
  }

  /** The rows of a text of lines such as {@code run ROWS=65 X=ZERO}, by their ops. */
  private static Map<String, List<DesignRow>> read(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> List.of(line.split(" ", -1)))
        .collect(
            Collectors.groupingBy(
                words -> words.get(0),
                Collectors.mapping(
                    words -> row(words.subList(1, words.size())), Collectors.toList())));
  }

  private static DesignRow row(List<String> words) {
    DesignRow row = new DesignRow();
    for (String word : words) {
      String[] parts = word.split("=", 2);
      Feature feature = Feature.valueOf(parts[0]);
      row.with(feature, feature.level(parts[1]));
    }
    return row;
  }

  private static String resource(String name) {
    try (@Nullable InputStream in = Design.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows that hold every pair of levels that can meet, whatever shows there. */
  static List<DesignRow> rowsOfPairs(Op op) {
    List<Feature> features = Feature.of(op);
    int[] levels = features.stream().mapToInt(f -> f.levels().size()).toArray();
    List<DesignRow> rows = new ArrayList<>();
    new CoveringArray(
            levels,
            row -> impossible(op, row(features, row)).isEmpty(),
            row -> hidden(op, row(features, row)).isEmpty(),
            row -> cost(op, row(features, row)),
            op.has(Part.HESSIAN) ? FEW_SIDE * FEW_SIDE : FEW_PRODUCTS)
        .rows()
        .forEach(row -> rows.add(row(features, row)));
    DesignRow ordinary = row(features, new int[features.size()]);
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
    Set<String> said = new HashSet<>();
    rows.removeIf(row -> !said.add(row.toString()));
    return rows;
  }

  private static DesignRow shaped(DesignRow ordinary, ProblemShape shape) {
    return ordinary
        .and(Feature.ROWS, shape.d1())
        .with(Feature.COLUMNS, shape.d2())
        .with(Feature.RANK, shape.r());
  }

  /** Rows in which three conditions hold that a quick way of computing may ask for together. */
  private static List<DesignRow> conditions(List<Feature> features, DesignRow ordinary) {
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
    List<DesignRow> rows = new ArrayList<>();
    int n = conditions.size();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        for (int k = j + 1; k < n; k++) {
          DesignRow row = ordinary.and(Map.of());
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
  private static DesignRow alike(List<Feature> features, Content content) {
    return filled(
        row(features, new int[features.size()]).with(Feature.COLUMNS, 3), features, content);
  }

  /** A row with this content in all matrices that can have it. */
  private static DesignRow filled(DesignRow row, List<Feature> features, Content content) {
    for (Feature feature : features) {
      boolean holds = feature.levels().get(0) == Content.ORDINARY;
      if (holds && (feature.levels().contains(content) || ALONE.contains(content))) {
        row.with(feature, content);
      }
    }
    return content.isWhole() ? row.with(Feature.SPELLING, Spelling.WHOLE) : row;
  }

  private static DesignRow row(List<Feature> features, int[] levels) {
    DesignRow row = new DesignRow();
    for (int k = 0; k < levels.length; k++) {
      if (levels[k] != CoveringArray.OPEN) {
        row.with(features.get(k), features.get(k).levels().get(levels[k]));
      }
    }
    return row;
  }

  /** Why some levels cannot meet, whatever the open sizes are; empty if they can. */
  static Optional<String> impossible(Op op, DesignRow row) {
    String first = "";
    for (DesignRow.Sizes sizes : row.sizes(op)) {
      String reason = reason(op, row, sizes);
      if (reason.isEmpty()) {
        return Optional.empty();
      }
      first = first.isEmpty() ? reason : first;
    }
    return Optional.of(first);
  }

  /** Whether a row costs no more than most. */
  static boolean isCheap(Op op, DesignRow row) {
    return cost(op, row) <= (op.has(Part.HESSIAN) ? FEW_SIDE * FEW_SIDE : FEW_PRODUCTS);
  }

  /** What a row costs if its open sizes are small. */
  private static int cost(Op op, DesignRow row) {
    return row.sizes(op).stream()
        .filter(sizes -> reason(op, row, sizes).isEmpty())
        .findFirst()
        .map(sizes -> sizes.cost(op))
        .orElse(Integer.MAX_VALUE);
  }

  /**
   * Why no due number depends on both of two levels, whatever the others are; empty if some may.
   */
  static Optional<String> hidden(Op op, DesignRow pair) {
    Set<Feature> features = pair.levels.keySet();
    Object recorded = pair.levels.getOrDefault(Feature.RECORD, Feature.Recorded.ALL);
    if (recorded == Feature.Recorded.NONE) {
      return Optional.of("no state is recorded");
    }
    boolean startAlone =
        recorded == Feature.Recorded.START
            || (recorded == Feature.Recorded.NOT_END
                && Integer.valueOf(1).equals(pair.levels.get(Feature.UPDATES)));
    if (startAlone && !ON_THE_START.containsAll(features)) {
      return Optional.of("the start depends on X and Y alone");
    }
    boolean noX = pair.levels.get(Feature.X) == Content.ZERO;
    boolean noY = pair.levels.get(Feature.Y) == Content.ZERO;
    if (op.has(Part.LOSS)
        && !op.has(Part.SMOOTHED)
        && (noX || noY)
        && Set.of(Feature.X, Feature.Y, Feature.RANK).containsAll(features)) {
      return Optional.of("the product of X and Y is zero without the other too");
    }
    return op.has(Part.GRADIENT)
            && ((noX && features.contains(Feature.SIGMA_2))
                || (noY && features.contains(Feature.SIGMA_1)))
        ? Optional.of("a deviation multiplies a zero")
        : Optional.empty();
  }

  /** A row with these levels, the others ordinary, as far as its sizes allow that. */
  static Optional<DesignRow> completed(Op op, DesignRow some) {
    List<Feature> features = Feature.of(op);
    DesignRow full = row(features, new int[features.size()]).and(some.levels);
    if (impossible(op, full).isEmpty()) {
      return Optional.of(full);
    }
    return some.sizes(op).stream()
        .filter(sizes -> reason(op, some, sizes).isEmpty())
        .findFirst()
        .map(
            sizes -> {
              DesignRow sized = shaped(full, sizes.shape());
              return op.has(Part.RUN) ? sized.with(Feature.UPDATES, sizes.updates()) : sized;
            });
  }

  private static String reason(Op op, DesignRow row, DesignRow.Sizes sizes) {
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
