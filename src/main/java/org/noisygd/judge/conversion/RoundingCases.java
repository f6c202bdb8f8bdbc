// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Spelling;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BlockScaleRule;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/**
 * The cases of deterministic roundings, one for each pair of formats, rounding and overflow; and of
 * NaN and infinities by every rounding, to formats without blocks.
 */
public final class RoundingCases {
  static final List<String> FROM = List.of("binary64", "binary32");

  /** The formats without blocks; a coarse and a fine one stand for formats without a name. */
  public static final List<String> FORMATS =
      Stream.concat(
              BinaryFormat.NAMED.stream().map(BinaryFormat::name),
              Stream.of("float:6:-20:21", "float:13:-60:70"))
          .toList();

  public static final List<String> BLOCK_FORMATS =
      Stream.concat(
              Conversion.MX.stream()
                  .flatMap(
                      name ->
                          Stream.of(BlockScaleRule.values())
                              .map(rule -> name + "/" + rule.label())),
              Stream.of("nvfp4"))
          .toList();

  /** Maximum number of values of one request. */
  private static final int VALUES = 1 << 15;

  /** Length in place of a block's for the short arrays of other formats: a vector's lanes. */
  private static final int LANES = 32;

  /** Number of samples of a NaN or an infinity. */
  private static final int SAMPLES = 64;

  private final CaseSuite suite;
  private final Op op;

  private RoundingCases(CaseSuite suite, Op op) {
    this.suite = suite;
    this.op = op;
  }

  /** The treatments of overflow that are requested for a format. */
  static List<String> overflows(String to) {
    return BLOCK_FORMATS.contains(to) ? List.of("saturate") : List.of("ieee", "saturate");
  }

  public static void addTo(CaseSuite suite, Op op) {
    RoundingCases cases = new RoundingCases(suite, op);
    Stream.concat(FORMATS.stream(), BLOCK_FORMATS.stream()).forEach(cases::add);
    FORMATS.forEach(cases::addNonFinite);
  }

  /** Adds every number of formats of at most 16 bits, and values where rounding changes. */
  public static void addAllTo(CaseSuite suite, Op op) {
    FORMATS.forEach(new RoundingCases(suite, op)::addAll);
  }

  private void add(String to) {
    for (Directed mode : Directed.values()) {
      for (String overflow : overflows(to)) {
        FROM.forEach(from -> add(new RoundingTask.Setting(from, to, mode.label(), overflow)));
      }
      addNarrow(to, mode);
    }
    addShort(to);
  }

  /** Returns true if a format has fewer bits than the source format. */
  static boolean isNarrower(String to, SourceFormat from) {
    return Conversion.of(to, true).element().precision() < from.format().precision();
  }

  /**
   * Adds conversions from narrow formats; for block formats, to nearest only. The quotients of
   * nvfp4 cannot be kept away from ties with so few bits.
   */
  private void addNarrow(String to, Directed mode) {
    boolean blocks = BLOCK_FORMATS.contains(to);
    for (SourceFormat from : List.of(SourceFormat.BINARY16, SourceFormat.BFLOAT16)) {
      boolean asked = !blocks || (mode == Directed.NEAREST && !to.equals("nvfp4"));
      if (asked && isNarrower(to, from)) {
        String overflow = blocks || from == SourceFormat.BFLOAT16 ? "saturate" : "ieee";
        add(new RoundingTask.Setting(from.label(), to, mode.label(), overflow));
      }
    }
  }

  private void add(RoundingTask.Setting setting) {
    Spelling[] ways = {Spelling.SHORTEST, Spelling.WHOLE, Spelling.EXPONENT};
    String name = name(op, setting);
    suite.keep(
        name,
        new RoundingTask(setting, values(setting))
            .request(op)
            .spelled(ways[Math.floorMod(name.hashCode(), ways.length)]),
        true,
        setting.conversion().hasBlocks()
            ? "scales of blocks, and their elements"
            : "ties and their neighbours, subnormals, both zeros, numbers beyond the largest");
  }

  private void add(String which, RoundingTask task, String purpose) {
    suite.keep(name(op, task.setting()) + which, task.request(op), true, purpose);
  }

  /** Adds arrays of one number, and arrays about as long as a block. */
  private void addShort(String to) {
    RoundingTask.Setting setting =
        new RoundingTask.Setting("binary64", to, Directed.NEAREST.label(), overflows(to).get(0));
    List<Double> values = values(setting);
    int middle = values.size() / 2;
    int block = setting.conversion().hasBlocks() ? setting.conversion().block() : LANES;
    for (int size : List.of(1, block - 1, block, block + 1)) {
      List<Double> some = values.subList(middle, middle + size);
      add("-of-" + size, new RoundingTask(setting, some), "a short array");
    }
  }

  /** Adds NaN, if the format has one, and infinities, by every rounding. */
  private void addNonFinite(String to) {
    List<Double> values = new ArrayList<>(List.of(1 / 0.0, -1 / 0.0));
    if (Conversion.of(to, false).element().overflow() != BinaryFormat.Overflow.LARGEST) {
      values.add(Double.NaN);
    }
    for (String overflow : overflows(to)) {
      for (String from : FROM) {
        for (String mode : RoundingTask.MODES) {
          RoundingTask.Setting one = new RoundingTask.Setting(from, to, mode, overflow);
          int count = one.isStochastic() ? SAMPLES : 0;
          RoundingTask task = new RoundingTask(one, values, count, 1, OptionalInt.empty());
          add("-non-finite", task, "NaN and infinities");
        }
      }
    }
  }

  private void addAll(String to) {
    for (Directed mode : Directed.values()) {
      for (String from : FROM) {
        RoundingTask.Setting setting =
            new RoundingTask.Setting(from, to, mode.label(), overflows(to).get(0));
        BinaryFormat format = setting.conversion().element();
        List<Double> values =
            BoundaryValues.areFew(format)
                ? BoundaryValues.all(format, setting.source(), mode.isToNearest())
                : List.of();
        for (int at = 0; at < values.size(); at += VALUES) {
          List<Double> some = values.subList(at, Math.min(values.size(), at + VALUES));
          add(
              "-all-" + at / VALUES,
              new RoundingTask(setting, some),
              "every number, and the neighbours of values at which the rounding changes");
        }
      }
    }
  }

  private List<Double> values(RoundingTask.Setting setting) {
    Conversion to = setting.conversion();
    NumberSource random = suite.source(name(op, setting));
    return to.hasBlocks()
        ? BlockArrays.of(to, setting.source(), random)
        : BoundaryValues.of(to.element(), setting.source(), random);
  }

  static String name(Op op, RoundingTask.Setting setting) {
    return op.word()
        + "/"
        + String.join(
            "-", setting.to(), setting.mode(), setting.overflow(), "from", setting.from());
  }
}
