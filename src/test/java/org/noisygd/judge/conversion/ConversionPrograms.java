// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import static org.noisygd.judge.conversion.SimulatedConversion.independent;
import static org.noisygd.judge.conversion.SimulatedConversion.only;
import static org.noisygd.judge.conversion.SimulatedConversion.rightScale;
import static org.noisygd.judge.conversion.SimulatedConversion.rightly;
import static org.noisygd.judge.conversion.SimulatedConversion.shared;
import static org.noisygd.judge.conversion.SimulatedConversion.stochastic;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * A program that converts wrongly.
 *
 * @param codes the codes of its faults, which are named and no other
 * @param name the fault in words
 * @param change what is replaced in a right program
 */
record ConversionPrograms(List<String> codes, String name, Consumer<SimulatedConversion> change) {
  static final List<ConversionPrograms> ALL =
      Stream.of(deterministic(), ofBlocks(), ofChance(), ofDraws(), withoutName())
          .flatMap(List::stream)
          .toList();

  SimulatedConversion program() {
    SimulatedConversion program = new SimulatedConversion();
    change.accept(program);
    return program;
  }

  @Override
  public String toString() {
    return name;
  }

  private static ConversionPrograms wrong(
      String codes, String name, Consumer<SimulatedConversion> change) {
    return new ConversionPrograms(
        codes.isEmpty() ? List.of() : List.of(codes.split(" ")), name, change);
  }

  private static ConversionPrograms nan(String name, double taken) {
    return wrong("round-nan", name, p -> p.first = x -> Double.isNaN(x) ? taken : x);
  }

  private static ConversionPrograms choice(
      String codes, String name, SimulatedConversion.Choice choice) {
    return wrong(codes, name, p -> p.choice = choice);
  }

  private static ConversionPrograms nearest(
      String codes, String name, SimulatedConversion.Choice choice) {
    return choice(codes, name, only("nearest", choice));
  }

  private static ConversionPrograms chance(
      String codes, String name, SimulatedConversion.Choice choice) {
    return choice(codes, name, stochastic(choice));
  }

  private static ConversionPrograms draws(
      String codes, String name, SimulatedConversion.Uniforms uniforms) {
    return wrong(codes, name, p -> p.uniforms = uniforms);
  }

  private static ConversionPrograms last(String codes, String name, DoubleUnaryOperator last) {
    return wrong(codes, name, p -> p.last = last);
  }

  private static ConversionPrograms scale(String name, SimulatedConversion.Scale scale) {
    return wrong("round-scale", name, p -> p.scale = scale);
  }

  private static List<ConversionPrograms> deterministic() {
    return List.of(
        nan("NaN as a large number", 448),
        choice(
            "round-truncates",
            "cuts",
            (mode, whole, f, n, u) -> mode.equals("stochastic") && u <= f),
        choice(
            "round-truncates",
            "cuts below zero",
            (mode, whole, f, n, u) ->
                (!n || !mode.equals("nearest")) && rightly(mode, whole, f, n, u)),
        nearest("round-half-away", "ties away", (mode, whole, f, n, u) -> f >= 0.5),
        nearest(
            "round-half-away", "ties up", (mode, whole, f, n, u) -> f > 0.5 || (f == 0.5 && !n)),
        nearest("round-ties", "ties towards zero", (mode, whole, f, n, u) -> f > 0.5),
        nearest(
            "round-half-added",
            "half added, ties to even",
            (mode, whole, f, n, u) ->
                f == 0.5 ? whole % 2 == 1 : Math.floor((float) (whole + f + 0.5)) > whole),
        wrong("round-twice", "binary32 first", p -> p.first = x -> (float) x),
        wrong("round-overflow", "saturates", p -> p.saturates = x -> true),
        last("round-overflow round-nan", "wraps", y -> Double.isFinite(y) ? y : 0),
        wrong(
            "round-overflow",
            "ends at a power of two",
            p -> p.largest = x -> Math.scalb(1.0, Math.getExponent(x))),
        wrong("round-overflow", "e5m2 at 448", p -> p.largest = x -> x == 57344 ? 448 : x),
        wrong("round-moves-exact", "next number up for exact values", p -> p.exactMoved = true),
        last("round-zeros", "zeros", y -> 0));
  }

