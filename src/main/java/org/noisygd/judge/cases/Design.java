// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Spelling;

/**
 * The levels of the features of a request that occur together. Each level of a {@link Parameter}
 * occurs alone among ordinary ones; further rows hold shapes, one content in all matrices, and
 * three conditions at once; the rest are drawn by chance, with most features not ordinary, so that
 * two levels of two features that can meet do so in most suites.
 */
final class Design {
  /** Rows drawn by chance for each op. */
  private static final int ROWS_BY_CHANCE = 300;

  /** One feature in so many is ordinary in a row drawn by chance, besides those whose draw is. */
  private static final int ONE_ORDINARY_IN = 4;

  /** One row in so many may be as large as one whose levels are chosen. */
  private static final int ONE_LARGE_IN = 8;

  /** The levels of a size that come first are small. */
  private static final int SMALL_SIZES = 3;

  /** The largest d1 d2 r of a case, times a third of the updates of a run. */
  private static final int MAX_PRODUCTS = 1_600;

  /** The largest of most rows drawn by chance. */
  private static final int FEW_PRODUCTS = 300;

  /**
   * Shapes whose sizes are all multiples of 8, that are too large to meet other levels, or that
   * leave each rest by 8.
   */
  private static final List<ProblemShape> SHAPES =
      ProblemShape.all(
          "8x8x8 16x8x16 8x48x8 48x16x1 64x8x6 8x64x1 128x8x1 8x128x1 256x2x1 2x256x1 "
              + "65x65x1 259x16x1 16x259x1 259x1x17 1x259x17 3x2x64 64x64x1 15x12x13 14x10x11 "
              + "11x15x14 10x14x15 12x16x10");

  /** Small ones for a Hessian, whose sizes and ranks leave the other rests by 8, and r = 64. */
  private static final List<ProblemShape> OF_HESSIANS =
      ProblemShape.all("11x10x1 14x3x1 1x2x10 2x1x11 2x1x14 1x1x15 1x1x64");

  /** One in which M has more than 2^15 entries. */
  private static final ProblemShape LARGEST = new ProblemShape(182, 181, 1);

  /** The most rows of a Hessian. */
  private static final int MAX_SIDE = 160;

  /** The most of most rows drawn by chance. */
  private static final int FEW_SIDE = 40;

  /** The most updates of a run that may grow: each may cube its numbers. */
  private static final int FEW_UPDATES = 2;

  private Design() {}

  /** The levels of each case of an op, in order; the seed decides those drawn by chance. */
  static List<DesignRow> rows(Op op, NumberSource numbers) {
    List<DesignRow> rows = chosen(op);
    Set<String> said = new HashSet<>();
    rows.removeIf(row -> !isPossible(op, row, MAX_PRODUCTS, MAX_SIDE) || !said.add(row.toString()));
    rows.addAll(shapes(op));
    for (int n = 0; n < ROWS_BY_CHANCE; ) {
      DesignRow row = drawn(op, numbers);
      boolean large = numbers.integer(ONE_LARGE_IN) == 0;
      int products = large ? MAX_PRODUCTS : FEW_PRODUCTS;
      if (isPossible(op, row, products, large ? MAX_SIDE : FEW_SIDE) && said.add(row.toString())) {
        rows.add(row);
        n++;
      }
    }
    return rows;
  }

  /** Rows in which one level is not ordinary, or several that belong together. */
  private static List<DesignRow> chosen(Op op) {
    List<Parameter> features = Parameter.of(op);
    DesignRow ordinary = new DesignRow();
    List<DesignRow> rows = new ArrayList<>();
    for (Parameter feature : features) {
      feature.levels().forEach(level -> rows.add(ordinary.and(feature, level).squared()));
    }
    for (EntryPattern content : EntryPattern.values()) {
      boolean alone = content.isAlone();
      if (alone || features.stream().anyMatch(f -> f.levels().contains(content))) {
        rows.add(filled(ordinary.and(Parameter.COLUMNS, 3), features, content));
      }
      if (alone) {
        Stream.of(Parameter.X, Parameter.Y, Parameter.TARGET)
            .forEach(matrix -> rows.add(ordinary.and(matrix, content)));
      }
    }
    rows.addAll(conditions(features, ordinary));
    return rows;
  }

  /** Rows of the shapes that do not occur elsewhere. */
  private static List<DesignRow> shapes(Op op) {
    boolean hessian = op.has(Part.HESSIAN);
    List<DesignRow> rows = new ArrayList<>();
    Stream.concat(SHAPES.stream(), OF_HESSIANS.stream().filter(shape -> hessian))
        .filter(shape -> !hessian || (shape.d1() + shape.d2()) * shape.r() <= MAX_SIDE)
        .forEach(shape -> rows.add(shaped(shape)));
    List<Parameter> features = Parameter.of(op);
    if (Stream.of(Part.HESSIAN, Part.HESSIAN_TIMES, Part.SMOOTHED, Part.RUN).noneMatch(op::has)) {
      rows.add(filled(shaped(LARGEST), features, EntryPattern.DIGIT)); // quick to read
    }
    if (!hessian) {
      for (EntryPattern content : List.of(EntryPattern.ROWS, EntryPattern.COLUMNS)) {
        // halves of very different size
        rows.add(filled(shaped(SHAPES.get(0)), features, content));
      }
    }
    return rows;
  }

