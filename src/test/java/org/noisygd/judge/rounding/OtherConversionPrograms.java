// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import static org.noisygd.judge.rounding.ConversionPrograms.only;
import static org.noisygd.judge.rounding.ConversionPrograms.stochastic;
import static org.noisygd.judge.rounding.ConversionPrograms.wrong;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** Programs with mistakes that the judge does not know, or not by themselves. */
final class OtherConversionPrograms {
  private OtherConversionPrograms() {}

  private static double rounded(double x, int precision, int least) {
    if (x == 0 || !Double.isFinite(x)) {
      return x;
    }
    int place = Math.max(Math.getExponent(x), least) - precision + 1;
    return Math.scalb(Math.rint(Math.scalb(x, -place)), place);
  }

  private static double eightDigits(double y) {
    return Double.isFinite(y) ? new BigDecimal(y).round(new MathContext(8)).doubleValue() : y;
  }

  private static SimulatedConversion.Uniforms periodic(int period) {
    Map<Long, double[]> known = new HashMap<>();
    int[] at = {0};
    return (seed, draw) -> {
      at[0] = draw == 0 ? 0 : at[0];
      double[] words =
          known.computeIfAbsent(
              seed,
              s -> {
                DoubleSupplier all = SimulatedConversion.independent(s, 0);
                return DoubleStream.generate(all).limit(period).toArray();
              });
      return () -> words[at[0]++ % period];
    };
  }

  private static SimulatedConversion.Choice dithered(double least, double most) {
    return stochastic((mode, whole, f, n, u) -> f + least + (most - least) * (1 - u) >= 0.5);
  }

  private static int log2(String rule, int p, int emax, double largest, double max) {
    int right = SimulatedConversion.rightScale(rule, p, emax, largest, max);
    double log = (float) Math.log(max) / (float) Math.log(2);
    return rule.equals("floor") ? (int) Math.floor(log) - emax : right;
  }

