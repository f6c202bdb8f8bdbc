// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BlockScaleRule;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/** Wrong rules for the scales of blocks. */
final class BlockFaults {
  /** Lengths of blocks that are taken for another. */
  private static final int[] LENGTHS = {8, 16, 32, 64, 128, Integer.MAX_VALUE};

  private BlockFaults() {}

  /** The faults, those with a name first. */
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
        faults.add(
            RoundingFault.ofScale(
                "a block's scale follows the rule "
                    + rule.label()
                    + " where "
                    + asked
                    + " is asked for",
                to -> Conversion.mx(to.name(), element, rule)));
      }
    }
    faults.add(
        ofExponent(
            "a block's largest value is rounded half up before its exponent is taken; ties go to"
                + " even",
            m -> halfUp(element, m) - exponentOf(element)));
    faults.add(
        ofExponent(
            "a block's scale is the power of two nearest to its largest value over the largest"
                + " element's power of two",
            m -> nearestPower(m) - exponentOf(element)));
    for (int off : new int[] {1, -1, 2, -2}) {
      faults.add(shifted(element, right, off));
    }
    faults.add(
        shifted(
            "a block's scale lacks the exponent of the largest element; subtract "
                + exponentOf(element),
            element,
            right,
            n -> n + exponentOf(element)));
    faults.add(
        RoundingFault.ofScale(
            "the exponent of a block's scale is not clamped to -127..127",
            to ->
                new Conversion(
                    to.name(),
                    element,
                    to.block(),
                    (m, of) -> Math.scalb(1.0, right.exponent(element, m)))));
    faults.add(
        RoundingFault.ofScale(
            "the exponent of a block's scale is clamped to -126..127, as if it were that of a normal"
                + " binary32; clamp it to -127..127",
            to ->
                new Conversion(
                    to.name(),
                    element,
                    to.block(),
                    (m, of) -> Conversion.powerOfTwo(Math.max(-126, right.exponent(element, m))))));
    faults.add(
        RoundingFault.ofScale(
            "a block's scale is not a power of two: it is the block's maximum over the largest"
                + " element",
            to ->
                new Conversion(to.name(), element, to.block(), (m, of) -> m / element.largest())));
    faults.add(
        RoundingFault.ofScale(
            "blocks have no scale: the values themselves are rounded",
            to -> new Conversion(to.name(), element, to.block(), (m, of) -> 1)));
    lengths(faults, Conversion.MX_BLOCK);
    return faults;
  }

  private static RoundingFault shifted(BinaryFormat element, BlockScaleRule right, int off) {
    return shifted(
        "a block's scale is 2^" + off + " times the right one", element, right, n -> n + off);
  }

  private static RoundingFault shifted(
      String text, BinaryFormat element, BlockScaleRule right, IntUnaryOperator change) {
    return RoundingFault.ofScale(
        text,
        to ->
            new Conversion(
                to.name(),
                element,
                to.block(),
                (m, of) -> Conversion.powerOfTwo(change.applyAsInt(right.exponent(element, m)))));
  }

  /** The exponent of a scale by a block's largest magnitude. */
  @FunctionalInterface
  private interface Exponent {
    int of(double largest);
  }

  private static RoundingFault ofExponent(String text, Exponent exponent) {
    return RoundingFault.ofScale(
        text,
        to ->
            new Conversion(
                to.name(),
                to.element(),
                to.block(),
                (m, of) -> Conversion.powerOfTwo(exponent.of(m))));
  }

  private static int exponentOf(BinaryFormat element) {
    return Math.getExponent(element.largest());
  }

  private static int halfUp(BinaryFormat element, double m) {
    BinaryFormat bits = BinaryFormat.ofPrecision(element.precision());
    return Dyadic.of(bits.round(m, Directed.NEAREST_AWAY, 0)).leadingExponent();
  }

  /** The exponent nearest to log2 m: 2^(e + 1/2) is the boundary. */
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

  /** The scale by a block's largest magnitude and g. */
  @FunctionalInterface
  private interface TwoScales {
    double of(double largest, double g);
  }

  private static RoundingFault two(String text, TwoScales scales) {
    UnaryOperator<Conversion> scaled =
        to ->
            new Conversion(
                to.name(),
                to.element(),
                to.block(),
                (m, of) -> scales.of(m, Conversion.nvGlobal(of)));
    return RoundingFault.ofScale(text, scaled);
  }

  private static double block(double m, double g, Directed mode) {
    return BinaryFormat.named("e4m3").saturating().round(m / (6 * g), mode, 0);
  }
}
