// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.Arithmetics;

/** Carries out the update for noise that a program draws, every operation rounded. */
final class SimulatedSampler {
  /** The noise that a program draws for a request, a draw in each row: X's entries, then Y's. */
  @FunctionalInterface
  interface Noise {
    double[][] of(Request q, long seed);
  }

  private final Noise noise;
  private final String update;
  private final double scale;
  private final DoubleUnaryOperator rounding;

  private SimulatedSampler(SamplerPrograms program, double scale, String rounding) {
    this.noise = program.noise();
    this.update = program.name();
    this.scale = scale;
    this.rounding = rounding(rounding);
  }

  private static DoubleUnaryOperator rounding(String arithmetic) {
    return switch (arithmetic) {
      case "binary32" -> v -> (float) v;
      case "bfloat16" ->
          v -> {
            int bits = Float.floatToIntBits((float) v);
            return Float.intBitsToFloat((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
          };
      default -> v -> v;
    };
  }

  private double round(double v) {
    return rounding.applyAsDouble(v);
  }

  /** Answers every request and gives the verdicts. */
  static List<TestResult> judge(
      SamplerPrograms program, double scale, String arithmetic, long seed) {
    SampleVerdict law = new SampleVerdict(Ops.SAMPLE, arithmetic, CaseSuite.DEFAULT_SEED);
    SimulatedSampler sampler = new SimulatedSampler(program, scale, arithmetic);
    for (Request q : law.requests()) {
      List<ReadMatrix> x = new ArrayList<>();
      List<ReadMatrix> y = new ArrayList<>();
      sampler.answer(q, seed, x, y, Arithmetics.named(arithmetic));
      law.add(q, x, y);
    }
    return law.results();
  }

  private void answer(
      Request q, long seed, List<ReadMatrix> x, List<ReadMatrix> y, Arithmetic<?> arithmetic) {
    int split = q.d1() * q.r();
    double[][] m = q.m().roundToDoubles();
    double[][] x0 = q.at().x().roundToDoubles();
    double[][] y0 = q.at().y().roundToDoubles();
    double[][] others = noise.of(q, seed + 1000);
    for (double[] n : noise.of(q, seed)) {
      for (int e = 0; e < n.length; e++) {
        n[e] = round(e < split ? n[e] * scale : n[e]);
      }
      double[] ofY = update.equals("apart") ? others[x.size()] : n;
      x.add(read(update(q, m, x0, y0, n), 0, q.d1(), q.r(), arithmetic));
      y.add(read(update(q, m, x0, y0, ofY), split, q.d2(), q.r(), arithmetic));
    }
  }

  /** The update, every operation rounded; the residual is stale, or nothing moves, by name. */
  private double[] update(Request q, double[][] m, double[][] x, double[][] y, double[] n) {
    double noisy = update.equals("stale") ? 0 : 1;
    int r = q.r();
    int split = q.d1() * r;
    double[] g = new double[n.length];
    double[] image = new double[n.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        double residual = -m[i][j];
        for (int a = 0; a < r; a++) {
          double xt = round(x[i][a] + noisy * n[i * r + a]);
          double yt = round(y[j][a] + noisy * n[split + j * r + a]);
          residual = round(residual + round(xt * yt));
        }
        for (int a = 0; a < r; a++) {
          int e = i * r + a;
          int f = split + j * r + a;
          g[e] = round(g[e] + round(residual * round(y[j][a] + n[f])));
          g[f] = round(g[f] + round(residual * round(x[i][a] + n[e])));
        }
      }
    }
    for (int e = 0; e < n.length; e++) {
      boolean first = e < split;
      int i = first ? e : e - split;
      double at = (first ? x : y)[i / r][i % r];
      double eta = (first ? q.etaX() : q.etaY()).roundToDouble();
      image[e] = update.equals("still") ? at : round(at - round(eta * g[e]));
      image[e] += update.equals("kept") ? n[e] : 0;
    }
    return image;
  }

  private static ReadMatrix read(
      double[] image, int from, int rows, int columns, Arithmetic<?> arithmetic) {
    List<ReadNumber> entries = new ArrayList<>();
    for (int e = from; e < from + rows * columns; e++) {
      entries.add(ReadNumber.of(literal(image[e], arithmetic), arithmetic));
    }
    return new ReadMatrix(rows, columns, entries);
  }

  /** In a narrower format the digits of the float that the number is, which are read fast. */
  private static String literal(double v, Arithmetic<?> arithmetic) {
    if (arithmetic instanceof Binary64) {
      return Double.toString(v);
    }
    return v == (float) v ? Float.toString((float) v) : new BigDecimal(v).toString();
  }
}
