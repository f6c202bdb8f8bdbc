// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.Arithmetics;

/** Right and wrong samplers, by the name of what they do. */
final class SimulatedSampler {
  private final String kind;
  private final double scale;
  private final DoubleUnaryOperator rounding;

  SimulatedSampler(String kind, double scale, String rounding) {
    this.kind = kind;
    this.scale = scale;
    this.rounding = rounding(rounding);
  }

  private double draw(SplittableRandom random) {
    return switch (kind) {
      case "uniform" -> (2 * random.nextDouble() - 1) * Math.sqrt(3);
      case "rademacher" -> random.nextBoolean() ? 1 : -1;
      case "laplace" ->
          (random.nextBoolean() ? 1 : -1) * -Math.log1p(-random.nextDouble()) / Math.sqrt(2);
      case "half" -> Math.abs(random.nextGaussian());
      case "shifted" -> random.nextGaussian() + 0.05;
      case "slightly-shifted" -> random.nextGaussian() + 0.02;
      case "cut-at-4" -> within(random, 4);
      case "cut-at-3" -> within(random, 3);
      case "float" -> (float) random.nextGaussian();
      case "gap" -> beyond(random, 0.001);
      case "hundredths" -> Math.rint(100 * random.nextGaussian()) / 100;
      default -> random.nextGaussian();
    };
  }

  private static double within(SplittableRandom random, double limit) {
    double v = random.nextGaussian();
    return Math.abs(v) <= limit ? v : within(random, limit);
  }

  private static double beyond(SplittableRandom random, double least) {
    double v = random.nextGaussian();
    return Math.abs(v) >= least ? v : beyond(random, least);
  }

