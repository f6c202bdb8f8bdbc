// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BlockScaleRule;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/** Wrong rules for the scales of blocks. */
final class BlockFaults {
  /** Wrong lengths of blocks. */
  private static final int[] LENGTHS = {8, 16, 32, 64, 128, Integer.MAX_VALUE};

  private BlockFaults() {}

  /** The faults; those with a name come first. */
  static List<RoundingFault> of(RoundingTask.Setting setting) {
    return setting.to().equals("nvfp4") ? ofTwoScales() : ofPowersOfTwo(setting);
  }

  private static List<RoundingFault> ofPowersOfTwo(RoundingTask.Setting setting) {
    List<RoundingFault> faults = new ArrayList<>();
    BinaryFormat element = setting.conversion().element();
    String asked = setting.to().substring(setting.to().indexOf('/') + 1);
    BlockScaleRule right = BlockScaleRule.valueOf(asked.toUpperCase(java.util.Locale.ROOT));
    for (BlockScaleRule rule : BlockScaleRule.values()) {
      if (rule != right) {
        String other = "a block's scale follows the rule " + rule.label();
        faults.add(
            clamped(other + " where " + asked + " is asked for", m -> rule.exponent(element, m)));
      }
    }
    faults.add(
        clamped(
            "a block's largest value is rounded half up before its exponent is taken; ties go to"
                + " even",
            m -> halfUp(element, m) - exponentOf(element)));
    faults.add(
        clamped(
            "a block's scale is the power of two nearest to its largest value over the largest"
                + " element's power of two",
            m -> nearestPower(m) - exponentOf(element)));
    logarithm(faults, right, element, x -> (float) x, "binary32");
    logarithm(faults, right, element, x -> x, "binary64");
    faults.add(wrapped("", m -> right.exponent(element, m)));
    for (int off : new int[] {1, -1, 2, -2}) {
      faults.add(
          clamped(
              "a block's scale is 2^" + off + " times the right one",
              m -> right.exponent(element, m) + off));
      faults.add(
          scaled(
              "a block's scale is 2^" + off + " times the right one, clamped before that",
              (m, of) -> Math.scalb(setting.conversion().scale().of(m, of), off)));
    }
    faults.add(
        clamped(
            "a block's scale lacks the exponent of the largest element; subtract "
                + exponentOf(element),
            m -> right.exponent(element, m) + exponentOf(element)));
    faults.add(
        scaled(
            "the exponent of a block's scale is not clamped to -127..127",
            (m, of) -> Math.scalb(1.0, right.exponent(element, m))));
    faults.add(
        clamped(
            "the exponent of a block's scale is clamped to -126..127, as if it were that of a normal"
                + " binary32; clamp it to -127..127",
            m -> Math.max(-126, right.exponent(element, m))));
    faults.add(
        scaled(
            "a block's scale is not a power of two: it is the block's maximum over the largest"
                + " element",
            (m, of) -> m / element.largest()));
    faults.add(scaled("blocks have no scale: the values themselves are rounded", (m, of) -> 1));
    lengths(faults, Conversion.MX_BLOCK);
    return faults;
  }

  /** A wrong rule for the scale. */
  private static RoundingFault scaled(String text, Conversion.Scale scale) {
    return RoundingFault.ofScale(text, to -> to.with(scale));
  }

  /** A scale that is a power of two; the block's largest magnitude gives its exponent. */
  private static RoundingFault clamped(String text, DoubleToIntFunction exponent) {
    return scaled(text, (m, of) -> Conversion.powerOfTwo(exponent.applyAsInt(m)));
  }

  private static int exponentOf(BinaryFormat element) {
    return Math.getExponent(element.largest());
  }

  /** The exponent comes from a logarithm that is rounded: wrong next to powers of two. */
  private static void logarithm(
      List<RoundingFault> faults,
      BlockScaleRule rule,
      BinaryFormat element,
      DoubleUnaryOperator rounded,
      String format) {
    String text =
        "the exponent of a block's scale comes from a logarithm rounded to "
            + format
            + ", which next to a power of two is that of the power; take it from the bits";
    DoubleToIntFunction exponent =
        m ->
            switch (rule) {
              case FLOOR -> (int) Math.floor(log2(m, rounded)) - exponentOf(element);
              case CEIL -> (int) Math.ceil(log2(m, rounded)) - exponentOf(element);
              case EVEN -> rule.exponent(element, m);
              case RCEIL -> (int) Math.ceil(log2(m / element.largest(), rounded));
            };
    faults.add(clamped(text, exponent));
    faults.add(wrapped(text + "; and ", exponent));
  }

