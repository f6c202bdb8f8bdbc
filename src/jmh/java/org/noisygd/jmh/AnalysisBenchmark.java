// SPDX-License-Identifier: Apache-2.0
package org.noisygd.jmh;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;
import org.noisygd.verdict.TraceJudge;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The judge on a golden trace, and the spectrum of a Hessian; milliseconds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class AnalysisBenchmark {
  private static final Path TRACE =
      Path.of(System.getProperty("noisygd.home", "."), "golden/traces/fig2a-binary64-start.jsonl");

  /** The Hessian at a point of small dyadic entries, d x d, rank one: side 2 d. */
  @State(Scope.Thread)
  public static class Hessian {
    /** d. */
    @Param({"2", "5"})
    public int d;

    private Matrix<Double> hessian;

    /** Forms it. */
    @Setup
    public void form() {
      Binary64 a = Binary64.INSTANCE;
      Matrix<Double> m = Matrix.of(a, d, d, (i, j) -> (i == j ? 1 : 0) + 0.125 * (i - j));
      Matrix<Double> x = Matrix.of(a, d, 1, (i, k) -> 0.5 + 0.25 * i);
      Matrix<Double> y = Matrix.of(a, d, 1, (j, k) -> 1 - 0.125 * j);
      hessian = new MatrixFactorization<>(m).hessian(new Factors<>(x, y));
    }
  }

  /** Every update of a trace held against its exact image. */
  @Benchmark
  public TraceVerdict judge() {
    TraceVerdict trace = TraceJudge.of(TRACE, updates -> {}, (update, failure) -> {}).verdict();
    if (trace.verdict() != Verdict.PASS) {
      throw new IllegalStateException("trace must pass, got " + trace.verdict());
    }
    return trace;
  }

  /** Enclosures to 15 digits with multiplicities. */
  @Benchmark
  public CertifiedSpectrum certified(Hessian state) {
    return CertifiedSpectrum.of(state.hessian, 15);
  }
}
