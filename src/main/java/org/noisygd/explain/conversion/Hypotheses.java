// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.noisygd.explain.conversion.Hypothesis.Where;
import org.noisygd.judge.conversion.RoundingProbability;
import org.noisygd.judge.conversion.RoundingProbability.Probability;
import org.noisygd.judge.conversion.RoundingSamples;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.protocol.Code;
import org.noisygd.number.Literals;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BinaryFormat.Overflow;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/** The list of hypotheses about wrong conversions. */
final class Hypotheses {
  /** Maximum number of random bits that samples distinguish from unlimited bits. */
  private static final int MOST_BITS = 12;

  /** Maximum number of random bits that samples distinguish from a truncated range. */
  private static final int SEPARATED = 8;

  /** The formats through which values may be rounded. */
  private static final List<String> THROUGH =
      List.of("binary32", "bfloat16", "binary16", "tf32", "e5m2", "e4m3");

  /** Numbers of bits kept below the ulp; later bits are lost. */
  private static final int[] LOST = {1, 2, 3, 4, 8, 16, 20, 24, 29};

  /** Numbers of bits to which values are truncated before their conversion. */
  private static final int[] PRECISIONS = {8, 11, 16, 20, 24};

  private static final String AGAIN = "; round the original value once";

  private static final String LOST_WORDS =
      "drops digits below the ulp before it rounds; a sticky bit must record if any is not 0";

  private final RoundingTask.Setting setting;
  private final BinaryFormat right;
  private final List<Hypothesis> all = new ArrayList<>();

  private Hypotheses(RoundingTask.Setting setting) {
    this.setting = setting;
    right = setting.conversion().element();
  }

  /** The hypotheses about a setting, those with the fewest assumptions first. */
  static List<Hypothesis> of(RoundingTask.Setting setting) {
    Hypotheses hypotheses = new Hypotheses(setting);
    hypotheses.add();
    return hypotheses.all.stream().filter(h -> h.concerns(setting.isStochastic())).toList();
  }

  private void add() {
    if (setting.isStochastic()) {
      probabilities();
    } else {
      choices();
    }
    List<Hypothesis> choices = List.copyOf(all);
    List<Hypothesis> scales =
        setting.conversion().hasBlocks() ? BlockFaults.of(setting) : List.of();
    through();
    List<Hypothesis> some = List.copyOf(all);
    all.addAll(choices.size(), scales);
    largest();
    digitsLost();
    for (DoubleUnaryOperator difference : roundings()) {
      all.add(lessOne(difference).only(Where.SUBNORMAL));
    }
    // Other roundings are tested on too few values below the smallest number.
    boolean tiny = setting.isStochastic() || setting.directed().isToNearest();
    for (Where where : List.of(Where.BELOW_ZERO, Where.ABOVE_ZERO, Where.SUBNORMAL, Where.TINY)) {
      if (tiny || where != Where.TINY) {
        some.forEach(h -> all.add(h.only(where)));
      }
    }
    // Two faults at once, as in some public code: another scale or zeros, and a wrong rounding.
    if (!setting.isStochastic()) {
      scales.forEach(scale -> choices.forEach(choice -> all.add(scale.with(choice))));
    }
    if (setting.mode().equals(Directed.NEAREST.label())) {
      all.add(awayWithoutTiny());
    }
  }

  private void choice(Code code, String text, Hypothesis.Choice choice) {
    all.add(Hypothesis.ofChoice(code, text, choice));
  }

  /** A wrong rounding of ties; other values are rounded as requested. */
  private void ties(Code code, String text, Directed given) {
    choice(code, text, (asked, f, ulps, negative) -> f == 0.5 ? given : asked);
  }

  /** The hypotheses of a deterministic rounding to the wrong neighbour. */
  private void choices() {
    String asked = setting.mode();
    if (!asked.equals("zero")) {
      choice(
          Code.ROUND_TRUNCATES,
          "truncates; round as mode says",
          (mode, f, ulps, negative) -> Directed.ZERO);
    }
    if (!asked.equals("down")) {
      choice(
          Code.ROUND_TRUNCATES,
          "always rounds down, as floor does; round as mode says",
          (mode, f, ulps, negative) -> Directed.DOWN);
    }
    if (!setting.directed().isToNearest()) {
      return;
    }
    if (asked.equals("nearest")) {
      String even = "; round them to even";
      ties(Code.ROUND_HALF_AWAY, "rounds ties away from zero" + even, Directed.NEAREST_AWAY);
      ties(Code.ROUND_HALF_AWAY, "rounds ties up, as floor(x + 1/2) does" + even, Directed.UP);
    }
    for (DoubleUnaryOperator sum : roundings()) {
      halfAdded(sum, Directed.ZERO);
      halfAdded(sum, Directed.NEAREST);
    }
    ties(Code.ROUND_TIES, "rounds ties to even", Directed.NEAREST);
    ties(Code.ROUND_TIES, "rounds ties towards zero", Directed.ZERO);
    ties(Code.ROUND_TIES, "rounds ties down", Directed.DOWN);
    ties(Code.ROUND_TIES, "rounds ties to odd", Directed.ODD);
  }

