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
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Spelling;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/**
 * Requests whose features vary by design: each level of a {@link Feature} occurs alone among
 * ordinary ones, and every pair of levels of two features that can meet occurs in some case.
 */
public final class DesignedCases implements CaseKind {
  /** The group of the cases' names. */
  static final String GROUP = "design";

  /** Contents that occur alone in a matrix, or in all at once. */
  private static final Set<Content> ALONE =
      Set.of(Content.POSITIVE, Content.WHOLE, Content.DECIMAL);

  /** The largest d1 d2 r of a case, times the updates of a run. */
  private static final int MAX_PRODUCTS = 6_000;

  /** The most rows of a Hessian. */
  private static final int MAX_SIDE = 140;

  /** The most updates of a run that may grow: each may cube its numbers. */
  private static final int FEW_UPDATES = 2;

  /** log2 of how far huge and tiny numbers lie from ordinary ones. */
  private static final int FAR = 60;

  /** The same where exponents are narrow, and where the largest number is below a million. */
  private static final int FAR_NARROW = 3;

  private static final int FAR_BELOW_MILLION = 1;

  /** log2 of a huge step size, where exponents are wide and where they are not. */
  private static final int HUGE_STEP = 10;

  private static final int HUGE_STEP_NARROW = 1;

  /** The smallest log2 of a step size where exponents are narrow. */
  private static final int LEAST_STEP_NARROW = -10;

  /** The levels of a request's features, each of the type of its feature's levels. */
  static final class Row {
    private final Map<Feature, Object> levels = new EnumMap<>(Feature.class);

    Row with(Feature feature, Object level) {
      levels.put(feature, level);
      return this;
    }

    private Row and(Feature feature, Object level) {
      Row more = new Row();
      more.levels.putAll(levels);
      return more.with(feature, level);
    }

    /** The level of a feature; the ordinary one if it is open or not among the op's. */
    Object get(Feature feature) {
      return levels.getOrDefault(feature, feature.levels().get(0));
    }

    int size(Feature feature) {
      return (int) get(feature);
    }