  /** All draws of a request, each entry's made too even over them; empty for other kinds. */
  private double[][] even(SplittableRandom random, int count, int p) {
    if (!List.of("centred", "standardised", "balanced").contains(kind)) {
      return new double[0][];
    }
    double[][] all = new double[count][p];
    for (int e = 0; e < p; e++) {
      double sum = 0;
      double squares = 0;
      int positive = 0;
      for (double[] draw : all) {
        draw[e] = draw(random);
        sum += draw[e];
        squares += draw[e] * draw[e];
        positive += draw[e] > 0 ? 1 : 0;
      }
      for (double[] draw : all) {
        boolean turns = 2 * positive != count && draw[e] > 0 == 2 * positive > count;
        positive += turns ? (draw[e] > 0 ? -1 : 1) : 0;
        draw[e] =
            switch (kind) {
              case "centred" -> draw[e] - sum / count;
              case "standardised" -> draw[e] / Math.sqrt(squares / count);
              default -> turns ? -draw[e] : draw[e];
            };
      }
    }
    return all;
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
  static List<LawResult> judge(String kind, double scale, String arithmetic, long seed) {
    SampleVerdict law = new SampleVerdict(Ops.SAMPLE, arithmetic, CaseSuite.DEFAULT_SEED);
    SimulatedSampler sampler = new SimulatedSampler(kind, scale, arithmetic);
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
    SplittableRandom random =
        new SplittableRandom(kind.equals("seed-ignored") ? seed : seed * 1_000_003 + q.seed());
    int split = q.d1() * q.r();
    int p = split + q.d2() * q.r();
    double s1 = q.sigma1().roundToDouble();
    double s2 = q.sigma2().roundToDouble();
    double[] previous = new double[p];
    List<double[]> batch = new ArrayList<>();
    double[][] m = q.m().roundToDoubles();
    double[][] x0 = q.at().x().roundToDoubles();
    double[][] y0 = q.at().y().roundToDoubles();
    double etaX = q.etaX().roundToDouble();
    double etaY = q.etaY().roundToDouble();
    double[] image = new double[p];
    SplittableRandom twin = new SplittableRandom(seed + q.seed());
    SplittableRandom twinToo = new SplittableRandom(seed + q.seed());
    double[][] even = even(random, q.count(), p);
    for (int k = 0; k < q.count(); k++) {
      if (kind.equals("overlap")) {
        random = new SplittableRandom(seed + q.seed() + k);
      }
      double[] n = new double[p];
      for (int e = 0; e < p; e++) {
        n[e] = draw(kind.equals("streams") ? (e < split ? twin : twinToo) : random);
      }
      switch (kind) {
        case "antithetic" -> {
          for (int e = 0; e < p && k % 2 == 1; e++) {
            n[e] = -previous[e];
          }
        }
        case "autoregressive" -> {
          for (int e = 0; e < p && k > 0; e++) {
            n[e] = 0.3 * previous[e] + Math.sqrt(1 - 0.09) * n[e];
          }
        }
        case "batch" -> n = k < 100 ? n : batch.get(k % 100).clone();
        case "half-batch" -> n = 2 * k < q.count() ? n : batch.get(k - q.count() / 2).clone();
        case "row" -> {
          n[split - 1] = n[0];
        }
        case "correlated" -> {
          for (int e = 0; e < Math.min(split, p - split); e++) {
            n[split + e] = n[e];
          }
        }
        case "slightly-correlated" -> {
          for (int e = 0; e < Math.min(split, p - split); e++) {
            n[split + e] = 0.05 * n[e] + Math.sqrt(1 - 0.05 * 0.05) * n[split + e];
          }
        }
        case "first-row" -> n[0] *= 1.1;
        case "static" -> n = k > 0 ? previous.clone() : n;
        case "sphere" -> {
          double sum = 0;
          for (int e = 0; e < split; e++) {
            sum += n[e] * n[e];
          }
          for (int e = 0; e < split; e++) {
            n[e] *= Math.sqrt(split / sum);
          }
        }
        default -> n = even.length > 0 ? even[k] : n;
      }
      if (k < 100 || kind.equals("half-batch")) {
        batch.add(n.clone());
      }
      previous = n.clone();
      for (int e = 0; e < p; e++) {
        boolean first = e < split;
        double s =
            switch (kind) {
              case "squared" -> first ? s1 * s1 : s2 * s2;
              case "root" -> Math.sqrt(first ? s1 : s2);
              case "swapped" -> first ? s2 : s1;
              case "sigma1" -> s1;
              case "over-root-rows" -> first ? s1 / Math.sqrt(q.d1()) : s2 / Math.sqrt(q.d2());
              case "one-side" -> first ? s1 : 0;
              case "none" -> 0;
              case "zero-is-default" -> first ? s1 == 0 ? 0.1 : s1 : s2 == 0 ? 0.1 : s2;
              default -> first ? s1 : s2;
            };
        n[e] = round(n[e] * s * (first ? scale : 1));
      }
      update(q, m, x0, y0, etaX, etaY, n, image);
      if (kind.equals("kept")) {
        for (int e = 0; e < p; e++) {
          image[e] += n[e];
        }
      }
      boolean rounded = q.at().variables() > 8 && q.r() == 1;
      x.add(read(image, 0, q.d1(), q.r(), arithmetic, rounded));
      y.add(read(image, split, q.d2(), q.r(), arithmetic, rounded));
    }
  }

  /** The update, every operation rounded. */
  private void update(
      Request q,
      double[][] m,
      double[][] x,
      double[][] y,
      double etaX,
      double etaY,
      double[] n,
      double[] image) {
    int r = q.r();
    int split = q.d1() * r;
    double[] g = new double[n.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        double residual = -m[i][j];
        for (int a = 0; a < r; a++) {
          double xt = round(x[i][a] + n[i * r + a]);
          double yt = round(y[j][a] + n[split + j * r + a]);
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
      image[e] = round(at - round((first ? etaX : etaY) * g[e]));
    }
  }

  private static ReadMatrix read(
      double[] image, int from, int rows, int columns, Arithmetic<?> arithmetic, boolean rounded) {
    List<ReadNumber> entries = new ArrayList<>();
    for (int e = from; e < from + rows * columns; e++) {
      entries.add(ReadNumber.of(literal(image[e], arithmetic, rounded), arithmetic));
    }
    return new ReadMatrix(rows, columns, entries);
  }

  /**
   * Few digits, which are read fast: in binary64 rounded to a multiple of 1e-12 where digits do not
   * count; in a narrower format those of the float that the number is.
   */
  private static String literal(double v, Arithmetic<?> arithmetic, boolean rounded) {
    if (arithmetic instanceof Binary64) {
      return rounded && Math.abs(v) < 100 ? Math.round(v * 1e12) + "e-12" : Double.toString(v);
    }
    return v == (float) v ? Float.toString((float) v) : new BigDecimal(v).toString();
  }
}