  /**
   * The arithmetics to which sums may be rounded: binary64 and binary32. For ties away from zero, a
   * sum in binary32 of binary64 values is equivalent to a double rounding.
   */
  private List<DoubleUnaryOperator> roundings() {
    DoubleUnaryOperator wide = x -> x;
    DoubleUnaryOperator narrow = x -> (float) x;
    return !setting.mode().equals("nearest-away")
        ? List.of(wide, narrow)
        : List.of(setting.from().equals("binary32") ? narrow : wide);
  }

  /**
   * Adds the hypothesis that half an ulp is added and the rounded sum is truncated.
   *
   * @param ties the rounding of ties: to even, or away from zero, as truncation gives
   */
  private void halfAdded(DoubleUnaryOperator sum, Directed ties) {
    choice(
        Code.ROUND_HALF_ADDED,
        "adds half an ulp and truncates, but that sum is rounded too",
        (asked, f, ulps, negative) ->
            f == 0.5 && asked == Directed.NEAREST && ties == asked
                ? asked
                : away(Math.floor(sum.applyAsDouble(ulps + 0.5)) > Math.floor(ulps), negative));
  }

  private static Directed away(boolean away, boolean negative) {
    return !away ? Directed.ZERO : negative ? Directed.DOWN : Directed.UP;
  }

  /** The hypothesis that v - 1, with v in units of the smallest normal number, is rounded. */
  private Hypothesis lessOne(DoubleUnaryOperator difference) {
    double one = Math.scalb(1.0, right.precision() - 1);
    return Hypothesis.ofChoice(
        Code.ROUND_TWICE,
        "subtracts a leading 1 that subnormals do not have, and the difference is rounded",
        (asked, f, ulps, negative) ->
            asked != Directed.NEAREST
                ? asked
                : away(
                    Math.rint(difference.applyAsDouble(ulps - one) + one) > Math.floor(ulps),
                    negative));
  }

  /** The hypothesis of ties away from zero, and of zeros below the smallest number. */
  private static Hypothesis awayWithoutTiny() {
    Hypothesis zeros =
        Hypothesis.ofChoice(
            Code.ROUND_ZEROS,
            "numbers below the smallest positive one become 0; round them as all others",
            (asked, f, ulps, negative) ->
                ulps < 1 ? Directed.ZERO : f == 0.5 ? Directed.NEAREST_AWAY : asked);
    return Hypothesis.ofChoice(
            Code.ROUND_HALF_AWAY,
            "rounds ties away from zero; round them to even",
            (asked, f, ulps, negative) -> asked)
        .with(zeros);
  }

  private void first(Code code, String text, BinaryFormat middle, Directed by) {
    all.add(Hypothesis.first(code, text, middle, by));
  }

  private void through() {
    for (String name : THROUGH) {
      for (boolean saturates : new boolean[] {false, true}) {
        BinaryFormat middle = Conversion.of(name, saturates).element();
        first(
            Code.ROUND_TWICE, "double rounding through " + name + AGAIN, middle, Directed.NEAREST);
      }
    }
    first(
        Code.ROUND_TWICE,
        "double rounding of a subnormal result, to the format's precision and to its ulp" + AGAIN,
        BinaryFormat.ofPrecision(right.precision()),
        Directed.NEAREST);
  }

  private void digitsLost() {
    for (int digits : LOST) {
      int precision = right.precision() + digits;
      if (!setting.conversion().hasBlocks() && precision <= BinaryFormat.MAX_PRECISION) {
        double largest = BinaryFormat.ofPrecision(precision).largest();
        BinaryFormat middle =
            new BinaryFormat(
                right.name(), precision, right.minExponent(), largest, Overflow.INFINITE, false);
        first(Code.ROUND_TRUNCATES, LOST_WORDS, middle, Directed.ZERO);
        first(
            Code.ROUND_TWICE,
            "double rounding through a few more digits" + AGAIN,
            middle,
            Directed.NEAREST);
      }
    }
    for (int precision : PRECISIONS) {
      if (precision > right.precision()) {
        first(Code.ROUND_TRUNCATES, LOST_WORDS, BinaryFormat.ofPrecision(precision), Directed.ZERO);
      }
    }
  }

  /** The hypotheses of a wrong largest number. */
  private void largest() {
    double power = Math.scalb(1.0, Math.getExponent(right.largest()));
    double spacing = Math.scalb(power, 1 - right.precision());
    end(power, "uses a power of two as the largest number");
    end(
        power - spacing / 2,
        "reserves the largest exponent for infinities and NaN; this format has numbers there");
    end(right.largest() - spacing, "uses the second largest number as the largest");
    end(right.largest() + spacing, "uses a number beyond the largest as the largest");
    for (BinaryFormat other : BinaryFormat.NAMED) {
      double end = other.largest();
      if (end < right.largest() && right.round(end, Directed.ZERO, 0) == end) {
        end(end, "uses the largest number of " + other.name() + " as the largest");
      }
    }
  }

