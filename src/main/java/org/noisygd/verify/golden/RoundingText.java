// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.conversion.SourceFormat;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding.Directed;

/** The text form of the vectors for conversions. */
final class RoundingText {
  /** The folder below golden/. */
  static final String FOLDER = "rounding/";

  private RoundingText() {}

  /** The path of a file below golden/. */
  static String path(String name) {
    return FOLDER + name.replace(':', '_') + ".jsonl";
  }

  /** The first line of a file. */
  static String header(RoundingTarget to, SourceFormat source, String kind, List<String> modes) {
    JsonText header =
        begin(kind, to.name(), source, modes).raw("overflows", strings(to.overflows()));
    return numbers(header, to)
            .raw(
                "nan",
                to.nan().stream()
                    .map(range -> strings(range.stream().map(to::print).toList()))
                    .collect(Collectors.joining(",", "[", "]")))
            .toString()
        + "\n";
  }

  /** The beginning of every first line. */
  static JsonText begin(String kind, String format, SourceFormat source, List<String> modes) {
    return new JsonText()
        .integer("rounding", 1)
        .string("license", "Apache-2.0")
        .string("kind", kind)
        .string("format", format)
        .string("source", source.label())
        .raw("modes", strings(modes));
  }

  /** Adds the numbers of the format, and the width of their codes. */
  static JsonText numbers(JsonText header, RoundingTarget of) {
    BinaryFormat numbers = of.numbers();
    return header
        .integer("width", of.width())
        .integer("precision", numbers.precision())
        .integer("minExponent", numbers.minExponent())
        .string("largest", literal(numbers.largest()));
  }

  /** The deterministic roundings, in the order of a row's codes. */
  static List<String> modes() {
    return Stream.of(Directed.values()).map(Directed::label).toList();
  }

  /** Words as JSON. */
  static String strings(List<String> words) {
    return words.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]"));
  }

  /** Adds a row. */
  static void row(StringBuilder text, String... cells) {
    text.append(strings(List.of(cells))).append('\n');
  }

  /** The results for each treatment of overflow, or only once if they are all the same. */
  static String results(RoundingTarget to, Function<String, Stream<Long>> codes) {
    List<String> each =
        to.overflows().stream()
            .map(codes)
            .map(all -> all.map(to::print).collect(Collectors.joining(" ")))
            .toList();
    return each.stream().distinct().count() == 1 ? each.get(0) : String.join(" ", each);
  }

  /** The bit pattern of a value in its source format. */
  static String pattern(SourceFormat source, double x) {
    return switch (source) {
      case BINARY64 -> RoundingTarget.hex(Double.doubleToLongBits(x), Long.SIZE);
      case BINARY32 -> RoundingTarget.hex(Float.floatToIntBits((float) x), Integer.SIZE);
      case BINARY16, BFLOAT16 -> {
        RoundingTarget.Ours format = RoundingTarget.Ours.named(source.label());
        yield format.print(format.encode(x));
      }
    };
  }

  /**
   * Bit patterns of NaN: the usual one; the largest and the smallest payload, which a rounding that
   * adds to the bits without a test for NaN turns into a zero or an infinity.
   */
  static List<String> nans(SourceFormat source) {
    String infinity = pattern(source, Double.POSITIVE_INFINITY);
    long quiet = 1L << (source.format().precision() - 2);
    return Stream.of(quiet, 2 * quiet - 1, 1L)
        .map(
            payload ->
                RoundingTarget.hex(
                    Long.parseUnsignedLong(infinity, 16) + payload, 4 * infinity.length()))
        .toList();
  }

  /** A magnitude as a hexadecimal literal of C, with one digit before the point. */
  static String literal(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      return Double.isNaN(x) ? "nan" : "inf";
    }
    if (x == 0) {
      return "0x0p0";
    }
    int lift = x < Double.MIN_NORMAL ? 54 : 0;
    double normal = Math.scalb(x, lift);
    String digits = Double.toHexString(Math.scalb(normal, -Math.getExponent(normal)));
    String trimmed = digits.substring(0, digits.indexOf('p')).replaceFirst("\\.0$", "");
    return new StringJoiner("p")
        .add(trimmed)
        .add(String.valueOf(Math.getExponent(normal) - lift))
        .toString();
  }
}
