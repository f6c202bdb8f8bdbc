// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.List;
import java.util.stream.Stream;
import org.noisygd.bench.workload.Problem;
import org.noisygd.descent.update.UpdateForm;

/**
 * The roofline model of our kernels on one core: on each problem with given noise, for our fastest
 * kernel. The time of an update in the form of this kernel is at least the larger of two limits,
 * each per replicate:
 *
 * <pre>
 *   by operations   terms of its products * operations of a term / operations per nanosecond
 *   by bytes        bytes to read / bytes per nanosecond
 * </pre>
 *
 * <p>{@link UpdateForm#products} counts the terms. An operation is an addition, a product or a
 * fused multiply-add of doubles. Perturbing, descending and rounding are not counted. An update
 * reads M once for all replicates, and the iterate and the noise of each. Reads are measured on an
 * array as large as the working set of the updates, which may fit a cache.
 *
 * @param operationsPerNano the operations per nanosecond of one core
 * @param points the kernels with countable operations
 */
public record Roofline(double operationsPerNano, List<Point> points) {
  /** Copies the points. */
  public Roofline {
    points = List.copyOf(points);
  }

  /** The peak rates of one core. */
  public interface Ceilings {
    /**
     * Operations on doubles per nanosecond, half products and half sums, in vectors. A fused
     * multiply-add counts as one operation.
     */
    double operationsPerNano();

    /** Bytes per nanosecond in repeated reads of an array of this many bytes. */
    double bytesPerNano(long size);
  }

  /**
   * One kernel on one problem.
   *
   * @param row the row with the times
   * @param operations the operations per update and replicate
   * @param bytes the bytes to read
   * @param workingSet the bytes of all data of the updates
   * @param operationsPerNano the operations per nanosecond of one core
   * @param bytesPerNano the bytes per nanosecond that one core reads from an array of this size
   */
  public record Point(
      Row row,
      double operations,
      double bytes,
      long workingSet,
      double operationsPerNano,
      double bytesPerNano) {
    /** Operations per byte. */
    public double intensity() {
      return operations / bytes;
    }

    /** Nanoseconds per update and replicate. */
    public double nanos() {
      return row.timed().median();
    }

    /** The minimum time for the operations. */
    public double limitByOperations() {
      return operations / operationsPerNano;
    }

    /** The minimum time for the bytes. */
    public double limitByBytes() {
      return bytes / bytesPerNano;
    }

    /** The limit over the time: 1 for a kernel that cannot be faster. */
    public double share() {
      return Math.max(limitByOperations(), limitByBytes()) / nanos();
    }
  }

  /** The roofline of the rows under measured peak rates. */
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

  /** Our fastest kernel on a problem, if its operations are countable. */
  private static Stream<Row> kernel(Problem problem, List<Row> rows) {
    return Row.fastest(
        rows, r -> r.isOurs() && r.part().equals(problem.id()) && r.problem().equals(problem))
        .filter(best -> operations(best) != 0)
        .stream();
  }

  /**
   * Operations per update and replicate; 0 if not counted. A term takes a product and a sum in
   * binary64; 17 in double-double; with three limbs at 34 digits 4 * 6 + 2, with four at 50 digits
   * 4 * 10 + 3 (proofs-notes/kernels.md).
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

  /** Bytes read per update and replicate, with this many perturbations of each entry. */
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

  /** The bytes of M, and of the iterates and all perturbations of all replicates. */
  private static long workingSet(Row row) {
    return Math.round(read(row, row.problem().slots()) * row.replicates());
  }
}
