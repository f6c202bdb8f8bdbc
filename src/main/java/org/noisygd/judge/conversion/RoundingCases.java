// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Spelling;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BlockScaleRule;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/** The cases of deterministic roundings, one for each pair of formats, rounding and overflow. */
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

  /** Size of the short arrays of formats without blocks: about as many as vectors hold. */
  private static final int LANES = 32;

  private RoundingCases() {}

  /** The treatments of overflow that are asked for a format. */
  static List<String> overflows(String to) {
    return BLOCK_FORMATS.contains(to) ? List.of("saturate") : List.of("ieee", "saturate");
  }

  public static void addTo(CaseSuite suite, Op op) {
    Stream.concat(FORMATS.stream(), BLOCK_FORMATS.stream())
        .forEach(
            to -> {
              for (Directed mode : Directed.values()) {
                for (String overflow : overflows(to)) {
                  for (String from : FROM) {
                    add(suite, op, new RoundingTask.Setting(from, to, mode.label(), overflow));
                  }
                }
                addNarrow(suite, op, to, mode);
              }
              addShort(suite, op, to);
            });
    NonFinite.addTo(suite, op);
  }

  /** Adds every number of formats of at most 16 bits, and values where rounding changes. */
  public static void addAllTo(CaseSuite suite, Op op) {
    for (String to : FORMATS) {
      for (Directed mode : Directed.values()) {
        for (String from : FROM) {
          RoundingTask.Setting setting =
              new RoundingTask.Setting(from, to, mode.label(), overflows(to).get(0));
          BinaryFormat format = setting.conversion().element();
          if (BoundaryValues.areFew(format)) {
            addAll(
                suite,
                op,
                setting,
                BoundaryValues.all(format, setting.source(), mode.isToNearest()));
          }
        }
      }
    }
  }

  /** Returns true if a format has fewer bits than one that is converted from. */
  static boolean isNarrower(String to, SourceFormat from) {
    return Conversion.of(to, true).element().precision() < from.precision();
  }

  /**
   * Adds conversions from narrow formats, of block formats to nearest only. The quotients of nvfp4
   * cannot be kept away from ties with so few bits.
   */
  private static void addNarrow(CaseSuite suite, Op op, String to, Directed mode) {
    boolean blocks = BLOCK_FORMATS.contains(to);
    for (SourceFormat from : List.of(SourceFormat.BINARY16, SourceFormat.BFLOAT16)) {
      boolean asked = !blocks || (mode == Directed.NEAREST && !to.equals("nvfp4"));
      if (asked && isNarrower(to, from)) {
        String overflow = blocks || from == SourceFormat.BFLOAT16 ? "saturate" : "ieee";
        add(suite, op, new RoundingTask.Setting(from.label(), to, mode.label(), overflow));
      }
    }
  }

  /** Adds arrays of one number, and about as long as a block. */
  private static void addShort(CaseSuite suite, Op op, String to) {
    RoundingTask.Setting setting =
        new RoundingTask.Setting("binary64", to, Directed.NEAREST.label(), overflows(to).get(0));
    List<Double> values = values(suite, op, setting);
    int middle = values.size() / 2;
    int block = setting.conversion().hasBlocks() ? setting.conversion().block() : LANES;
    for (int size : List.of(1, block - 1, block, block + 1)) {
      suite.keep(
          name(op, setting) + "-of-" + size,
          new RoundingTask(setting, values.subList(middle, middle + size)).request(op),
          true,
          "a short array");
    }
  }

  private static void addAll(
      CaseSuite suite, Op op, RoundingTask.Setting setting, List<Double> values) {
    for (int from = 0; from < values.size(); from += VALUES) {
      List<Double> some = values.subList(from, Math.min(values.size(), from + VALUES));
      suite.keep(
          name(op, setting) + "-all-" + from / VALUES,
          new RoundingTask(setting, some).request(op),
          true,
          "every number, and the neighbours of values at which the rounding changes");
    }
  }

  private static List<Double> values(CaseSuite suite, Op op, RoundingTask.Setting setting) {
    Conversion to = setting.conversion();
    LongSupplier words = suite.source(name(op, setting))::word;
    return to.hasBlocks()
        ? BlockArrays.of(to, setting.source(), words)
        : BoundaryValues.of(to.element(), setting.source(), words);
  }

  private static void add(CaseSuite suite, Op op, RoundingTask.Setting setting) {
    String name = name(op, setting);
    List<Double> values = values(suite, op, setting);
    Spelling[] ways = {Spelling.SHORTEST, Spelling.WHOLE, Spelling.EXPONENT};
    int way = Math.floorMod(name.hashCode(), ways.length);
    suite.keep(
        name,
        new RoundingTask(setting, values).request(op).spelled(ways[way]),
        true,
        setting.conversion().hasBlocks()
            ? "scales of blocks, and their elements"
            : "ties and their neighbours, subnormals, both zeros, numbers beyond the largest");
  }

  static String name(Op op, RoundingTask.Setting setting) {
    return op.word()
        + "/"
        + String.join(
            "-", setting.to(), setting.mode(), setting.overflow(), "from", setting.from());
  }
}
