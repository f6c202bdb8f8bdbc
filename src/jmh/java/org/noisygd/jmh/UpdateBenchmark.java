// SPDX-License-Identifier: Apache-2.0
package org.noisygd.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.noisygd.bench.ours.OwnImplementations;
import org.noisygd.bench.workload.Implementation;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Perturbed updates with the noise given: the fastest of ours that takes the problem, and the
 * readable code. A score is the time of one step of all replicates of the implementation.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UpdateBenchmark {
  private static final int STEPS = 4;

  /** Binary64: sizes and ranks. */
  @State(Scope.Thread)
  public static class Doubles {
    /** d1 x d2. */
    @Param({"20x30", "200x300", "1000x1000"})
    public String size = "";

    /** The rank. */
    @Param({"1", "10"})
    public int r;

    private Session session;

    /** Opens the fastest. */
    @Setup
    public void open() throws IOException {
      String[] sizes = size.split("x", -1);
      int d1 = Integer.parseInt(sizes[0]);
      int d2 = Integer.parseInt(sizes[1]);
      session = fastest(new Problem("binary64", d1, d2, r));
    }
  }

  /** More digits, 20 x 30. */
  @State(Scope.Thread)
  public static class Digits {
    /** The arithmetic. */
    @Param({
      "double-double",
      "decimal:34",
      "decimal:50",
      "decimal:100",
      "decimal:300",
      "decimal:1000"
    })
    public String arithmetic = "";

    /** The rank. */
    @Param({"1", "10"})
    public int r;

    private Session session;

    /** Opens the fastest. */
    @Setup
    public void open() throws IOException {
      session = fastest(new Problem(arithmetic, 20, 30, r));
    }
  }

  /** The readable code, 20 x 30, rank one, over every arithmetic. */
  @State(Scope.Thread)
  public static class Readable {
    /** The arithmetic. */
    @Param({"binary64", "double-double", "decimal:34", "decimal:100"})
    public String arithmetic = "";

    private Session session;

    /** Opens {@code descent}. */
    @Setup
    public void open() throws IOException {
      Problem problem = new Problem(arithmetic, 20, 30, 1);
      for (Implementation ours : OwnImplementations.all()) {
        if (ours.name().equals("ours-descent")) {
          session = ours.open(problem);
        }
      }
    }
  }

  private static Session fastest(Problem problem) throws IOException {
    return OwnImplementations.fastest(problem).orElseThrow().open(problem);
  }

  /** The fastest kernel in binary64. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public long binary64(Doubles state) throws IOException {
    return state.session.run(STEPS);
  }

  /** The fastest kernel of more digits. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public long digits(Digits state) throws IOException {
    return state.session.run(STEPS);
  }

  /** {@code descent}'s one code for every arithmetic. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public long readable(Readable state) throws IOException {
    return state.session.run(STEPS);
  }
}
