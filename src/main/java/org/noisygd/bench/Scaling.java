// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.workload.Problem;
import org.noisygd.study.statistics.PowerLaw;

/**
 * How the cost of one implementation grows with one quantity, in units of the double kernel: its
 * time for an update of 20 x 30, rank one.
 *
 * @param kind what grows
 * @param implementation whose cost
 * @param points pairs of quantity and cost in ascending order, at least two
 */
public record Scaling(Kind kind, String implementation, List<Point> points) {
  /**
   * A place of the curve.
   *
   * @param quantity what grows
   * @param cost in units of the double kernel
   */
  public record Point(double quantity, double cost) {}

  /** What grows, and the exponent that counting operations gives. */
  public enum Kind {
    /** Decimal digits: schoolbook products of D digits take D^2. */
    DIGITS("decimal digits", 2),
    /** sqrt(d1 d2): each form multiplies by a d1 x d2 matrix. */
    SIZE("sqrt(d1 d2)", 2),
    /** The rank: products with d1 x d2 take d1 d2 r; Gram matrices (d1 + d2) r^2 are few. */
    RANK("rank r", 1),
    /** Replicates at once: the cost of a step of all of them. */
    REPLICATES("replicates", 1);

    private final String quantity;
    private final double expected;

    Kind(String quantity, double expected) {
      this.quantity = quantity;
      this.expected = expected;
    }

    /** What grows, in words. */
    public String quantity() {
      return quantity;
    }

    /** The exponent that counting operations gives. */
    public double expected() {
      return expected;
    }

    private double of(Row row) {
      Problem p = row.problem();
      return switch (this) {
        case DIGITS -> p.digits();
        case SIZE -> Math.sqrt((double) p.d1() * p.d2());
        case RANK -> p.r();
        case REPLICATES -> row.replicates();
      };
    }

    private boolean holds(Row row) {
      Problem p = row.problem();
      boolean small = p.d1() == 20 && p.d2() == 30;
      boolean own = row.part().equals(p.id()) && !p.drawn();
      return row.sample() != null
          && (this == REPLICATES ? row.part().equals("batches") : own && !row.experiment())
          && switch (this) {
            case DIGITS -> small && p.r() == 1 && p.arithmetic().startsWith("decimal:");
            case SIZE -> p.isBinary64() && p.r() == 1;
            case RANK -> p.isBinary64() && small;
            case REPLICATES -> p.isBinary64() && small && p.r() == 1;
          };
    }
  }

  /** The curves with at least three points that the rows hold. */
  static List<Scaling> of(List<Row> rows) {
    List<Scaling> all = new ArrayList<>();
    Optional<Double> unit = unit(rows);
    for (Kind kind : unit.isPresent() ? Kind.values() : new Kind[0]) {
      Predicate<Row> holds = kind::holds;
      Map<String, List<Row>> curves = new LinkedHashMap<>();
      for (Row row : rows.stream().filter(holds).toList()) {
        curves.computeIfAbsent(row.implementation(), name -> new ArrayList<>()).add(row);
      }
      curves.forEach(
          (name, some) -> {
            @Nullable Scaling scaling = of(kind, name, some, unit.orElse(1.0));
            if (scaling != null) {
              all.add(scaling);
            }
          });
    }
    return all;
  }

  /** The median of the fastest of ours at 20 x 30, rank one. */
  private static Optional<Double> unit(List<Row> rows) {
    Problem small = Problem.binary64(20, 30, 1);
    return Row.fastest(rows, r -> r.isOurs() && r.part().equals(small.id()))
        .map(best -> best.timed().median());
  }

  private static @Nullable Scaling of(Kind kind, String name, List<Row> rows, double unit) {
    Map<Double, Double> costs = new java.util.TreeMap<>();
    for (Row row : rows) {
      double all = kind == Kind.REPLICATES ? row.replicates() : 1;
      costs.putIfAbsent(kind.of(row), all * row.timed().median() / unit);
    }
    if (costs.size() < 3) {
      return null;
    }
    List<Point> points = new ArrayList<>();
    costs.forEach((quantity, cost) -> points.add(new Point(quantity, cost)));
    return new Scaling(kind, name, points);
  }

  /** The exponent of the nearest power law. */
  public double measured() {
    return PowerLaw.fit(
            points.stream()
                .map(point -> new PowerLaw.Point(point.cost(), List.of(point.quantity())))
                .toList())
        .exponent(0);
  }
}