  /** A row drawn by chance: one to three of the sizes may be any, the others are small. */
  private static DesignRow drawn(Op op, NumberSource numbers) {
    DesignRow row = new DesignRow();
    List<Parameter> sizes =
        new ArrayList<>(List.of(Parameter.ROWS, Parameter.COLUMNS, Parameter.RANK));
    for (int free = 1 + numbers.integer(sizes.size()); !sizes.isEmpty(); free--) {
      Parameter size = sizes.remove(numbers.integer(sizes.size()));
      int levels = free > 0 ? size.levels().size() : SMALL_SIZES;
      row.with(size, size.levels().get(numbers.integer(levels)));
    }
    for (Parameter feature : Parameter.of(op)) {
      if (!row.levels.containsKey(feature) && numbers.integer(ONE_ORDINARY_IN) > 0) {
        row.with(feature, feature.levels().get(numbers.integer(feature.levels().size())));
      }
    }
    return row.squared();
  }

  private static DesignRow shaped(ProblemShape shape) {
    return new DesignRow()
        .with(Parameter.ROWS, shape.d1())
        .with(Parameter.COLUMNS, shape.d2())
        .with(Parameter.RANK, shape.r());
  }

  /** Rows in which three conditions hold that a quick way of computing may ask for together. */
  private static List<DesignRow> conditions(List<Parameter> features, DesignRow ordinary) {
    List<Map<Parameter, Object>> conditions =
        Stream.<Map<Parameter, Object>>of(
                Map.of(Parameter.NOISE_X, EntryPattern.ZERO, Parameter.NOISE_Y, EntryPattern.ZERO),
                Map.of(Parameter.STEP_Y, Parameter.Amount.EQUAL),
                Map.of(Parameter.SIGMA_2, Parameter.Amount.EQUAL),
                Map.of(Parameter.RANK, 1),
                Map.of(Parameter.COLUMNS, ordinary.size(Parameter.ROWS)),
                Map.of(Parameter.TARGET, EntryPattern.ZERO),
                Map.of(
                    Parameter.TARGET,
                    EntryPattern.SYMMETRIC,
                    Parameter.COLUMNS,
                    ordinary.size(Parameter.ROWS)))
            .filter(condition -> features.containsAll(condition.keySet()))
            .toList();
    List<DesignRow> rows = new ArrayList<>();
    int n = conditions.size();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        for (int k = j + 1; k < n; k++) {
          DesignRow row = ordinary;
          for (int condition : new int[] {i, j, k}) {
            row = row.and(conditions.get(condition));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** A row with this content in all matrices that can have it. */
  private static DesignRow filled(DesignRow row, List<Parameter> features, EntryPattern content) {
    for (Parameter feature : features) {
      boolean holds = feature.levels().get(0) == EntryPattern.ORDINARY;
      if (holds && (feature.levels().contains(content) || content.isAlone())) {
        row.with(feature, content);
      }
    }
    return content.isWhole() ? row.with(Parameter.SPELLING, Spelling.WHOLE) : row;
  }

  /**
   * Returns true if these levels can meet: the case is quick, its matrices have such rows and
   * columns, and a run stays in the range of the numbers.
   */
  private static boolean isPossible(Op op, DesignRow row, int products, int side) {
    int d1 = row.size(Parameter.ROWS);
    int d2 = row.size(Parameter.COLUMNS);
    int r = row.size(Parameter.RANK);
    int updates = op.has(Part.RUN) ? row.size(Parameter.UPDATES) : 1;
    boolean grows = row.amount(Parameter.STEP_X).grows() || row.amount(Parameter.STEP_Y).grows();
    boolean quick =
        op.has(Part.HESSIAN)
            ? (d1 + d2) * r <= side
            : d1 * d2 * r * Math.max(1, updates / 3) <= products;
    return quick
        && row.fits(d1, r, Parameter.X, Parameter.NOISE_X, Parameter.DIRECTION_X)
        && row.fits(d2, r, Parameter.Y, Parameter.NOISE_Y, Parameter.DIRECTION_Y)
        && row.fits(d1, d2, Parameter.TARGET)
        && ((Parameter.Recorded) row.get(Parameter.RECORD)).fits(updates)
        && !row.isNear(Parameter.STEP_X, Parameter.STEP_Y)
        && !row.isNear(Parameter.SIGMA_1, Parameter.SIGMA_2)
        && (updates <= FEW_UPDATES || !grows);
  }
}
