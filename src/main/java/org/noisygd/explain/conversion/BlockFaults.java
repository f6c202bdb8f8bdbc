// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.protocol.Code;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BlockScaleRule;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/** The hypotheses about wrong scales of blocks. */
final class BlockFaults {
  /** Wrong lengths of blocks. */
  private static final int[] LENGTHS = {8, 16, 32, 64, 128, Integer.MAX_VALUE};

  private final BinaryFormat element;
  private final int top;
  private final List<Hypothesis> all = new ArrayList<>();

  private BlockFaults(BinaryFormat element) {
    this.element = element;
    this.top = Math.getExponent(element.largest());
  }

  /** The hypotheses, the likeliest first. */
  static List<Hypothesis> of(RoundingTask.Setting setting) {
    BlockFaults faults = new BlockFaults(setting.conversion().element());
    if (setting.to().equals("nvfp4")) {
      faults.ofTwoScales();
    } else {
      faults.ofPowersOfTwo(setting.to().substring(setting.to().indexOf('/') + 1));
    }
    faults.lengths(setting.conversion().block());
    return faults.all;
  }

  private void ofPowersOfTwo(String asked) {
    BlockScaleRule right = BlockScaleRule.valueOf(asked.toUpperCase(java.util.Locale.ROOT));
    for (BlockScaleRule rule : BlockScaleRule.values()) {
      String other = rule.label() + " where " + asked + " is required";
      if (rule != right) {
        clamped("a block's scale follows the rule " + other, m -> rule.exponent(element, m));
      }
      if (rule != BlockScaleRule.EVEN) {
        String also = rule == right ? "" : "; and the rule is " + other;
        logarithm(rule, x -> (float) x, "binary32", also);
        logarithm(rule, x -> x, "binary64", also);
      }
    }
    clamped(
        "the exponent of a block's scale is the rounded logarithm of its largest magnitude, less "
            + top,
        m -> nearestPower(m) - top);
    wrapped("", m -> right.exponent(element, m));
    for (int off : new int[] {1, -1}) {
      clamped(
          "a block's scale is 2^" + off + " times the right one",
          m -> right.exponent(element, m) + off);
    }
    clamped(
        "a block's scale ignores the exponent of the format's largest number; subtract " + top,
        m -> right.exponent(element, m) + top);
    scaled(
        "the exponent of a block's scale is not clamped to -127..127",
        (m, of) -> Math.scalb(1.0, right.exponent(element, m)));
    scaled(
        "a block's scale is not a power of two: it is the block's maximum over the largest element",
        (m, of) -> m / element.largest());
    scaled("blocks have no scale: the values themselves are rounded", (m, of) -> 1);
  }

  /** A wrong rule for the scale. */
  private void scaled(String text, Conversion.Scale scale) {
    all.add(Hypothesis.ofConversion(Code.ROUND_SCALE.of(text), to -> to.with(scale)));
  }

  /** A scale 2^k, with k computed from the block's largest magnitude. */
  private void clamped(String text, DoubleToIntFunction exponent) {
    scaled(text, (m, of) -> Conversion.powerOfTwo(exponent.applyAsInt(m)));
  }

  /** An exponent from a rounded logarithm, which is wrong next to powers of two. */
  private void logarithm(
      BlockScaleRule rule, DoubleUnaryOperator rounded, String format, String also) {
    String text =
        "the exponent of a block's scale comes from a logarithm rounded to "
            + format
            + ", which is wrong next to powers of two; take it from the bits"
            + also;
    DoubleToIntFunction exponent =
        switch (rule) {
          case RCEIL -> m -> (int) Math.ceil(log2(m / element.largest(), rounded));
          case CEIL -> m -> (int) Math.ceil(log2(m, rounded)) - top;
          default -> m -> (int) Math.floor(log2(m, rounded)) - top;
        };
    clamped(text, exponent);
    wrapped(text + "; and ", exponent);
  }

  /** An exponent that is stored in 8 bits without being clamped. */
  private void wrapped(String text, DoubleToIntFunction exponent) {
    int bias = Conversion.SCALE_EXPONENT;
    scaled(
        text + "the exponent of a block's scale wraps around in its 8 bits; clamp it to -127..127",
        (m, of) -> Math.scalb(1.0, (exponent.applyAsInt(m) + bias & 0xff) - bias));
  }

  /** The logarithm to base 2, computed to about an ulp of a double, then rounded. */
  private static double log2(double x, DoubleUnaryOperator rounded) {
    int nearest = nearestPower(x);
    return rounded.applyAsDouble(
        nearest + StrictMath.log1p(Math.scalb(x, -nearest) - 1) / StrictMath.log(2));
  }

  /** The exponent e nearest to log2 m; the boundary is at 2^(e + 1/2). */
  private static int nearestPower(double m) {
    int e = Dyadic.of(m).leadingExponent();
    Dyadic square = Dyadic.of(m).multiply(Dyadic.of(m));
    return square.compareTo(Dyadic.of(1, 2 * e + 1)) > 0 ? e + 1 : e;
  }

  private void lengths(int right) {
    for (int length : LENGTHS) {
      if (length != right) {
        String text =
            length == Integer.MAX_VALUE
                ? "the whole array has one scale; blocks have " + right + " values"
                : "blocks have " + length + " values; they must have " + right;
        all.add(
            Hypothesis.ofConversion(
                Code.ROUND_SCALE.of(text),
                to -> new Conversion(to.name(), to.element(), length, to.scale())));
      }
    }
  }

  private void ofTwoScales() {
    two(
        "a block's scale is truncated to e4m3; round it to nearest",
        (m, g) -> g * block(m, g, Directed.ZERO));
    two("a block's scale is not rounded to e4m3", (m, g) -> m / 6);
    two(
        "the scale of the whole array is left out: a block's scale is e4m3(maximum / 6)",
        (m, g) -> block(m, 1, Directed.NEAREST));
    two(
        "a block's scale is the power of two of mxfp4; it is e4m3(maximum / (6 g)) g",
        (m, g) -> Math.scalb(1.0, Math.getExponent(m) - 2));
    two(
        "blocks have no scale of their own: the array's maximum / 6 is used for all",
        (m, g) -> 448 * g);
  }

  /** A scale computed from a block's largest magnitude and the array's scale g. */
  private void two(String text, DoubleBinaryOperator scale) {
    scaled(text, (m, of) -> scale.applyAsDouble(m, Conversion.nvGlobal(of)));
  }

  private static double block(double m, double g, Directed mode) {
    return BinaryFormat.named("e4m3").saturating().round(m / (6 * g), mode, 0);
  }
}
