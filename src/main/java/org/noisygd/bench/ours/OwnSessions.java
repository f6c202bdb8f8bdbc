// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;
import org.noisygd.descent.fast.FusedUpdate;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.NoiseSource;

/** The readable implementations of {@code descent} at work. */
final class OwnSessions {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private OwnSessions() {}

  /** The CPU time of this thread in nanoseconds. */
  static long cpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** {@link PerturbedUpdate} in any arithmetic, for one replicate. */
  static <T extends Object> Session descent(
      Problem problem, Arithmetic<T> arithmetic, int replicate) {
    return new Descent<>(problem, arithmetic, replicate);
  }

  /** {@link DoubleUpdate}, for one replicate. */
  static Session doubles(Problem problem, int replicate) {
    return new Doubles(problem, replicate, doubleUpdate(problem)::apply);
  }

  /** {@link FusedUpdate}, for one replicate. */
  static Session fused(Problem problem) {
    FusedUpdate update =
        new FusedUpdate(update(problem, Binary64.INSTANCE, UpdateForm.GRAM), problem.r());
    return new Doubles(problem, 0, update::apply);
  }

  /** One update of x and y, flat row by row, in place. */
  @FunctionalInterface
  private interface ArrayUpdate {
    void apply(double[] x, double[] y, double[] noiseX, double[] noiseY);
  }

  /** A part of the problem, each number rounded to the arithmetic. */
  static <T extends Object> Matrix<T> matrix(
      Problem problem, Arithmetic<T> arithmetic, Problem.Part part, int slot) {
    int columns = problem.columns(part);
    if (problem.isBinary64()) {
      double[] doubles = problem.doubles(part, slot);
      return Matrix.of(
          arithmetic,
          doubles.length / columns,
          columns,
          (i, j) -> arithmetic.of(doubles[i * columns + j]));
    }
    BigDecimal[] values = problem.decimals(part, slot);
    return Matrix.of(
        arithmetic,
        values.length / columns,
        columns,
        (i, j) -> arithmetic.fromDecimal(values[i * columns + j]));
  }

  /** Two parts of the problem as a pair of factors. */
  @SuppressWarnings("shape") // the parts have the problem's shapes
  static <T extends Object> Factors<T> factors(
      Problem problem, Arithmetic<T> arithmetic, Problem.Part x, Problem.Part y, int slot) {
    return new Factors<>(
        matrix(problem, arithmetic, x, slot), matrix(problem, arithmetic, y, slot));
  }

  /** The entries of X, then of Y, exactly. */
  static <T extends Object> BigDecimal[] exact(Factors<T> iterate) {
    Arithmetic<T> arithmetic = iterate.arithmetic();
    return iterate.toVariables().stream()
        .map(value -> decimal(arithmetic.toRational(value)))
        .toArray(BigDecimal[]::new);
  }

  /** The update in an arithmetic. */
  @SuppressWarnings("shape") // the parts have the problem's shapes
  static <T extends Object> PerturbedUpdate<T> update(
      Problem problem, Arithmetic<T> arithmetic, UpdateForm form) {
    T eta = arithmetic.fromDecimal(problem.eta());
    return new PerturbedUpdate<>(
        matrix(problem, arithmetic, Problem.Part.M, 0), StepSizes.of(arithmetic, eta, eta), form);
  }

  /** The perturbations of a replicate, step by step; those that are given are made beforehand. */
  private static <T extends Object> LongFunction<Factors<T>> perturbations(
      Problem problem, Arithmetic<T> arithmetic, int replicate) {
    if (!problem.drawn()) {
      List<Factors<T>> slots = new ArrayList<>();
      for (int slot = 0; slot < problem.slots(); slot++) {
        slots.add(factors(problem, arithmetic, Problem.Part.NOISE_X, Problem.Part.NOISE_Y, slot));
      }
      return t -> slots.get((int) ((t + replicate) % slots.size()));
    }
    NoiseSource noiseX = problem.source(Problem.Part.NOISE_X);
    NoiseSource noiseY = problem.source(Problem.Part.NOISE_Y);
    double[] x = new double[problem.size(Problem.Part.NOISE_X)];
    double[] y = new double[problem.size(Problem.Part.NOISE_Y)];
    return t -> {
      noiseX.fill(x, replicate, t);
      noiseY.fill(y, replicate, t);
      return pair(arithmetic, problem, x, y);
    };
  }

