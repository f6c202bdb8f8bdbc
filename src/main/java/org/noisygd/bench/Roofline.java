// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.List;
import java.util.stream.Stream;
import org.noisygd.bench.workload.Problem;
import org.noisygd.descent.update.UpdateForm;

/**
 * How near our kernels come to what one core can do: on each problem whose noise is given, the
 * fastest of ours. An update in the form of that kernel cannot take less than the greater of two
 * times, each per replicate:
 *
 * <pre>
 *   by operations   terms of its products * operations of a term  /  operations a nanosecond
 *   by bytes        what it has to read                           /  bytes a nanosecond
 * </pre>
 *
 * <p>The terms are those of {@link UpdateForm#products}. An operation is an addition, a product or
 * a fused multiply-add of doubles. Perturbing, descending and rounding are not counted. An update
 * reads M once for all replicates, and the iterate and the noise of each. It reads them from an
 * array as large as all that the updates go through in turn, so from a cache that holds this much.
 *
 * @param operationsPerNano of one core
 * @param points the kernels whose operations can be counted
 */
public record Roofline(double operationsPerNano, List<Point> points) {
  /** Keeps its own copy of the points. */
  public Roofline {
    points = List.copyOf(points);
  }

  /** What one core of a machine can do at most. */
  public interface Ceilings {
    /**
     * Operations on doubles a nanosecond, half of them products and half of them sums, in vectors.
     * A fused multiply-add would be one operation.
     */
    double operationsPerNano();

    /** Bytes a nanosecond, read over and over from an array of this many bytes. */
    double bytesPerNano(long size);
  }

  /**
   * One kernel on one problem.
   *
   * @param row its times
   * @param operations of an update and replicate
   * @param bytes that it has to read
   * @param workingSet the bytes of all that the updates go through
   * @param operationsPerNano of one core
   * @param bytesPerNano that one core reads from an array as large as the working set
   */
  public record Point(
      Row row,
      double operations,
      double bytes,
      long workingSet,
      double operationsPerNano,
      double bytesPerNano) {
    /** Operations for each byte. */
    public double intensity() {
      return operations / bytes;
    }

    /** Nanoseconds of an update and replicate. */
    public double nanos() {
      return row.timed().median();
    }

    /** The least time for the operations. */
    public double limitByOperations() {
      return operations / operationsPerNano;
    }

    /** The least time for the bytes. */
    public double limitByBytes() {
      return bytes / bytesPerNano;
    }

    /** The limit over the time: 1 for a kernel that cannot be faster. */
    public double share() {
      return Math.max(limitByOperations(), limitByBytes()) / nanos();
    }
  }

  /** The points of the rows under measured ceilings. */
  static Roofline of(List<Row> rows, Ceilings ceilings) {
    double operationsPerNano = ceilings.operationsPerNano();
    List<Point> points =
        rows.stream()
            .map(Row::problem)
            .distinct()
            .flatMap(problem -> kernel(problem, rows))
            .map(
                row ->
                    new Point(
                        row,
                        operations(row),
                        read(row, 1),
                        workingSet(row),
                        operationsPerNano,
                        ceilings.bytesPerNano(workingSet(row))))
            .toList();
    return new Roofline(operationsPerNano, points);
  }

  /** The fastest of ours on a problem, if its operations can be counted. */
  private static Stream<Row> kernel(Problem problem, List<Row> rows) {
    return Row.fastest(
        rows, r -> r.isOurs() && r.part().equals(problem.id()) && r.problem().equals(problem))
        .filter(best -> operations(best) != 0)
        .stream();
  }

  /**
   * Operations of an update and replicate; 0 where they are not counted. A term takes a product and
   * a sum in binary64; 17 in double-double; with three limbs at 34 digits 4 * 6 + 2, with four at
   * 50 digits 4 * 10 + 3 (proofs-notes/kernels.md).
   */
  static double operations(Row row) {
    String name = row.implementation();
    boolean fixed = name.equals("ours-fixed");
    if (!fixed && !name.startsWith("ours-batched")) {
      return 0;
    }
    Problem p = row.problem();
    UpdateForm form = fixed || name.endsWith("-gram") ? UpdateForm.GRAM : UpdateForm.RESIDUAL;
    double term =
        switch (p.arithmetic()) {
          case "binary64" -> 2;
          case "double-double" -> 17;
          case "decimal:34" -> 26;
          case "decimal:50" -> 43;
          default -> 0;
        };
    return term * form.products(p.d1(), p.d2(), p.r());
  }

  /** Bytes that an update reads for a replicate, with this many perturbations of each entry. */
  private static double read(Row row, int perturbations) {
    Problem p = row.problem();
    int doubles =
        switch (p.arithmetic()) {
          case "binary64" -> 1;
          case "double-double" -> 2;
          case "decimal:34" -> 3;
          default -> 4;
        };
    int noise = p.arithmetic().equals("double-double") ? 1 : doubles;
    double target = (double) p.d1() * p.d2() * doubles / row.replicates();
    double entries = (double) (p.d1() + p.d2()) * p.r();
    return Double.BYTES * (target + entries * (doubles + perturbations * noise));
  }

  /** M, and of all replicates the iterate and each perturbation that is used in turn. */
  private static long workingSet(Row row) {
    return Math.round(read(row, row.problem().slots()) * row.replicates());
  }
}
