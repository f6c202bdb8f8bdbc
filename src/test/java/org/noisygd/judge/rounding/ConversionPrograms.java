// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import static org.noisygd.judge.rounding.SimulatedConversion.independent;
import static org.noisygd.judge.rounding.SimulatedConversion.only;
import static org.noisygd.judge.rounding.SimulatedConversion.periodic;
import static org.noisygd.judge.rounding.SimulatedConversion.rightScale;
import static org.noisygd.judge.rounding.SimulatedConversion.rightly;
import static org.noisygd.judge.rounding.SimulatedConversion.shared;
import static org.noisygd.judge.rounding.SimulatedConversion.stochastic;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A program that converts wrongly.
 *
 * @param truths the codes of mistakes whose words are true of it, its own first; what else is named
 *     is false
 * @param name what it does
 * @param change what is replaced in a right program
 */
record ConversionPrograms(List<String> truths, String name, Consumer<SimulatedConversion> change) {
  static final List<ConversionPrograms> KNOWN = known();

  static final List<ConversionPrograms> ALL =
      Stream.concat(KNOWN.stream(), others().stream()).toList();

  SimulatedConversion program() {
    SimulatedConversion program = new SimulatedConversion();
    change.accept(program);
    return program;
  }

  String code() {
    return truths.get(0);
  }

  @Override
  public String toString() {
    return name;
  }

  static ConversionPrograms wrong(
      String truths, String name, Consumer<SimulatedConversion> change) {
    return new ConversionPrograms(List.of(truths.split(" ")), name, change);
  }

  private static ConversionPrograms choice(
      String truths, String name, SimulatedConversion.Choice choice) {
    return wrong(truths, name, p -> p.choice = choice);
  }

  private static ConversionPrograms nearest(
      String truths, String name, SimulatedConversion.Choice choice) {
    return choice(truths, name, only("nearest", choice));
  }

  private static ConversionPrograms chance(
      String truths, String name, SimulatedConversion.Choice choice) {
    return choice(truths, name, stochastic(choice));
  }

  private static ConversionPrograms seeds(String truths, String name, LongUnaryOperator change) {
    return draws(truths, name, (seed, d) -> independent(change.applyAsLong(seed), d));
  }

  private static ConversionPrograms words(
      String truths, String name, UnaryOperator<DoubleSupplier> change) {
    return draws(truths, name, (seed, d) -> change.apply(independent(seed, d)));
  }

  private static ConversionPrograms draws(
      String truths, String name, SimulatedConversion.Uniforms uniforms) {
    return wrong(truths, name, p -> p.uniforms = uniforms);
  }

  private static ConversionPrograms first(String truths, String name, DoubleUnaryOperator first) {
    return wrong(truths, name, p -> p.first = first);
  }

  private static ConversionPrograms last(String truths, String name, DoubleUnaryOperator last) {
    return wrong(truths, name, p -> p.last = last);
  }

  private static ConversionPrograms scale(
      String truths, String name, SimulatedConversion.Scale scale) {
    return wrong(truths, name, p -> p.scale = scale);
  }