  private void end(double largest, String text) {
    List<Overflow> overflows =
        right.overflow() == Overflow.NAN
            ? List.of(Overflow.NAN, Overflow.INFINITE)
            : List.of(right.overflow());
    for (Overflow overflow : overflows) {
      BinaryFormat other =
          new BinaryFormat(
              right.name(), right.precision(), right.minExponent(), largest, overflow, false);
      all.add(
          Hypothesis.ofConversion(
              Code.ROUND_OVERFLOW.of(text),
              to -> new Conversion(to.name(), other, to.block(), to.scale())));
    }
  }

  private void probability(Code code, String text, Probability given) {
    all.add(Hypothesis.ofProbability(code, text, given));
  }

  /** The hypotheses of wrong probabilities of rounding away from zero. */
  private void probabilities() {
    biased("always rounds towards zero", (d, i) -> 0);
    biased("always rounds away from zero", (d, i) -> 1);
    biased("always rounds down", (d, i) -> negative(d, i) ? 1 : 0);
    biased("always rounds up", (d, i) -> negative(d, i) ? 0 : 1);
    String right = "; round away from zero with probability f";
    for (Directed mode : List.of(Directed.NEAREST, Directed.NEAREST_AWAY)) {
      probability(
          Code.ROUND_TO_NEAREST,
          "rounds to nearest" + right,
          (d, i) -> Double.compare(d.task.rounded(i, mode, 0), d.above(i)) == 0 ? 1 : 0);
    }
    probability(
        Code.ROUND_TO_NEAREST,
        "rounds to nearest, and only ties at random" + right,
        (d, i) -> f(d, i) == 0.5 ? 0.5 : Math.rint(f(d, i)));
    biased("rounds either way with probability 1/2", (d, i) -> 0.5);
    biased("rounds away from zero with probability 1 - f", (d, i) -> 1 - f(d, i));
    biased(
        "rounds up with probability f, so away from zero with 1 - f below 0",
        (d, i) -> negative(d, i) ? 1 - f(d, i) : f(d, i));
    biased(
        "rounds down with probability f, so away from zero with 1 - f above 0",
        (d, i) -> negative(d, i) ? f(d, i) : 1 - f(d, i));
    fewBits();
    for (double most : new double[] {0.25, 0.125}) {
      probability(
          Code.ROUND_DITHERED,
          "adds a random number of less than "
              + Literals.format(most)
              + " of a spacing and rounds to nearest"
              + right,
          (d, i) -> Math.max(0, Math.min(1, 0.5 + (f(d, i) - 0.5) / (2 * most))));
    }
  }

  private void fewBits() {
    for (int bits = 1; bits <= MOST_BITS; bits++) {
      String text =
          "uses only about "
              + bits
              + (bits == 1 ? " random bit" : " random bits")
              + (bits > SEPARATED ? ", or random numbers from a truncated range" : "")
              + "; use as many as bits says, or one for each truncated digit";
      Stream.of(
              RoundingProbability.cut(bits),
              RoundingProbability.even(bits),
              RoundingProbability.up(bits),
              RoundingProbability.ceiling(bits))
          .forEach(one -> few(text, one.probability()));
    }
    for (int n : new int[] {10, 100, 1000}) {
      String text = "draws one of " + n + " random numbers; use all bits, or as many as bits says";
      Probability cut = (d, i) -> Math.floor(n * f(d, i)) / n;
      Probability up = (d, i) -> Math.ceil(n * f(d, i)) / n;
      few(text, cut);
      few(text, up);
      few(text, (d, i) -> (negative(d, i) ? cut : up).of(d, i));
    }
    few(
        "uses one random bit fewer than bits says",
        (d, i) -> withBits(d, i, d.task.bits().orElse(0) - 1));
    for (int most = 1; most <= MOST_BITS; most++) {
      int bits = most;
      few(
          "uses " + bits + " random bits where bits says more",
          (d, i) -> withBits(d, i, Math.min(d.task.bits().orElse(0), bits)));
    }
  }

  private void few(String text, Probability given) {
    probability(Code.ROUND_FEW_BITS, text, given);
  }

  /** The probability with {@code used} bits if the request has bits, else f. */
  private static double withBits(RoundingSamples samples, int i, int used) {
    return samples.task.bits().isPresent()
        ? RoundingProbability.cut(f(samples, i), used)
        : f(samples, i);
  }

  private void biased(String text, Probability given) {
    probability(Code.ROUND_BIASED, text + "; round away from zero with probability f", given);
  }

  private static double f(RoundingSamples samples, int i) {
    return samples.fraction(i);
  }

  private static boolean negative(RoundingSamples samples, int i) {
    return samples.task.value(i) < 0;
  }
}