  static List<ConversionPrograms> others() {
    return List.of(
        wrong(
            "round-truncates",
            "drops a tiny fraction",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        f >= 0x1p-24 && SimulatedConversion.rightly(mode, whole, f, n, u)),
        wrong(
            "round-twice",
            "takes a near tie for one",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        SimulatedConversion.rightly(
                            mode, whole, Math.abs(f - 0.5) < 0x1p-20 ? 0.5 : f, n, u)),
        wrong(
            "round-truncates",
            "three guard bits, none sticky",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        mode.equals("stochastic")
                            ? u <= f
                            : SimulatedConversion.rightly(
                                mode, whole, Math.floor(8 * f) / 8, n, u)),
        wrong("", "eight digits", p -> p.last = OtherConversionPrograms::eightDigits),
        wrong(
            "",
            "four digits",
            p ->
                p.last =
                    y ->
                        Double.isFinite(y)
                            ? new BigDecimal(y).round(new MathContext(4)).doubleValue()
                            : y),
        wrong(
            "",
            "NaN for tiny values",
            p -> p.first = x -> x != 0 && Math.abs(x) < 0x1p-130 ? Double.NaN : x),
        wrong(
            "",
            "NaN for subnormal results",
            p -> p.last = y -> y != 0 && Math.abs(y) < 0x1p-126 ? Double.NaN : y),
        wrong(
            "round-half-added round-half-away",
            "half added in binary32",
            p ->
                p.choice =
                    only(
                        "nearest",
                        (mode, whole, f, n, u) -> Math.floor((float) (whole + f + 0.5)) > whole)),
        wrong(
            "round-half-added round-half-away",
            "half added in binary64",
            p ->
                p.choice =
                    only("nearest", (mode, whole, f, n, u) -> Math.floor(whole + f + 0.5) > whole)),
        wrong(
            "round-half-added",
            "half added, ties to even",
            p ->
                p.choice =
                    only(
                        "nearest",
                        (mode, whole, f, n, u) ->
                            f == 0.5
                                ? whole % 2 == 1
                                : Math.floor((float) (whole + f + 0.5)) > whole)),
        wrong(
            "round-dithered round-biased",
            "dithered by a quarter",
            p -> p.choice = dithered(-0.25, 0.25)),
        wrong(
            "round-dithered round-biased",
            "dithered by an eighth",
            p -> p.choice = dithered(-0.125, 0.125)),
        wrong("round-dithered round-biased", "dithered upwards", p -> p.choice = dithered(0, 0.5)),
        wrong("draws-repeated draws-shared", "253 random numbers", p -> p.uniforms = periodic(253)),
        wrong(
            "draws-repeated draws-shared", "1021 random numbers", p -> p.uniforms = periodic(1021)),
        wrong("draws-repeated draws-shared", "7 random numbers", p -> p.uniforms = periodic(7)),
        wrong(
            "draws-repeated",
            "draws in pairs",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed, d / 2)),
        wrong("round-scale", "logarithm in binary32", p -> p.scale = OtherConversionPrograms::log2),
        wrong("round-scale", "scale of a block's first half", p -> p.half = true),
        wrong("round-scale", "blocks of 64", p -> p.block = 64),
        wrong(
            "round-scale",
            "a scale half as large",
            p ->
                p.scale =
                    (rule, b, e, l, m) -> SimulatedConversion.rightScale(rule, b, e, l, m) - 1),
        wrong(
            "round-scale",
            "even for all",
            p ->
                p.scale = (rule, b, e, l, m) -> SimulatedConversion.rightScale("even", b, e, l, m)),
        wrong(
            "round-scale",
            "scale of rounded maximum",
            p ->
                p.scale =
                    (rule, b, e, l, m) -> SimulatedConversion.rightScale(rule, b, e, l, (float) m)),
        wrong(
            "round-overflow",
            "exponent wraps",
            p -> p.beyond = (y, end) -> Math.scalb(y, -1 - Math.getExponent(end))),
        wrong(
            "round-overflow", "largest for infinity is half", p -> p.beyond = (y, end) -> end / 2),
        wrong("round-overflow", "never saturates", p -> p.beyond = (y, end) -> 1 / 0.0),
        wrong(
            "round-ties",
            "nearest by a strict comparison",
            p -> p.choice = only("nearest", (mode, whole, f, n, u) -> f > 0.5)),
        wrong(
            "round-ties",
            "ties down",
            p -> p.choice = only("nearest", (mode, whole, f, n, u) -> f > 0.5 || f == 0.5 && n)),
        wrong(
            "round-ties",
            "ties to odd",
            p ->
                p.choice =
                    only(
                        "nearest",
                        (mode, whole, f, n, u) -> f > 0.5 || f == 0.5 && whole % 2 == 0)),
        wrong(
            "round-half-away round-ties",
            "ties by the last but one bit",
            p ->
                p.choice =
                    only(
                        "nearest",
                        (mode, whole, f, n, u) -> f > 0.5 || f == 0.5 && whole % 4 >= 2)),
        wrong("round-twice", "all through binary16", p -> p.first = x -> rounded(x, 11, -14)),
        wrong("round-twice", "all through bfloat16", p -> p.first = x -> rounded(x, 8, -126)),
        wrong("round-twice", "all through tf32", p -> p.first = x -> rounded(x, 11, -126)),
        wrong(
            "round-twice round-truncates",
            "cut to 20 bits first",
            p ->
                p.first =
                    x ->
                        x == 0
                            ? x
                            : Math.scalb(
                                (double) (long) Math.scalb(x, 19 - Math.getExponent(x)),
                                Math.getExponent(x) - 19)),
        wrong(
            "round-mode",
            "up for down",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        SimulatedConversion.rightly(
                            mode.equals("down") ? "up" : mode, whole, f, n, u)),
        wrong(
            "round-mode round-ties",
            "nearest whatever is asked",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        SimulatedConversion.rightly(
                            mode.equals("stochastic") ? mode : "nearest", whole, f, n, u)),
        wrong(
            "round-mode",
            "odd is even",
            p -> p.choice = only("odd", (mode, whole, f, n, u) -> whole % 2 == 1)),
        wrong("round-subnormals", "coarser subnormals", p -> p.least = e -> e + 1),
        wrong("round-subnormals", "finer subnormals", p -> p.least = e -> e - 1),
        wrong("round-subnormals", "subnormals by all bits", p -> p.least = e -> -2000),
        wrong("round-zeros", "zeros below the smallest normal number", p -> p.flushes = true),
        wrong("round-moves-exact", "next number up for exact values", p -> p.exactMoved = true),
        wrong("", "sign lost", p -> p.last = Math::abs),
        wrong("", "always one", p -> p.last = y -> 1),
        wrong("", "a quarter more", p -> p.last = y -> 1.25 * y),
        wrong(
            "round-zeros",
            "zeros at tenth places",
            p ->
                p.last =
                    new java.util.function.DoubleUnaryOperator() {
                      private int n;

                      @Override
                      public double applyAsDouble(double y) {
                        return n++ % 10 == 9 ? 0 : y;
                      }
                    }),
        wrong("input-echoed", "values as they are", p -> p.echo = true),
        wrong(
            "round-biased",
            "chance f squared",
            p -> p.choice = stochastic((mode, whole, f, n, u) -> u <= f * f)),
        wrong(
            "round-biased",
            "smooth chance",
            p -> p.choice = stochastic((mode, whole, f, n, u) -> u <= f * f * (3 - 2 * f))),
        wrong(
            "round-biased",
            "larger of two words",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      DoubleSupplier all = SimulatedConversion.independent(seed, d);
                      return () -> Math.max(all.getAsDouble(), all.getAsDouble());
                    }),
        wrong(
            "round-biased",
            "mean of two words",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      DoubleSupplier all = SimulatedConversion.independent(seed, d);
                      return () -> (all.getAsDouble() + all.getAsDouble()) / 2;
                    }),
        wrong(
            "round-few-bits",
            "a hundred numbers",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      DoubleSupplier all = SimulatedConversion.independent(seed, d);
                      return () -> Math.ceil(100 * all.getAsDouble()) / 100;
                    }),
        wrong(
            "draws-shared",
            "one word for a block of 32",
            p -> p.uniforms = (seed, d) -> shared(seed, d, 32)),
        wrong(
            "draws-shared",
            "mirrored in pairs",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      DoubleSupplier all = SimulatedConversion.independent(seed, d);
                      double[] kept = new double[2];
                      return () -> kept[0] = kept[1]++ % 2 == 0 ? all.getAsDouble() : 1 - kept[0];
                    }),
        wrong(
            "",
            "antithetic draws",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      DoubleSupplier all = SimulatedConversion.independent(seed, d / 2);
                      return d % 2 == 0 ? all : () -> 1 - all.getAsDouble();
                    }),
        wrong(
            "draws-repeated",
            "draws shifted by one",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      DoubleSupplier all = SimulatedConversion.independent(seed, 0);
                      for (int n = 0; n < d; n++) {
                        var unused = all.getAsDouble();
                      }
                      return all;
                    }),
        wrong(
            "seed-shifted",
            "neighbouring seeds shifted by eight draws",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(8 * seed + d, 0)),
        wrong(
            "seed-shifted",
            "neighbouring seeds shifted by a number",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      long[] at = {seed + 100_000L * d};
                      return () -> SimulatedConversion.independent(at[0]++, 0).getAsDouble();
                    }),
        wrong(
            "seed-ignored",
            "seeds by their parity",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed & 1, d)),
        wrong(
            "seed-ignored",
            "seeds in pairs",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed / 4, d)),
        wrong(
            "round-half-away round-overflow",
            "ties away, saturates",
            p -> {
              p.choice = only("nearest", (mode, whole, f, n, u) -> f >= 0.5);
              p.saturatesAlways = true;
            }),
        wrong(
            "round-truncates round-twice",
            "cuts, through binary32",
            p -> {
              p.choice = only("nearest", (mode, whole, f, n, u) -> false);
              p.first = x -> (float) x;
            }),
        wrong(
            "round-scale round-half-away",
            "ties away, ceil for floor",
            p -> {
              p.choice = only("nearest", (mode, whole, f, n, u) -> f >= 0.5);
              p.scale = (rule, b, e, l, m) -> SimulatedConversion.rightScale("ceil", b, e, l, m);
            }),
        wrong(
            "round-to-nearest seed-ignored",
            "nearest, one seed",
            p -> {
              p.choice = stochastic((mode, whole, f, n, u) -> f > 0.5 || f == 0.5 && u < 0.5);
              p.uniforms = (seed, d) -> SimulatedConversion.independent(7, d);
            }),
        wrong(
            "round-biased draws-shared",
            "1% more, one word",
            p -> {
              p.choice = stochastic((mode, whole, f, n, u) -> u <= f + 0.01);
              p.uniforms = (seed, d) -> shared(seed, d, 1 << 20);
            }));
  }

  private static DoubleSupplier shared(long seed, int draw, int among) {
    DoubleSupplier all = SimulatedConversion.independent(seed, draw);
    double[] kept = new double[2];
    return () -> kept[0] = kept[1]++ % among == 0 ? all.getAsDouble() : kept[0];
  }
}