  private static List<ConversionPrograms> known() {
    return List.of(
        choice(
            "round-truncates",
            "cuts",
            (mode, whole, f, n, u) -> mode.equals("stochastic") && u <= f),
        nearest("round-half-away", "ties away", (mode, whole, f, n, u) -> f >= 0.5),
        nearest(
            "round-half-away", "ties up", (mode, whole, f, n, u) -> f > 0.5 || (f == 0.5 && !n)),
        nearest(
            "round-ties",
            "ties by the last but one bit",
            (mode, whole, f, n, u) -> f > 0.5 || f == 0.5 && whole % 4 >= 2),
        choice(
            "round-truncates",
            "cuts below zero",
            (mode, whole, f, n, u) ->
                (!n || !mode.equals("nearest")) && rightly(mode, whole, f, n, u)),
        first("round-twice", "binary32 first", x -> (float) x),
        wrong("round-overflow", "saturates", p -> p.saturatesAlways = true),
        last("round-overflow", "wraps", y -> Double.isFinite(y) ? y : 0),
        wrong(
            "round-overflow",
            "ends at a power of two",
            p -> p.largest = x -> Math.scalb(1.0, Math.getExponent(x))),
        last("round-zeros", "zeros", y -> 0),
        scale(
            "round-scale", "ceil for floor", (rule, b, e, l, m) -> rightScale("ceil", b, e, l, m)),
        scale(
            "round-scale",
            "a scale twice as large",
            (rule, b, e, l, m) -> 1 + rightScale(rule, b, e, l, m)),
        wrong("round-scale", "blocks of 16", p -> p.block = 16),
        wrong("round-scale", "blocks from the end", p -> p.fromTheEnd = true),
        chance(
            "round-to-nearest",
            "nearest",
            (mode, whole, f, n, u) -> f > 0.5 || (f == 0.5 && whole % 2 == 1)),
        chance(
            "round-to-nearest",
            "nearest, ties by chance",
            (mode, whole, f, n, u) -> f == 0.5 ? u <= f : f > 0.5),
        chance(
            "round-biased",
            "no chance near numbers",
            (mode, whole, f, n, u) -> f >= 0x1p-6 && (f > 1 - 0x1p-6 || u <= f)),
        chance("round-biased", "always down", (mode, whole, f, n, u) -> false),
        chance("round-biased", "half", (mode, whole, f, n, u) -> u <= 0.5),
        chance("round-biased", "1 - f", (mode, whole, f, n, u) -> u > f),
        chance("round-biased", "1% more", (mode, whole, f, n, u) -> u <= f + 0.01),
        wrong("round-few-bits", "4 bits", p -> p.bits = 4),
        wrong("round-few-bits", "8 bits", p -> p.bits = 8),
        wrong("round-few-bits", "12 bits", p -> p.bits = 12),
        wrong("round-few-bits", "8 bits at most", p -> p.told = asked -> Math.min(asked, 8)),
        wrong("round-few-bits", "one bit less", p -> p.told = asked -> asked - 1),
        draws("draws-shared", "one word for a draw", (seed, d) -> shared(seed, d, 1 << 20)),
        draws("draws-shared", "one word for two", (seed, d) -> shared(seed, d, 2)),
        draws("draws-repeated", "the same draw", (seed, d) -> independent(seed, 0)),
        draws("draws-repeated", "64 draws", (seed, d) -> independent(seed, d % 64)),
        draws(
            "draws-antithetic",
            "antithetic draws",
            (seed, d) -> {
              DoubleSupplier all = independent(seed, d / 2);
              return d % 2 == 0 ? all : () -> 1 - all.getAsDouble();
            }),
        draws(
            "seed-shifted",
            "draw d of seed s is draw 0 of s + d",
            (seed, d) -> independent(seed + d, 0)),
        seeds("seed-ignored", "one seed", seed -> 7),
        seeds("seed-ignored", "32 bits", seed -> seed & 0xffff_ffffL),
        seeds("seed-ignored", "a double", seed -> (long) (double) seed),
        wrong(
            "seed-ignored",
            "no seed",
            p -> {
              SplittableRandom any = new SplittableRandom(3);
              p.uniforms = (seed, d) -> () -> 1 - any.nextDouble();
            }));
  }

