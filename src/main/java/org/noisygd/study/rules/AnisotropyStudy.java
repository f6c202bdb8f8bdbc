// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.rule.FactorDraws;
import org.noisygd.descent.rule.RunPlan;
import org.noisygd.descent.rule.UpdateRule;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.RunStatistics;
import org.noisygd.study.StudyOptions;

/**
 * Perturbed GD under noise whose variance differs from row to row or from column to column, on 20 x
 * 30 of rank 2 with singular values 1 and 0.6, etaX = etaY = 0.02, s1 = s2 = 0.075 on average.
 * Theory: rows change nothing in Fs; columns move the optimum to that of {@link ColumnwiseOptimum}
 * and end the invariance under rotations. Measured at the end of independent runs from small
 * starts.
 *
 * @param cases what was found
 */
public record AnisotropyStudy(List<Case> cases) {
  private static final int D1 = 20;
  private static final int D2 = 30;
  private static final int R = 2;
  private static final double ETA = 0.02;

  /** s1 = s2 of the paper's balanced noise, d2 0.05^2. */
  private static final double S = 0.075;

  /** The variance of each of two rows or columns, over their mean. */
  private static final double MORE = 1.6;

  private static final double LESS = 0.4;

  /** Keeps its own copy. */
  public AnisotropyStudy {
    cases = List.copyOf(cases);
  }

  /**
   * One covariance.
   *
   * @param name in words
   * @param columnNorms ||x_1||^2, ||x_2||^2, ||y_1||^2, ||y_2||^2
   * @param expected these norms at the optimum; empty if it is not unique
   * @param total ||X||^2
   * @param expectedTotal ||X||^2 at the optimum
   * @param cosine the root mean square over the runs of x_1 . x_2 / (||x_1|| ||x_2||)
   */
  public record Case(
      String name,
      List<Estimate> columnNorms,
      Optional<List<Double>> expected,
      Estimate total,
      double expectedTotal,
      double cosine) {
    /** Keeps its own copies. */
    public Case {
      columnNorms = List.copyOf(columnNorms);
      expected = expected.map(List::copyOf);
    }
  }

  /** A covariance: what multiplies the variances of the rows and of the columns of X and Y. */
  private record Law(
      String name, IntToDoubleFunction rows, List<Double> columnsX, List<Double> columnsY) {}

  /** Runs all cases. */
  public static AnisotropyStudy run(StudyOptions options) {
    List<Double> same = List.of(1.0, 1.0);
    List<Double> ascending = List.of(LESS, MORE);
    List<Double> descending = List.of(MORE, LESS);
    List<Law> laws =
        List.of(
            new Law("the same everywhere", row -> 1, same, same),
            new Law("rows: 1.6 and 0.4 by turns", row -> row % 2 == 0 ? MORE : LESS, same, same),
            new Law("columns: 1.6 and 0.4 in both", row -> 1, descending, descending),
            new Law("columns: 1.6, 0.4 in X and 0.4, 1.6 in Y", row -> 1, descending, ascending));
    return new AnisotropyStudy(
        options.map(laws, law -> "Anisotropy, " + law.name(), law -> study(law, options)));
  }

  private static Case study(Law law, StudyOptions options) {
    int runs = options.replicates(32, 8);
    Matrix<Double> m =
        Matrix.of(Binary64.INSTANCE, D1, D2, (i, j) -> i != j || i >= R ? 0.0 : i == 0 ? 1.0 : 0.6);
    LongFunction<Factors<Double>> starts = Start.normal(0.1).factors(D1, D2, R, options.seed());
    RunStatistics all =
        RunStatistics.of(
            RunPlan.of(
                UpdateRule.perturbed(m, StepSizes.of(Binary64.INSTANCE, ETA, ETA)),
                R,
                FactorDraws.normal(
                    options.seed(),
                    deviations(D1, law.rows(), law.columnsX()),
                    deviations(D2, law.rows(), law.columnsY())),
                starts,
                runs,
                RunPlan.evenly(options.steps(8000, 4000), 1)));
    List<Estimate> norms = new ArrayList<>();
    for (int column = 0; column < 2 * R; column++) {
      int k = column % R;
      boolean ofX = column < R;
      norms.add(
          Estimate.of(
              IntStream.range(0, runs)
                  .mapToDouble(p -> inner(ofX ? all.x(p) : all.y(p), k, k))
                  .toArray()));
    }
    double cosines = 0;
    for (int p = 0; p < runs; p++) {
      double[] x = all.x(p);
      double dot = inner(x, 0, 1);
      cosines += dot * dot / (inner(x, 0, 0) * inner(x, 1, 1));
    }
    ColumnwiseOptimum<Double> optimum = optimum(law);
    boolean distinct = threshold(law, 0) != threshold(law, 1);
    return new Case(
        law.name(),
        norms,
        distinct
            ? Optional.of(
                List.of(
                    optimum.squaredX(0),
                    optimum.squaredX(1),
                    optimum.squaredY(0),
                    optimum.squaredY(1)))
            : Optional.empty(),
        Estimate.of(IntStream.range(0, runs).mapToDouble(p -> all.normX(1, p)).toArray()),
        optimum.squaredX(0) + optimum.squaredX(1),
        Math.sqrt(cosines / runs));
  }

  /** The larger singular value goes to the column with the smaller threshold. */
  private static ColumnwiseOptimum<Double> optimum(Law law) {
    boolean firstLarger = threshold(law, 0) <= threshold(law, 1);
    return new ColumnwiseOptimum<>(
        Binary64.INSTANCE,
        firstLarger ? List.of(1.0, 0.6) : List.of(0.6, 1.0),
        law.columnsX().stream().map(share -> S * share).toList(),
        law.columnsY().stream().map(share -> S * share).toList());
  }

  /** c1_k c2_k of column k, over S^2. */
  private static double threshold(Law law, int column) {
    return law.columnsX().get(column) * law.columnsY().get(column);
  }

  private static double[] deviations(int d, IntToDoubleFunction rows, List<Double> columns) {
    double[] deviations = new double[d * R];
    Arrays.setAll(
        deviations, e -> Math.sqrt(S / d * rows.applyAsDouble(e / R) * columns.get(e % R)));
    return deviations;
  }

  private static double inner(double[] x, int a, int b) {
    double sum = 0;
    for (int i = 0; i < x.length; i += R) {
      sum += x[i + a] * x[i + b];
    }
    return sum;
  }
}
