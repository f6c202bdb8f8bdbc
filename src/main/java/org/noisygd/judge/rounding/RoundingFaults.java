// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.rounding.RoundingFault.Where;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BinaryFormat.Overflow;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/** The catalogue of wrong conversions. */
final class RoundingFaults {
  /** The formats through which values may be rounded. */
  private static final List<String> THROUGH =
      List.of("binary32", "bfloat16", "binary16", "tf32", "e5m2", "e4m3");

  private RoundingFaults() {}

  /** A sum in binary64. */
  private static double wide(double x) {
    return x;
  }

  /** A sum rounded to binary32. */
  private static double narrow(double x) {
    return (float) x;
  }

  /**
   * The faults, those with the fewest assumptions first: single faults, faults for some values
   * only, and a wrong rounding together with another fault.
   */
  static List<RoundingFault> of(RoundingTask.Setting setting) {
    List<RoundingFault> choices = choices(setting);
    List<RoundingFault> scales =
        setting.conversion().hasBlocks() ? BlockFaults.of(setting) : List.of();
    List<RoundingFault> firsts = new ArrayList<>(scales);
    firsts.addAll(through(setting));
    List<RoundingFault> all = new ArrayList<>(choices);
    all.addAll(firsts);
    all.addAll(largest(setting));
    List<RoundingFault> single = new ArrayList<>(all);
    single.removeAll(scales); // all values of a block have one scale
    all.addAll(grids(setting));
    all.addAll(digitsLost(setting));
    BinaryFormat right = setting.conversion().element();
    all.add(grid(right, right.minExponent() + right.precision() - 1).only(Where.SUBNORMAL));
    all.add(lessOne(right, RoundingFaults::wide).only(Where.SUBNORMAL));
    all.add(lessOne(right, RoundingFaults::narrow).only(Where.SUBNORMAL));
    // By the other roundings too few values below the smallest number are asked to prove anything.
    boolean tiny = setting.mode().startsWith("nearest");
    for (Where some : Where.SOME) {
      if (tiny || some != Where.TINY) {
        single.forEach(fault -> all.add(fault.only(some)));
      }
    }
    firsts.forEach(first -> choices.forEach(choice -> all.add(first.with(choice))));
    if (tiny) {
      choices.forEach(choice -> all.add(choice.withoutTiny()));
    }
    return all;
  }

  /** The faults that change every rounding: another last place, other scales. */
  static List<RoundingFault> conversions(RoundingTask.Setting setting) {
    List<RoundingFault> all = new ArrayList<>(grids(setting));
    if (setting.conversion().hasBlocks()) {
      all.addAll(BlockFaults.of(setting));
    }
    return all;
  }

  private static List<RoundingFault> choices(RoundingTask.Setting setting) {
    String asked = setting.mode();
    List<RoundingFault> choices = new ArrayList<>();
    if (!asked.equals("zero")) {
      choices.add(
          always(
              Code.ROUND_TRUNCATES,
              "cuts the digits below the last place; round them as mode says",
              Directed.ZERO));
    }
    if (!asked.equals("down")) {
      choices.add(
          always(
              Code.ROUND_TRUNCATES,
              "goes down to the next number always, as floor does; round as mode says",
              Directed.DOWN));
    }
    if (asked.equals("nearest")) {
      choices.add(
          ties(
              Code.ROUND_HALF_AWAY,
              "sends ties away from zero; send them to the neighbour whose last bit is 0",
              Directed.NEAREST_AWAY));
      choices.add(
          ties(
              Code.ROUND_HALF_AWAY,
              "sends ties up, as floor(x + 1/2) does; send them to the neighbour whose last bit is"
                  + " 0",
              Directed.UP));
    }
    // Away from zero, a narrow sum of wide values is as good as rounding them twice.
    boolean isAway = asked.equals("nearest-away");
    boolean isNarrow = setting.from().equals("binary32");
    List<DoubleUnaryOperator> sums = new ArrayList<>();
    if (!isAway || !isNarrow) {
      sums.add(RoundingFaults::wide);
    }
    if (!isAway || isNarrow) {
      sums.add(RoundingFaults::narrow);
    }
    for (DoubleUnaryOperator sum : sums) {
      choices.add(halfAdded(sum, Directed.ZERO));
      choices.add(halfAdded(sum, Directed.NEAREST));
    }
    choices.add(ties(Code.ROUND_TIES, "sends ties to even", Directed.NEAREST));
    choices.add(ties(Code.ROUND_TIES, "sends ties towards zero", Directed.ZERO));
    choices.add(ties(Code.ROUND_TIES, "sends ties down", Directed.DOWN));
    choices.add(ties(Code.ROUND_TIES, "sends ties to odd", Directed.ODD));
    choices.add(
        ofTies(
            Code.ROUND_TIES,
            "sends ties by the last bit but one; what counts is the last bit that is kept",
            (mode, f, places, negative) ->
                places % 4 < 2 ? Directed.ZERO : awayFromZero(negative)));
    String where = " where " + asked + " is asked for";
    for (Directed given : Directed.values()) {
      if (!given.label().equals(asked)) {
        choices.add(always(Code.ROUND_MODE, "rounds by " + given.label() + where, given));
      }
    }
    choices.add(
        RoundingFault.ofChoice(
            Code.ROUND_MODE,
            "rounds away from zero" + where,
            (mode, f, places, negative) -> awayFromZero(negative)));
    return choices;
  }