  /** Programs with mistakes that the judge does not know, or not by themselves. */
  private static List<ConversionPrograms> others() {
    return List.of(
        choice(
            "round-truncates",
            "drops a tiny fraction",
            (mode, whole, f, n, u) -> f >= 0x1p-24 && rightly(mode, whole, f, n, u)),
        choice(
            "round-twice round-half-added",
            "takes a near tie for one",
            (mode, whole, f, n, u) ->
                rightly(mode, whole, Math.abs(f - 0.5) < 0x1p-20 ? 0.5 : f, n, u)),
        choice(
            "round-truncates",
            "three guard bits, none sticky",
            (mode, whole, f, n, u) ->
                mode.equals("stochastic")
                    ? u <= f
                    : rightly(mode, whole, Math.floor(8 * f) / 8, n, u)),
        last("", "eight digits", y -> rounded(y, 8)),
        last("", "four digits", y -> rounded(y, 4)),
        first("round-subnormals", "NaN for tiny values", x -> orNan(x, 0x1p-130)),
        last("round-subnormals", "NaN for subnormal results", y -> orNan(y, 0x1p-126)),
        nearest(
            "round-half-added round-half-away",
            "half added in binary32",
            (mode, whole, f, n, u) -> Math.floor((float) (whole + f + 0.5)) > whole),
        nearest(
            "round-half-added round-half-away",
            "half added in binary64",
            (mode, whole, f, n, u) -> Math.floor(whole + f + 0.5) > whole),
        nearest(
            "round-half-added",
            "half added, ties to even",
            (mode, whole, f, n, u) ->
                f == 0.5 ? whole % 2 == 1 : Math.floor((float) (whole + f + 0.5)) > whole),
        choice("round-dithered round-biased", "dithered by a quarter", dithered(-0.25, 0.25)),
        choice("round-dithered round-biased", "dithered by an eighth", dithered(-0.125, 0.125)),
        choice("round-dithered round-biased", "dithered upwards", dithered(0, 0.5)),
        draws("draws-repeated draws-shared", "253 random numbers", periodic(253)),
        draws("draws-repeated draws-shared", "1021 random numbers", periodic(1021)),
        draws("draws-repeated draws-shared", "7 random numbers", periodic(7)),
        draws("draws-repeated", "draws in pairs", (seed, d) -> independent(seed, d / 2)),
        scale("round-scale", "logarithm in binary32", ConversionPrograms::log2),
        wrong("round-scale", "scale of a block's first half", p -> p.half = true),
        wrong("round-scale", "blocks of 64", p -> p.block = 64),
        scale(
            "round-scale",
            "a scale half as large",
            (rule, b, e, l, m) -> rightScale(rule, b, e, l, m) - 1),
        scale("round-scale", "even for all", (rule, b, e, l, m) -> rightScale("even", b, e, l, m)),
        scale(
            "round-scale",
            "scale of rounded maximum",
            (rule, b, e, l, m) -> rightScale(rule, b, e, l, (float) m)),
        wrong(
            "round-overflow",
            "exponent wraps",
            p -> p.beyond = (y, end) -> Math.scalb(y, -1 - Math.getExponent(end))),
        wrong(
            "round-overflow", "largest for infinity is half", p -> p.beyond = (y, end) -> end / 2),
        wrong("round-overflow", "never saturates", p -> p.beyond = (y, end) -> 1 / 0.0),
        nearest("round-ties", "nearest by a strict comparison", (mode, whole, f, n, u) -> f > 0.5),
        nearest("round-ties", "ties down", (mode, whole, f, n, u) -> f > 0.5 || f == 0.5 && n),
        nearest(
            "round-ties",
            "ties to odd",
            (mode, whole, f, n, u) -> f > 0.5 || f == 0.5 && whole % 2 == 0),
        first("round-twice", "all through binary16", x -> rounded(x, 11, -14)),
        first("round-twice", "all through bfloat16", x -> rounded(x, 8, -126)),
        first("round-twice", "all through tf32", x -> rounded(x, 11, -126)),
        first(
            "round-twice round-truncates",
            "cut to 20 bits first",
            x ->
                x == 0
                    ? x
                    : Math.scalb(
                        (double) (long) Math.scalb(x, 19 - Math.getExponent(x)),
                        Math.getExponent(x) - 19)),
        choice(
            "round-mode",
            "up for down",
            (mode, whole, f, n, u) -> rightly(mode.equals("down") ? "up" : mode, whole, f, n, u)),
        choice(
            "round-mode round-ties",
            "nearest whatever is asked",
            (mode, whole, f, n, u) ->
                rightly(mode.equals("stochastic") ? mode : "nearest", whole, f, n, u)),
        choice("round-mode", "odd is even", only("odd", (mode, whole, f, n, u) -> whole % 2 == 1)),
        wrong("round-subnormals", "coarser subnormals", p -> p.least = e -> e + 1),
        wrong("round-subnormals", "finer subnormals", p -> p.least = e -> e - 1),
        wrong("round-subnormals", "subnormals by all bits", p -> p.least = e -> -2000),
        wrong("round-zeros", "zeros below the smallest normal number", p -> p.flushes = true),
        wrong("round-moves-exact", "next number up for exact values", p -> p.exactMoved = true),
        last("", "sign lost", Math::abs),
        last("", "always one", y -> 1),
        last("", "a quarter more", y -> 1.25 * y),
        last(
            "round-zeros",
            "zeros at tenth places",
            new DoubleUnaryOperator() {
              private int n;

              @Override
              public double applyAsDouble(double y) {
                return n++ % 10 == 9 ? 0 : y;
              }
            }),
        wrong("input-echoed", "values as they are", p -> p.echo = true),
        chance("round-biased", "chance f squared", (mode, whole, f, n, u) -> u <= f * f),
        chance("round-biased", "smooth chance", (mode, whole, f, n, u) -> u <= f * f * (3 - 2 * f)),
        words(
            "round-biased",
            "larger of two words",
            all -> () -> Math.max(all.getAsDouble(), all.getAsDouble())),
        words(
            "round-biased",
            "mean of two words",
            all -> () -> (all.getAsDouble() + all.getAsDouble()) / 2),
        words(
            "round-few-bits",
            "a hundred numbers",
            all -> () -> Math.ceil(100 * all.getAsDouble()) / 100),
        draws("draws-shared", "one word for a block of 32", (seed, d) -> shared(seed, d, 32)),
        draws(
            "draws-shared",
            "mirrored in pairs",
            (seed, d) -> {
              DoubleSupplier all = independent(seed, d);
              double[] kept = new double[2];
              return () -> kept[0] = kept[1]++ % 2 == 0 ? all.getAsDouble() : 1 - kept[0];
            }),
        draws(
            "draws-repeated",
            "draws shifted by one",
            (seed, d) -> {
              DoubleSupplier all = independent(seed, 0);
              for (int n = 0; n < d; n++) {
                var unused = all.getAsDouble();
              }
              return all;
            }),
        draws(
            "seed-shifted",
            "neighbouring seeds shifted by eight draws",
            (seed, d) -> independent(8 * seed + d, 0)),
        draws(
            "seed-shifted",
            "neighbouring seeds shifted by a number",
            (seed, d) -> {
              long[] at = {seed + 100_000L * d};
              return () -> independent(at[0]++, 0).getAsDouble();
            }),
        seeds("seed-ignored", "seeds by their parity", seed -> seed & 1),
        seeds("seed-ignored", "seeds in pairs", seed -> seed / 4),
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
              p.scale = (rule, b, e, l, m) -> rightScale("ceil", b, e, l, m);
            }),
        wrong(
            "round-to-nearest seed-ignored",
            "nearest, one seed",
            p -> {
              p.choice = stochastic((mode, whole, f, n, u) -> f > 0.5 || f == 0.5 && u < 0.5);
              p.uniforms = (seed, d) -> independent(7, d);
            }),
        wrong(
            "round-biased draws-shared",
            "1% more, one word",
            p -> {
              p.choice = stochastic((mode, whole, f, n, u) -> u <= f + 0.01);
              p.uniforms = (seed, d) -> shared(seed, d, 1 << 20);
            }));
  }

  private static double orNan(double x, double least) {
    return x != 0 && Math.abs(x) < least ? Double.NaN : x;
  }

  private static double rounded(double x, int precision, int least) {
    if (x == 0 || !Double.isFinite(x)) {
      return x;
    }
    int place = Math.max(Math.getExponent(x), least) - precision + 1;
    return Math.scalb(Math.rint(Math.scalb(x, -place)), place);
  }

  private static double rounded(double y, int digits) {
    return Double.isFinite(y) ? new BigDecimal(y).round(new MathContext(digits)).doubleValue() : y;
  }

  private static SimulatedConversion.Choice dithered(double least, double most) {
    return stochastic((mode, whole, f, n, u) -> f + least + (most - least) * (1 - u) >= 0.5);
  }

  private static int log2(String rule, int p, int emax, double largest, double max) {
    int right = rightScale(rule, p, emax, largest, max);
    double log = (float) Math.log(max) / (float) Math.log(2);
    return rule.equals("floor") ? (int) Math.floor(log) - emax : right;
  }
}
