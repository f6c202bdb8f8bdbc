// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.bench.workload.Implementation;
import org.noisygd.bench.workload.Problem;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.format.Arithmetics;

/** The implementations of this project; their names begin with {@code ours}. */
public final class OwnImplementations {
  /** Maximum number of multiplications of an update, times digits/50, for timing readable code. */
  private static final long READABLE = 100_000;

  private OwnImplementations() {}

  /** All our implementations, the fastest first. */
  public static List<Implementation> all() {
    List<Implementation> all = new ArrayList<>(kernels());
    all.addAll(readable());
    return all;
  }

  /** The fastest of ours for a problem: the batched kernels in their faster form. */
  public static Optional<Implementation> fastest(Problem problem) {
    boolean gram = UpdateForm.faster(problem.d1(), problem.d2(), problem.r()) == UpdateForm.GRAM;
    return kernels().stream()
        .filter(i -> i.takes(problem) && i.name().endsWith("-gram") == gram)
        .findFirst()
        .or(() -> all().stream().filter(i -> i.takes(problem)).findFirst());
  }

  /** The batched kernel in binary64 over this many replicates, in its faster form. */
  public static Implementation batch(int replicates) {
    return new Implementation(
        "ours-batched",
        "descent.fast.BatchUpdate, the faster form",
        Problem::isBinary64,
        p -> OwnSession.batch(p, UpdateForm.faster(p.d1(), p.d2(), p.r()), replicates));
  }

  /** The fast kernels. */
  private static List<Implementation> kernels() {
    return List.of(
        new Implementation(
            "ours-batched",
            "descent.fast.BatchUpdate, residual form",
            Problem::isBinary64,
            p -> OwnSession.batch(p, UpdateForm.RESIDUAL, OwnSession.batchSize(p))),
        new Implementation(
            "ours-batched-gram",
            "descent.fast.BatchUpdate, Gram form",
            Problem::isBinary64,
            p -> OwnSession.batch(p, UpdateForm.GRAM, OwnSession.batchSize(p))),
        new Implementation(
            "ours-batched-dd",
            "descent.fast.BatchUpdate in double-double, residual form",
            problem -> problem.arithmetic().equals("double-double"),
            p -> OwnSession.doubleDoubleBatch(p, UpdateForm.RESIDUAL, OwnSession.batchSize(p))),
        new Implementation(
            "ours-batched-dd-gram",
            "descent.fast.BatchUpdate in double-double, Gram form",
            problem -> problem.arithmetic().equals("double-double"),
            p -> OwnSession.doubleDoubleBatch(p, UpdateForm.GRAM, OwnSession.batchSize(p))),
        new Implementation(
            "ours-fixed",
            "descent.fixedpoint.FixedPointUpdate, the fastest kernel of this machine, Gram form",
            problem -> problem.arithmetic().startsWith("decimal:"),
            problem -> OwnSession.fixed(problem, false)),
        new Implementation(
            "ours-fixed-plain",
            "descent.fixedpoint.FixedPointUpdate over BigInteger, the same bits",
            problem -> problem.arithmetic().startsWith("decimal:"),
            problem -> OwnSession.fixed(problem, true)));
  }

  /** Returns true for one of the fast kernels. */
  public static boolean isKernel(Implementation implementation) {
    return kernels().stream().anyMatch(k -> k.name().equals(implementation.name()));
  }

  /** The implementations of {@code descent}, the readable ones. */
  static List<Implementation> readable() {
    return List.of(
        new Implementation(
            "ours-descent",
            "descent.update.PerturbedUpdate, one code for every arithmetic, residual form",
            OwnImplementations::isSmall,
            problem -> OwnSession.descent(problem, Arithmetics.named(problem.arithmetic()), 0)),
        new Implementation(
            "ours-apfloat",
            "descent.update.PerturbedUpdate over Apfloat, residual form",
            problem -> problem.arithmetic().startsWith("decimal:") && isSmall(problem),
            problem ->
                OwnSession.descent(problem, Arithmetics.named("apfloat:" + problem.digits()), 0)),
        new Implementation(
            "ours-array",
            "descent.update.DoubleUpdate, arrays, residual form, the same bits",
            Problem::isBinary64,
            problem -> OwnSession.doubles(problem, 0)));
  }

  private static boolean isSmall(Problem problem) {
    return (long) problem.d1() * problem.d2() * problem.r() * Math.max(1, problem.digits() / 50)
        <= READABLE;
  }
}