  private static RoundingFault always(Code code, String text, Directed given) {
    return RoundingFault.ofChoice(code, text, (asked, f, places, negative) -> given);
  }

  /**
   * Half a unit of the last place is added, and the sum is cut.
   *
   * @param sum rounds the sum
   * @param ties the rounding of ties: to even, or away from zero as cutting gives
   */
  private static RoundingFault halfAdded(DoubleUnaryOperator sum, Directed ties) {
    return RoundingFault.ofChoice(
        Code.ROUND_HALF_ADDED,
        "adds half a unit of the last place and cuts, where that sum rounds",
        (asked, f, places, negative) ->
            !isNearest(asked) || (f == 0.5 && asked == Directed.NEAREST && ties == asked)
                ? asked
                : Math.floor(sum.applyAsDouble(places + 0.5)) > Math.floor(places)
                    ? awayFromZero(negative)
                    : Directed.ZERO);
  }

  private static Directed awayFromZero(boolean negative) {
    return negative ? Directed.DOWN : Directed.UP;
  }

  private static boolean isNearest(Directed mode) {
    return mode == Directed.NEAREST || mode == Directed.NEAREST_AWAY;
  }

  /** Another rounding of ties, if rounding to nearest is asked for. */
  private static RoundingFault ties(Code code, String text, Directed given) {
    return ofTies(code, text, (asked, f, places, negative) -> given);
  }

  private static RoundingFault ofTies(Code code, String text, RoundingFault.Choice given) {
    return RoundingFault.ofChoice(
        code,
        text,
        (asked, f, places, negative) ->
            isNearest(asked) && f == 0.5 ? given.of(asked, f, places, negative) : asked);
  }

  /** The advice about rounding through another format. */
  static String throughWords(String name) {
    return "rounds to " + name + " first, and again; round the value itself, once";
  }

  /** Another number is taken for the largest number. */
  private static List<RoundingFault> largest(RoundingTask.Setting setting) {
    BinaryFormat right = setting.conversion().element();
    double power = Math.scalb(1.0, Math.getExponent(right.largest()));
    double spacing = Math.scalb(power, 1 - right.precision());
    List<RoundingFault> faults = new ArrayList<>();
    ends(faults, right, power, "takes a power of two for the largest number");
    ends(
        faults,
        right,
        power - spacing / 2,
        "keeps the largest exponent for infinities and NaN; this format has numbers there");
    ends(faults, right, right.largest() - spacing, "takes the last number but one for the largest");
    ends(
        faults,
        right,
        right.largest() + spacing,
        "takes a number for the largest that is beyond it");
    return faults;
  }

