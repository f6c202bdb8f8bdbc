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
 * The combinations of levels of the parameters of a request. Each level of a {@link Parameter}
 * occurs alone among default levels. Further rows have other shapes, one pattern in all matrices,
 * or three conditions at once. The other rows are random, with most parameters not at their
 * default, so that most suites contain each possible pair of levels of two parameters.
 */
final class Design {
  /** Number of random rows of each op. */
  private static final int ROWS_BY_CHANCE = 300;

  /** The reciprocal of the fraction of parameters that keep their default level in a random row. */
  private static final int ONE_ORDINARY_IN = 4;

  /** The reciprocal of the fraction of random rows that may be as large as the chosen rows. */
  private static final int ONE_LARGE_IN = 8;

  /** Number of levels of a size that are small; they come first. */
  private static final int SMALL_SIZES = 3;

  /** Maximum of d1 d2 r of a case, times a third of the updates of a run. */
  private static final int MAX_PRODUCTS = 1_600;

  /** Maximum of d1 d2 r, times a third of the updates, for most random rows. */
  private static final int FEW_PRODUCTS = 300;

  /**
   * Shapes whose sizes are all multiples of 8, that are too large for other levels, or that have
   * each remainder modulo 8.
   */
  private static final List<ProblemShape> SHAPES =
      ProblemShape.all(
          "8x8x8 16x8x16 8x48x8 48x16x1 64x8x6 8x64x1 128x8x1 8x128x1 256x2x1 2x256x1 "
              + "65x65x1 259x16x1 16x259x1 259x1x17 1x259x17 3x2x64 64x64x1 15x12x13 14x10x11 "
              + "11x15x14 10x14x15 12x16x10");

  /**
   * Small shapes for a Hessian, whose sizes and ranks have the other remainders modulo 8, and r =
   * 64.
   */
  private static final List<ProblemShape> OF_HESSIANS =
      ProblemShape.all("11x10x1 14x3x1 1x2x10 2x1x11 2x1x14 1x1x15 1x1x64");

  /** A shape in which M has more than 2^15 entries. */
  private static final ProblemShape LARGEST = new ProblemShape(182, 181, 1);

  /** Maximum number of rows of a Hessian. */
  private static final int MAX_SIDE = 160;

  /** Maximum number of rows of a Hessian for most random rows. */
  private static final int FEW_SIDE = 40;

  /** Maximum number of updates of a run that may grow: each may cube its numbers. */
  private static final int FEW_UPDATES = 2;

  private Design() {}

  /** The levels of each case of an op, in order. The seed decides the random ones. */
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

  /** Rows with one level that is not the default, or several that belong together. */
  private static List<DesignRow> chosen(Op op) {
    List<Parameter> parameters = Parameter.of(op);
    DesignRow ordinary = new DesignRow();
    List<DesignRow> rows = new ArrayList<>();
    for (Parameter parameter : parameters) {
      parameter.levels().forEach(level -> rows.add(ordinary.and(parameter, level).squared()));
    }
    for (EntryPattern pattern : EntryPattern.values()) {
      boolean alone = pattern.isAlone();
      if (alone || parameters.stream().anyMatch(f -> f.levels().contains(pattern))) {
        rows.add(filled(ordinary.and(Parameter.COLUMNS, 3), parameters, pattern));
      }
      if (alone) {
        Stream.of(Parameter.X, Parameter.Y, Parameter.TARGET)
            .forEach(matrix -> rows.add(ordinary.and(matrix, pattern)));
      }
    }
    rows.addAll(conditions(parameters, ordinary));
    return rows;
  }

  /** Rows with shapes that do not occur elsewhere. */
  private static List<DesignRow> shapes(Op op) {
    boolean hessian = op.has(Part.HESSIAN);
    List<DesignRow> rows = new ArrayList<>();
    Stream.concat(SHAPES.stream(), OF_HESSIANS.stream().filter(shape -> hessian))
        .filter(shape -> !hessian || (shape.d1() + shape.d2()) * shape.r() <= MAX_SIDE)
        .forEach(shape -> rows.add(shaped(shape)));
    List<Parameter> parameters = Parameter.of(op);
    if (Stream.of(Part.HESSIAN, Part.HESSIAN_TIMES, Part.SMOOTHED, Part.RUN).noneMatch(op::has)) {
      rows.add(filled(shaped(LARGEST), parameters, EntryPattern.DIGIT)); // quick to read
    }
    if (!hessian) {
      for (EntryPattern pattern : List.of(EntryPattern.ROWS, EntryPattern.COLUMNS)) {
        // halves of very different size
        rows.add(filled(shaped(SHAPES.get(0)), parameters, pattern));
      }
    }
    return rows;
  }

  /** A random row: one to three sizes have any level, the others a small level. */
  private static DesignRow drawn(Op op, NumberSource numbers) {
    DesignRow row = new DesignRow();
    List<Parameter> sizes =
        new ArrayList<>(List.of(Parameter.ROWS, Parameter.COLUMNS, Parameter.RANK));
    for (int free = 1 + numbers.integer(sizes.size()); !sizes.isEmpty(); free--) {
      Parameter size = sizes.remove(numbers.integer(sizes.size()));
      int levels = free > 0 ? size.levels().size() : SMALL_SIZES;
      row = row.and(size, size.levels().get(numbers.integer(levels)));
    }
    for (Parameter parameter : Parameter.of(op)) {
      if (!row.levels.containsKey(parameter) && numbers.integer(ONE_ORDINARY_IN) > 0) {
        row =
            row.and(parameter, parameter.levels().get(numbers.integer(parameter.levels().size())));
      }
    }
    return row.squared();
  }

  private static DesignRow shaped(ProblemShape shape) {
    return new DesignRow()
        .and(Parameter.ROWS, shape.d1())
        .and(Parameter.COLUMNS, shape.d2())
        .and(Parameter.RANK, shape.r());
  }

  /** Rows that satisfy three conditions that an optimised program may test together. */
  private static List<DesignRow> conditions(List<Parameter> parameters, DesignRow ordinary) {
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
            .filter(condition -> parameters.containsAll(condition.keySet()))
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

  /** Sets this pattern in all matrices that can have it. */
  private static DesignRow filled(
      DesignRow others, List<Parameter> parameters, EntryPattern pattern) {
    DesignRow row = others;
    for (Parameter parameter : parameters) {
      boolean holds = parameter.levels().get(0) == EntryPattern.ORDINARY;
      if (holds && (parameter.levels().contains(pattern) || pattern.isAlone())) {
        row = row.and(parameter, pattern);
      }
    }
    return pattern.isWhole() ? row.and(Parameter.SPELLING, Spelling.WHOLE) : row;
  }

  /**
   * Returns true if these levels can be combined: the case is quick, its matrices have such rows
   * and columns, and a run stays in the range of the numbers.
   */
  private static boolean isPossible(Op op, DesignRow row, int products, int side) {
    int d1 = row.shape().d1();
    int d2 = row.shape().d2();
    int r = row.shape().r();
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