  /** Two factors of doubles, row by row, each entry rounded to the arithmetic. */
  @SuppressWarnings("shape") // the arrays have the problem's shapes
  private static <T extends Object> Factors<T> pair(
      Arithmetic<T> arithmetic, Problem problem, double[] x, double[] y) {
    int r = problem.r();
    return new Factors<>(
        Matrix.of(arithmetic, problem.d1(), r, (i, k) -> arithmetic.fromDouble(x[i * r + k])),
        Matrix.of(arithmetic, problem.d2(), r, (j, k) -> arithmetic.fromDouble(y[j * r + k])));
  }

  private static final class Descent<T extends Object> implements Session {
    private final PerturbedUpdate<T> update;
    private final LongFunction<Factors<T>> noise;
    private Factors<T> iterate;
    private long t;

    Descent(Problem problem, Arithmetic<T> arithmetic, int replicate) {
      update = update(problem, arithmetic, UpdateForm.RESIDUAL);
      noise = perturbations(problem, arithmetic, replicate);
      iterate = factors(problem, arithmetic, Problem.Part.X, Problem.Part.Y, 0);
    }

    @Override
    public long run(long steps) {
      long begun = cpu();
      for (long n = 0; n < steps; n++) {
        iterate = update.apply(iterate, noise.apply(t++));
      }
      return cpu() - begun;
    }

    @Override
    public BigDecimal[] iterate(int replicate) {
      return exact(iterate);
    }
  }

  /** {@link DoubleUpdate} of the problem, residual form. */
  static DoubleUpdate doubleUpdate(Problem problem) {
    return new DoubleUpdate(update(problem, Binary64.INSTANCE, UpdateForm.RESIDUAL), problem.r());
  }

  /** Work on several threads, told apart by numbers from 0; the CPU time of all of them. */
  static long onThreads(int threads, IntConsumer work) {
    AtomicLong nanos = new AtomicLong();
    List<Thread> all = new ArrayList<>();
    for (int k = 0; k < threads; k++) {
      int share = k;
      all.add(
          new Thread(
              () -> {
                work.accept(share);
                nanos.addAndGet(cpu());
              }));
    }
    all.forEach(Thread::start);
    for (Thread thread : all) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while timing", e);
      }
    }
    return nanos.get();
  }

  private static final class Doubles implements Session {
    private final ArrayUpdate update;
    private final double[] x;
    private final double[] y;
    private final LongFunction<double[]> noiseX;
    private final LongFunction<double[]> noiseY;
    private long t;

    Doubles(Problem problem, int replicate, ArrayUpdate update) {
      this.update = update;
      x = problem.doubles(Problem.Part.X, 0);
      y = problem.doubles(Problem.Part.Y, 0);
      noiseX = arrays(problem, Problem.Part.NOISE_X, replicate);
      noiseY = arrays(problem, Problem.Part.NOISE_Y, replicate);
    }

    @Override
    public long run(long steps) {
      long begun = cpu();
      for (long n = 0; n < steps; n++) {
        update.apply(x, y, noiseX.apply(t), noiseY.apply(t));
        t++;
      }
      return cpu() - begun;
    }

    @Override
    public BigDecimal[] iterate(int replicate) {
      return exact(x, y);
    }
  }

  /** The perturbations of one factor of a replicate as arrays, valid until the next are asked. */
  static LongFunction<double[]> arrays(Problem problem, Problem.Part part, int replicate) {
    if (!problem.drawn()) {
      double[][] slots = noise(problem, part);
      return t -> slots[(int) ((t + replicate) % slots.length)];
    }
    NoiseSource source = problem.source(part);
    double[] noise = new double[problem.size(part)];
    return t -> {
      source.fill(noise, replicate, t);
      return noise;
    };
  }

  /** The perturbations of all slots. */
  static double[][] noise(Problem problem, Problem.Part part) {
    double[][] noise = new double[problem.slots()][];
    for (int slot = 0; slot < noise.length; slot++) {
      noise[slot] = problem.doubles(part, slot);
    }
    return noise;
  }

  /** q, exactly: its denominator has no prime factors but 2 and 5. */
  private static BigDecimal decimal(BigFraction q) {
    return new BigDecimal(Rationals.numerator(q)).divide(new BigDecimal(Rationals.denominator(q)));
  }

  /** X then Y, exactly; both finite. */
  static BigDecimal[] exact(double[] x, double[] y) {
    BigDecimal[] all = new BigDecimal[x.length + y.length];
    for (int n = 0; n < all.length; n++) {
      all[n] = new BigDecimal(n < x.length ? x[n] : y[n - x.length]);
    }
    return all;
  }
}