  private static void ends(
      List<RoundingFault> faults, BinaryFormat right, double largest, String text) {
    for (Overflow overflow :
        right.overflow() == Overflow.NAN
            ? List.of(Overflow.NAN, Overflow.INFINITE)
            : List.of(right.overflow())) {
      BinaryFormat other =
          new BinaryFormat(
              right.name(), right.precision(), right.minExponent(), largest, overflow, false);
      faults.add(
          RoundingFault.ofConversion(
              Code.ROUND_OVERFLOW.of(text),
              to -> new Conversion(to.name(), other, to.block(), to.scale())));
    }
  }

  /** Another last place below the smallest normal number. */
  private static List<RoundingFault> grids(RoundingTask.Setting setting) {
    BinaryFormat right = setting.conversion().element();
    List<RoundingFault> faults = new ArrayList<>();
    for (int off : new int[] {1, -1}) {
      faults.add(grid(right, right.minExponent() + off));
    }
    faults.add(grid(right, BinaryFormat.ofPrecision(right.precision()).minExponent()));
    return faults;
  }

  private static RoundingFault grid(BinaryFormat right, int minExponent) {
    BinaryFormat other =
        new BinaryFormat(
            right.name(),
            right.precision(),
            minExponent,
            right.largest(),
            right.overflow(),
            right.flushes());
    return RoundingFault.ofConversion(
        Code.ROUND_SUBNORMALS.of(
            "takes another last place for results below the smallest normal number; it is that of the"
                + " smallest normal number there"),
        to -> new Conversion(to.name(), other, to.block(), to.scale()));
  }

  /** Digits this many places below the last one, and further, are not looked at. */
  private static final int[] LOST = {1, 2, 3, 4, 8, 16, 20, 24, 29};

  private static final int[] PRECISIONS = {8, 11, 16, 20, 24};

  static final String LOST_WORDS =
      "cuts digits below the last place before it rounds; what is cut must still tell whether"
          + " anything was there";

  private static List<RoundingFault> digitsLost(RoundingTask.Setting setting) {
    BinaryFormat right = setting.conversion().element();
    List<RoundingFault> faults = new ArrayList<>();
    for (int places : LOST) {
      int precision = right.precision() + places;
      if (!setting.conversion().hasBlocks() && precision <= BinaryFormat.MAX_PRECISION) {
        BinaryFormat middle =
            new BinaryFormat(
                right.name(),
                precision,
                right.minExponent(),
                BinaryFormat.ofPrecision(precision).largest(),
                Overflow.INFINITE,
                false);
        faults.add(RoundingFault.cut(LOST_WORDS, Conversion.of(middle)));
        faults.add(
            RoundingFault.through(
                "rounds to a few more digits first, and again; round the value itself, once",
                Conversion.of(middle)));
      }
    }
    for (int precision : PRECISIONS) {
      if (precision > right.precision()) {
        faults.add(
            RoundingFault.cut(LOST_WORDS, Conversion.of(BinaryFormat.ofPrecision(precision))));
      }
    }
    return faults;
  }

  /** A number less 1, in units of the smallest normal one, is rounded. */
  private static RoundingFault lessOne(BinaryFormat right, DoubleUnaryOperator difference) {
    double one = Math.scalb(1.0, right.precision() - 1);
    return RoundingFault.ofChoice(
        Code.ROUND_TWICE,
        "takes the leading 1 from the significand, which rounds it; numbers there have none",
        (asked, f, places, negative) ->
            asked != Directed.NEAREST
                ? asked
                : Math.rint(difference.applyAsDouble(places - one) + one) > Math.floor(places)
                    ? awayFromZero(negative)
                    : Directed.ZERO);
  }

  private static List<RoundingFault> through(RoundingTask.Setting setting) {
    List<RoundingFault> through = new ArrayList<>();
    for (String name : THROUGH) {
      String text = throughWords(name);
      through.add(RoundingFault.through(text, Conversion.of(name, false)));
      through.add(RoundingFault.through(text, Conversion.of(name, true)));
    }
    int bits = setting.conversion().element().precision();
    through.add(
        RoundingFault.through(
            "rounds a subnormal result to the format's bits first, and to its last place then;"
                + " round the value itself, once",
            Conversion.of(BinaryFormat.ofPrecision(bits))));
    return through;
  }
}
