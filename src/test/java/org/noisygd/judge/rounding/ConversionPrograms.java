// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
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
      Stream.concat(KNOWN.stream(), OtherConversionPrograms.others().stream()).toList();

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

  static SimulatedConversion.Choice stochastic(SimulatedConversion.Choice choice) {
    return only("stochastic", choice);
  }

  private static List<ConversionPrograms> known() {
    return List.of(
        wrong(
            "round-truncates",
            "cuts",
            p -> p.choice = (mode, whole, f, n, u) -> mode.equals("stochastic") && u <= f),
        wrong(
            "round-half-away",
            "ties away",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        mode.equals("nearest")
                            ? f >= 0.5
                            : SimulatedConversion.rightly(mode, whole, f, n, u)),
        wrong(
            "round-half-away",
            "ties up",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        mode.equals("nearest")
                            ? f > 0.5 || (f == 0.5 && !n)
                            : SimulatedConversion.rightly(mode, whole, f, n, u)),
        wrong(
            "round-truncates",
            "cuts below zero",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        (!n || !mode.equals("nearest"))
                            && SimulatedConversion.rightly(mode, whole, f, n, u)),
        wrong("round-twice", "binary32 first", p -> p.first = x -> (float) x),
        wrong("round-overflow", "saturates", p -> p.saturatesAlways = true),
        wrong("round-overflow", "wraps", p -> p.last = y -> Double.isFinite(y) ? y : 0),
        wrong(
            "round-overflow",
            "ends at a power of two",
            p -> p.largest = x -> Math.scalb(1.0, Math.getExponent(x))),
        wrong("round-zeros", "zeros", p -> p.last = y -> 0),
        wrong(
            "round-scale",
            "ceil for floor",
            p ->
                p.scale = (rule, b, e, l, m) -> SimulatedConversion.rightScale("ceil", b, e, l, m)),
        wrong(
            "round-scale",
            "a scale twice as large",
            p ->
                p.scale =
                    (rule, b, e, l, m) -> 1 + SimulatedConversion.rightScale(rule, b, e, l, m)),
        wrong("round-scale", "blocks of 16", p -> p.block = 16),
        wrong("round-scale", "blocks from the end", p -> p.fromTheEnd = true),
        wrong(
            "round-to-nearest",
            "nearest",
            p ->
                p.choice =
                    stochastic((mode, whole, f, n, u) -> f > 0.5 || (f == 0.5 && whole % 2 == 1))),
        wrong(
            "round-to-nearest",
            "nearest, ties by chance",
            p -> p.choice = stochastic((mode, whole, f, n, u) -> f == 0.5 ? u <= f : f > 0.5)),
        wrong(
            "round-biased",
            "no chance near numbers",
            p ->
                p.choice =
                    stochastic(
                        (mode, whole, f, n, u) -> f >= 0x1p-6 && (f > 1 - 0x1p-6 || u <= f))),
        wrong(
            "round-biased",
            "always down",
            p -> p.choice = stochastic((mode, whole, f, n, u) -> false)),
        wrong(
            "round-biased", "half", p -> p.choice = stochastic((mode, whole, f, n, u) -> u <= 0.5)),
        wrong("round-biased", "1 - f", p -> p.choice = stochastic((mode, whole, f, n, u) -> u > f)),
        wrong(
            "round-biased",
            "1% more",
            p -> p.choice = stochastic((mode, whole, f, n, u) -> u <= f + 0.01)),
        wrong("round-few-bits", "4 bits", p -> p.bits = 4),
        wrong("round-few-bits", "8 bits", p -> p.bits = 8),
        wrong("round-few-bits", "12 bits", p -> p.bits = 12),
        wrong("round-few-bits", "8 bits at most", p -> p.told = asked -> Math.min(asked, 8)),
        wrong("round-few-bits", "one bit less", p -> p.told = asked -> asked - 1),
        wrong(
            "draws-shared",
            "one word for a draw",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      double u = SimulatedConversion.independent(seed, d).getAsDouble();
                      return () -> u;
                    }),
        wrong("draws-shared", "one word for two", p -> p.uniforms = ConversionPrograms::pairs),
        wrong(
            "draws-repeated",
            "the same draw",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed, 0)),
        wrong(
            "draws-repeated",
            "64 draws",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed, d % 64)),
        wrong(
            "seed-shifted",
            "draw d of seed s is draw 0 of s + d",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed + d, 0)),
        wrong(
            "seed-ignored",
            "one seed",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(7, d)),
        wrong(
            "seed-ignored",
            "32 bits",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed & 0xffff_ffffL, d)),
        wrong(
            "seed-ignored",
            "a double",
            p ->
                p.uniforms = (seed, d) -> SimulatedConversion.independent((long) (double) seed, d)),
        wrong(
            "seed-ignored",
            "no seed",
            p -> {
              SplittableRandom any = new SplittableRandom(3);
              p.uniforms = (seed, d) -> () -> 1 - any.nextDouble();
            }));
  }

  private static java.util.function.DoubleSupplier pairs(long seed, int draw) {
    java.util.function.DoubleSupplier words = SimulatedConversion.independent(seed, draw);
    double[] kept = new double[2];
    return () -> {
      kept[0] = kept[1]++ % 2 == 0 ? words.getAsDouble() : kept[0];
      return kept[0];
    };
  }

  static SimulatedConversion.Choice only(String asked, SimulatedConversion.Choice choice) {
    return (mode, whole, f, n, u) ->
        mode.equals(asked)
            ? choice.away(mode, whole, f, n, u)
            : SimulatedConversion.rightly(mode, whole, f, n, u);
  }
}