    /** The sizes that a feature can still have. */
    private int[] sizes(Feature feature) {
      return levels.containsKey(feature)
          ? new int[] {size(feature)}
          : feature.levels().stream().mapToInt(level -> (int) level).toArray();
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

  @Override
  public void addTo(CaseSuite suite, Op op) {
    int n = 0;
    for (Row row : rows(op)) {
      ProblemShape shape =
          new ProblemShape(
              row.size(Feature.ROWS), row.size(Feature.COLUMNS), row.size(Feature.RANK));
      String name = CaseSuite.name(op, GROUP + "-" + ++n, shape);
      Request q = request(suite, op, row, shape, suite.source(name));
      suite.keep(name, q, q.isExactIn(suite.arithmetic()), row.toString());
    }
  }

  /** The levels of each case of an op, in order. */
  static List<Row> rows(Op op) {
    List<Feature> features = Feature.of(op);
    int[] levels = features.stream().mapToInt(f -> f.levels().size()).toArray();
    List<Row> rows = new ArrayList<>();
    new CoveringArray(levels, row -> impossible(op, row(features, row)).isEmpty())
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
    rows.removeIf(row -> !impossible(op, row).isEmpty());
    return rows;
  }

  /** A row of shape 3 x 3 x 2 with this content in all matrices that can have it. */
  private static Row alike(List<Feature> features, Content content) {
    Row row = row(features, new int[features.size()]).with(Feature.COLUMNS, 3);
    for (Feature feature : features) {
      boolean holds = feature.levels().get(0) == Content.ORDINARY;
      if (holds && (feature.levels().contains(content) || ALONE.contains(content))) {
        row.with(feature, content);
      }
    }
    return content == Content.EQUAL || content == Content.WHOLE
        ? row.with(Feature.SPELLING, Spelling.WHOLE)
        : row;
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
    for (int d1 : row.sizes(Feature.ROWS)) {
      for (int d2 : row.sizes(Feature.COLUMNS)) {
        for (int r : row.sizes(Feature.RANK)) {
          for (int updates : op.has(Part.RUN) ? row.sizes(Feature.UPDATES) : new int[] {1}) {
            String reason = reason(op, row, new ProblemShape(d1, d2, r), updates);
            if (reason.isEmpty()) {
              return Optional.empty();
            }
            first = first.isEmpty() ? reason : first;
          }
        }
      }
    }
    return Optional.of(first);
  }

  private static String reason(Op op, Row row, ProblemShape s, int updates) {
    int products = s.d1() * s.d2() * s.r() * updates;
    if (op.has(Part.HESSIAN) ? (s.d1() + s.d2()) * s.r() > MAX_SIDE : products > MAX_PRODUCTS) {
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
      return "a run of one update has no such states";
    }
    return updates > FEW_UPDATES && (row.grows(Feature.STEP_X) || row.grows(Feature.STEP_Y))
        ? "a run with such steps leaves the range of the numbers"
        : "";
  }

  private static Request request(
      CaseSuite suite, Op op, Row row, ProblemShape shape, NumberSource numbers) {
    boolean wide = suite.wideExponents();
    int far = wide ? FAR : isBelowMillion(suite.arithmetic()) ? FAR_BELOW_MILLION : FAR_NARROW;
    Matrix<Dyadic> m = row.content(Feature.TARGET).draw(numbers, shape.d1(), shape.d2(), 0, far);
    Factors<Dyadic> at = factors(row, Feature.X, Feature.Y, numbers, shape, 0, far);
    int updates = row.size(Feature.UPDATES);
    Request q = Request.of(op, m, at).spelled((Spelling) row.get(Feature.SPELLING));
    Feature.Recorded recorded = (Feature.Recorded) row.get(Feature.RECORD);
    q =
        op.has(Part.UPDATE)
            ? CaseSuite.perturbed(q, updates, recorded, t -> noise(row, numbers, shape, far))
            : q.withDirection(direction(row, numbers, shape, at, far));
    int stable = -3 - log2OfCurvature(q);
    int step = wide ? stable : Math.max(stable, LEAST_STEP_NARROW);
    int up = wide ? HUGE_STEP : HUGE_STEP_NARROW;
    int down = wide ? step - far : LEAST_STEP_NARROW;
    Dyadic etaX =
        ((Feature.Amount) row.get(Feature.STEP_X)).draw(numbers, step, up, down, Dyadic.ONE);
    Dyadic etaY =
        ((Feature.Amount) row.get(Feature.STEP_Y)).draw(numbers, step + 1, up, down, etaX);
    Dyadic s1 =
        ((Feature.Amount) row.get(Feature.SIGMA_1)).draw(numbers, -1, far, -far, Dyadic.ONE);
    Dyadic s2 = ((Feature.Amount) row.get(Feature.SIGMA_2)).draw(numbers, -2, far, -far, s1);
    return q.withSteps(etaX, etaY).withSigmas(s1, s2);
  }

  static boolean isBelowMillion(Arithmetic<?> arithmetic) {
    return arithmetic instanceof EmulatedBinary format && format.largest() < 1e6;
  }

  private static Factors<Dyadic> noise(Row row, NumberSource numbers, ProblemShape shape, int far) {
    return factors(row, Feature.NOISE_X, Feature.NOISE_Y, numbers, shape, -3, far);
  }

  private static Factors<Dyadic> direction(
      Row row, NumberSource numbers, ProblemShape shape, Factors<Dyadic> at, int far) {
    Content ofX = row.content(Feature.DIRECTION_X);
    Content ofY = row.content(Feature.DIRECTION_Y);
    Factors<Dyadic> drawn =
        factors(row, Feature.DIRECTION_X, Feature.DIRECTION_Y, numbers, shape, -2, far);
    Matrix<Dyadic> x = ofX == Content.ITERATE ? at.x() : drawn.x();
    Matrix<Dyadic> y = ofY == Content.ITERATE ? at.y() : drawn.y();
    return new Factors<>(x, ofY == Content.SAME ? x : y);
  }

  private static Factors<Dyadic> factors(
      Row row, Feature x, Feature y, NumberSource numbers, ProblemShape s, int exponent, int far) {
    Matrix<Dyadic> a = row.content(x).draw(numbers, s.d1(), s.r(), exponent, far);
    return new Factors<>(
        a,
        row.content(y) == Content.SAME
            ? a
            : row.content(y).draw(numbers, s.d2(), s.r(), exponent, far));
  }

  /**
   * An upper bound on log2 of ||Xt||^2 + ||Yt||^2 + ||M||: with step sizes below its reciprocal an
   * update changes no norm by much, so that a run stays in range.
   */
  private static int log2OfCurvature(Request q) {
    double noise = norm(q.direction());
    for (Factors<Dyadic> z : q.noises()) {
      noise = Math.max(noise, norm(z));
    }
    double size = norm(q.at()) + noise;
    double curvature = size * size + Math.sqrt(q.m().normSquared().roundToDouble());
    return curvature == 0 ? 0 : Math.getExponent(curvature) + 1;
  }

  private static double norm(Factors<Dyadic> f) {
    return Math.sqrt(f.x().normSquared().add(f.y().normSquared()).roundToDouble());
  }
}