  private static List<ConversionPrograms> ofBlocks() {
    return List.of(
        scale("ceil for floor", (rule, b, e, l, m) -> rightScale("ceil", b, e, l, m)),
        scale("a scale twice as large", (rule, b, e, l, m) -> 1 + rightScale(rule, b, e, l, m)),
        scale("logarithm in binary32", ConversionPrograms::log2),
        wrong("round-scale", "blocks of 16", p -> p.block = 16),
        wrong(
            "round-half-away round-scale",
            "ties away, ceil for floor",
            p -> {
              p.choice = only("nearest", (mode, whole, f, n, u) -> f >= 0.5);
              p.scale = (rule, b, e, l, m) -> rightScale("ceil", b, e, l, m);
            }));
  }

  private static List<ConversionPrograms> ofChance() {
    return List.of(
        chance(
            "round-to-nearest",
            "nearest",
            (mode, whole, f, n, u) -> f > 0.5 || (f == 0.5 && whole % 2 == 1)),
        chance(
            "round-to-nearest",
            "nearest, ties by chance",
            (mode, whole, f, n, u) -> f == 0.5 ? u <= f : f > 0.5),
        chance("round-biased", "always down", (mode, whole, f, n, u) -> false),
        chance("round-biased", "half", (mode, whole, f, n, u) -> u <= 0.5),
        chance("round-biased", "1 - f", (mode, whole, f, n, u) -> u > f),
        chance("round-biased", "1% more", (mode, whole, f, n, u) -> u <= f + 0.01),
        chance(
            "round-dithered",
            "dithered by a quarter",
            (mode, whole, f, n, u) -> f - 0.25 + 0.5 * (1 - u) >= 0.5),
        wrong("round-few-bits", "4 bits", p -> p.bits = 4),
        wrong("round-few-bits", "12 bits", p -> p.bits = 12),
        wrong("round-few-bits", "8 bits at most", p -> p.told = asked -> Math.min(asked, 8)));
  }

  private static List<ConversionPrograms> ofDraws() {
    return List.of(
        draws("draws-shared", "one word for a draw", (seed, d) -> shared(seed, d, 1 << 20)),
        draws("draws-shared", "one word for two", (seed, d) -> shared(seed, d, 2)),
        draws("draws-repeated", "the same draw", (seed, d) -> independent(seed, 0)),
        draws("draws-repeated", "64 draws", (seed, d) -> independent(seed, d % 64)),
        draws("seed-ignored", "one seed", (seed, d) -> independent(7, d)),
        wrong(
            "seed-ignored",
            "no seed",
            p -> {
              SplittableRandom any = new SplittableRandom(3);
              p.uniforms = (seed, d) -> () -> 1 - any.nextDouble();
            }));
  }

  /** Programs that fail without a name. */
  private static List<ConversionPrograms> withoutName() {
    return List.of(
        last("", "eight digits", y -> rounded(y, 8)),
        last("", "a quarter more", y -> 1.25 * y),
        wrong("", "finer subnormals", p -> p.least = e -> e - 1),
        choice(
            "",
            "up for down",
            (mode, whole, f, n, u) -> rightly(mode.equals("down") ? "up" : mode, whole, f, n, u)),
        draws(
            "",
            "antithetic draws",
            (seed, d) -> {
              DoubleSupplier all = independent(seed, d / 2);
              return d % 2 == 0 ? all : () -> 1 - all.getAsDouble();
            }));
  }

  private static double rounded(double y, int digits) {
    return Double.isFinite(y) ? new BigDecimal(y).round(new MathContext(digits)).doubleValue() : y;
  }

  private static int log2(String rule, int p, int emax, double largest, double max) {
    int right = rightScale(rule, p, emax, largest, max);
    double log = (float) Math.log(max) / (float) Math.log(2);
    return rule.equals("floor") ? (int) Math.floor(log) - emax : right;
  }
}