  /** An exponent that is stored in 8 bits without being clamped. */
  private static RoundingFault wrapped(String text, DoubleToIntFunction exponent) {
    int bias = Conversion.SCALE_EXPONENT;
    return scaled(
        text + "the exponent of a block's scale wraps around in its 8 bits; clamp it to -127..127",
        (m, of) -> Math.scalb(1.0, (exponent.applyAsInt(m) + bias & 0xff) - bias));
  }

  /** The logarithm, exact to the last place of a double, then rounded. */
  private static double log2(double x, DoubleUnaryOperator rounded) {
    int nearest = nearestPower(x);
    return rounded.applyAsDouble(
        nearest + StrictMath.log1p(Math.scalb(x, -nearest) - 1) / StrictMath.log(2));
  }

  private static int halfUp(BinaryFormat element, double m) {
    BinaryFormat bits = BinaryFormat.ofPrecision(element.precision());
    return Dyadic.of(bits.round(m, Directed.NEAREST_AWAY, 0)).leadingExponent();
  }

  /** The exponent e nearest to log2 m; the boundary is at 2^(e + 1/2). */
  private static int nearestPower(double m) {
    int e = Dyadic.of(m).leadingExponent();
    Dyadic square = Dyadic.of(m).multiply(Dyadic.of(m));
    return square.compareTo(Dyadic.of(1, 2 * e + 1)) > 0 ? e + 1 : e;
  }

  private static void lengths(List<RoundingFault> faults, int right) {
    for (int length : LENGTHS) {
      if (length != right) {
        faults.add(
            RoundingFault.ofScale(
                length == Integer.MAX_VALUE
                    ? "the whole array has one scale; blocks have " + right + " values"
                    : "blocks have " + length + " values; they must have " + right,
                to -> new Conversion(to.name(), to.element(), length, to.scale())));
      }
    }
  }

  private static List<RoundingFault> ofTwoScales() {
    List<RoundingFault> faults = new ArrayList<>();
    faults.add(
        two(
            "a block's scale is cut to e4m3; round it to nearest",
            (m, g) -> g * block(m, g, Directed.ZERO)));
    faults.add(
        two(
            "a block's scale is rounded up to e4m3; round it to nearest",
            (m, g) -> g * block(m, g, Directed.UP)));
    faults.add(two("a block's scale is not rounded to e4m3", (m, g) -> m / 6));
    faults.add(
        two(
            "the scale of the whole array is left out: a block's is e4m3(maximum / 6)",
            (m, g) -> block(m, 1, Directed.NEAREST)));
    faults.add(
        two(
            "a block's scale is the power of two of mxfp4; it is e4m3(maximum / (6 g)) g",
            (m, g) -> Math.scalb(1.0, Math.getExponent(m) - 2)));
    faults.add(
        two(
            "a block's scale is cut to a power of two",
            (m, g) -> Math.scalb(1.0, Math.getExponent(m / 6 / g)) * g));
    faults.add(
        two(
            "blocks have no scale of their own: the array's maximum / 6 is used for all",
            (m, g) -> 448 * g));
    for (double off : new double[] {2, 0.5, 6}) {
      faults.add(
          two(
              "a block's scale is " + Literals.format(off) + " times the right one",
              (m, g) -> off * Conversion.nvScale(m, g)));
    }
    lengths(faults, Conversion.NV_BLOCK);
    return faults;
  }

  /** A scale computed from a block's largest magnitude and g. */
  private static RoundingFault two(String text, DoubleBinaryOperator scale) {
    return scaled(text, (m, of) -> scale.applyAsDouble(m, Conversion.nvGlobal(of)));
  }

  private static double block(double m, double g, Directed mode) {
    return BinaryFormat.named("e4m3").saturating().round(m / (6 * g), mode, 0);
  }
}
