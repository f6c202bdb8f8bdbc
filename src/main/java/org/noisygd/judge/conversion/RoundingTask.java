// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Require;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding;

/**
 * A requested conversion.
 *
 * @param setting the two formats, the rounding and the overflow
 * @param conversion the conversion that is made
 * @param scales the scale of each value's block; 1 without blocks
 * @param count number of samples; 0 if the rounding is deterministic
 * @param seed the seed of the samples
 * @param bits number of random bits of a rounding, if it is prescribed
 */
public record RoundingTask(
    Setting setting,
    Conversion conversion,
    List<Double> values,
    List<Double> scales,
    int count,
    long seed,
    OptionalInt bits) {
  public static final String STOCHASTIC = "stochastic";

  /** Maximum error of elements of nvfp4, in ulps of binary32. */
  private static final double LOOSE_UNITS = 2;

  static final List<String> MODES =
      Stream.concat(
              Stream.of(Rounding.Directed.values()).map(Rounding.Directed::label),
              Stream.of(STOCHASTIC))
          .toList();

  /**
   * The formats, the rounding and the treatment of overflow of a conversion.
   *
   * @param from binary64, binary32, binary16 or bfloat16
   * @param to the name of the other format
   * @param mode the name of the rounding
   * @param overflow ieee or saturate
   */
  public record Setting(String from, String to, String mode, String overflow) {
    public Setting {
      SourceFormat.named(from);
      Require.oneOf("overflow", List.of("ieee", "saturate"), overflow);
      Require.oneOf("mode", MODES, mode);
      Conversion.of(to, false);
    }

    public boolean isStochastic() {
      return mode.equals(STOCHASTIC);
    }

    /** The rounding, if it is deterministic. */
    public Rounding.Directed directed() {
      return Rounding.Directed.valueOf(mode.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public Conversion conversion() {
      return Conversion.of(to, overflow.equals("saturate"));
    }

    /** The format that values are converted from. */
    public SourceFormat source() {
      return SourceFormat.named(from);
    }
  }

  /** A deterministic conversion of some values. */
  public RoundingTask(Setting setting, List<Double> values) {
    this(setting, values, 0, 0, OptionalInt.empty());
  }

  /** A stochastic conversion of some values, with several samples. */
  public RoundingTask(
      Setting setting, List<Double> values, int count, long seed, OptionalInt bits) {
    this(
        setting,
        setting.conversion(),
        values,
        DoubleStream.of(setting.conversion().scales(doubles(values))).boxed().toList(),
        count,
        seed,
        bits);
  }

  public static RoundingTask of(Request q) {
    Map<String, Object> fields = q.fields();
    List<Double> values = new ArrayList<>();
    if (fields.get("values") instanceof List<?> list) {
      list.forEach(v -> values.add(v instanceof Double d ? d : Double.NaN));
    }
    return new RoundingTask(
        new Setting(text(q, "from"), text(q, "to"), text(q, "mode"), text(q, "overflow")),
        values,
        q.count(),
        q.seed(),
        fields.get("bits") instanceof Integer bits ? OptionalInt.of(bits) : OptionalInt.empty());
  }

  private static String text(Request q, String field) {
    return String.valueOf(q.fields().get(field));
  }

  public Request request(Op op) {
    Request q =
        Request.of(op)
            .with("values", values)
            .with("from", setting.from())
            .with("to", setting.to())
            .with("mode", setting.mode())
            .with("overflow", setting.overflow());
    if (setting.isStochastic()) {
      q = q.withSample(count, seed);
    }
    return bits.isPresent() ? q.with("bits", bits.getAsInt()) : q;
  }

  public BinaryFormat element() {
    return conversion.element();
  }

  /** Returns true if elements may be off by two ulps of binary32, and near ties go either way. */
  public boolean isLoose() {
    return setting.to().equals("nvfp4");
  }

  public int size() {
    return values.size();
  }

  public double value(int i) {
    return values.get(i);
  }

  /** The values, as a new array. */
  public double[] doubles() {
    return doubles(values);
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(v -> v).toArray();
  }

  /** The scale of the i-th value's block; 1 without blocks. */
  public double scale(int i) {
    return scales.get(i);
  }

  /** The i-th value rounded by the given rounding, with a random word. */
  public double rounded(int i, Rounding rounding, long word) {
    return conversion.round(value(i), isFinite(i) ? scale(i) : 1, rounding, word);
  }

  /** The position of the i-th value between its neighbours, from 0 at the one towards zero. */
  public double fraction(int i) {
    return isFinite(i) ? conversion.fraction(value(i), scale(i)) : 0;
  }

  private boolean isFinite(int i) {
    return Double.isFinite(value(i));
  }

  /** The magnitude of the i-th value in ulps. */
  public double ulps(int i) {
    double size = Math.abs(value(i) / scale(i));
    return size / element().spacing(size);
  }

  /** Returns true if the i-th value is below the smallest normal number of its block's format. */
  public boolean isSubnormal(int i) {
    return Math.abs(value(i) / scale(i)) < element().smallestNormal();
  }

  /** Returns true if a value is below the smallest number of the format. */
  public boolean isTiny(int i) {
    return Math.abs(value(i) / scale(i)) < element().spacing(0);
  }

  /** Returns true if a value is beyond the largest one of its block's format. */
  public boolean isBeyond(int i) {
    return Math.abs(value(i) / scale(i)) > element().largest();
  }

  /**
   * Returns true if a literal means the i-th value's right result: it is exactly that number, or it
   * is that number printed with as many digits and no other value of the format is as near.
   */
  boolean is(ReadNumber number, double expected, int i) {
    double read = number.nearestDouble();
    if (number.isDouble() && (read == expected || (Double.isNaN(read) && Double.isNaN(expected)))) {
      return true;
    }
    if (expected == 0 || !Double.isFinite(expected) || !number.isFinite()) {
      return false;
    }
    if (isLoose()) {
      float near = (float) Math.abs(expected);
      // A trial scale may exceed the range of binary32; its spacing is then extrapolated.
      double unit = Float.isInfinite(near) ? Math.ulp(expected) * 0x1p29 : Math.ulp(near);
      return apart(number.decimal(), expected).compareTo(new BigDecimal(LOOSE_UNITS * unit)) <= 0;
    }
    BigDecimal printed = number.printed();
    // Below a power of two values lie twice as close as above.
    double size = Math.abs(expected / scale(i));
    boolean power = size == Math.scalb(1.0, Math.getExponent(size));
    boolean below = printed.abs().compareTo(new BigDecimal(expected).abs()) < 0;
    int ulp =
        Math.getExponent(Math.max(size, element().smallestNormal())) - element().precision() + 1;
    double half = Math.scalb(scale(i), ulp) / (power && below ? 4 : 2);
    return number.isWithinUnitOf(expected)
        && apart(printed, expected).compareTo(new BigDecimal(half)) < 0;
  }

  private static BigDecimal apart(BigDecimal a, double b) {
    return a.subtract(new BigDecimal(b)).abs();
  }

  /** Returns a copy with this number of random bits. */
  RoundingTask ofBits(int random) {
    return new RoundingTask(setting, values, count, seed, OptionalInt.of(random));
  }

  /** Returns a copy with other values. */
  RoundingTask with(List<Double> others) {
    return new RoundingTask(setting, others, count, seed, bits);
  }

  /** Returns another conversion of other values; if one is infinite, scales fit the old values. */
  public RoundingTask changed(Conversion other, List<Double> others) {
    boolean finite = others.stream().allMatch(Double::isFinite);
    double[] their = other.scales(doubles(finite ? others : values));
    return new RoundingTask(
        setting, other, others, DoubleStream.of(their).boxed().toList(), count, seed, bits);
  }
}
