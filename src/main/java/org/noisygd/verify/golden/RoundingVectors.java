// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.judge.rounding.RoundingCases;
import org.noisygd.judge.rounding.Source;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding.Directed;
import org.noisygd.report.json.JsonText;

/**
 * The vectors for conversions: a file for each format and each wider format that values come from.
 * After the header each line is a row: a magnitude as a hexadecimal literal and as a bit pattern,
 * then the codes of what it becomes by each rounding, and those of its negative. A row whose result
 * does not depend on the overflow has the codes once, else once for each overflow. Where there is
 * no sign, all negatives become much the same, and most rows have none.
 */
final class RoundingVectors {
  /** The folder below golden/. */
  static final String FOLDER = "rounding/";

  private static final List<Directed> MODES = List.of(Directed.values());

  private RoundingVectors() {}

  /** The formats of the op round, without blocks. */
  static List<RoundingTarget> ours() {
    return RoundingCases.FORMATS.stream()
        .map(name -> (RoundingTarget) RoundingTarget.Ours.named(name))
        .toList();
  }

  /**
   * Formats of the report: those that an implementation must have, the scales' format among them,
   * every precision of signed extended ones of 8 bits, a finite and an unsigned one.
   */
  static List<RoundingTarget> ofReport() {
    List<RoundingTarget> formats = new ArrayList<>();
    formats.add(new ReportFormat(4, 2, true, false));
    formats.add(new ReportFormat(8, 1, false, false));
    for (int p = 1; p <= 7; p++) {
      formats.add(new ReportFormat(8, p, true, true));
    }
    formats.add(new ReportFormat(8, 4, true, false));
    formats.add(new ReportFormat(8, 4, false, true));
    return formats;
  }

  /** Adds the files, by their paths below golden/. */
  static void write(Map<String, StringBuilder> files) {
    Stream.concat(ours().stream(), ofReport().stream())
        .forEach(
            to -> {
              for (Source source : Source.values()) {
                if (to.numbers().precision() < source.precision()) {
                  files.put(path(to.name() + "-from-" + source.label()), conversions(to, source));
                }
              }
            });
  }

  /** The path of a file below golden/. */
  static String path(String name) {
    return FOLDER + name.replace(':', '_') + ".jsonl";
  }

  private static StringBuilder conversions(RoundingTarget to, Source source) {
    StringBuilder text = new StringBuilder(header(to, source, "conversion"));
    List<Double> values = new ArrayList<>(RoundingValues.of(to.numbers(), source));
    values.add(Double.POSITIVE_INFINITY);
    if (!to.nan().isEmpty()) {
      values.add(Double.NaN);
    }
    for (double x : values) {
      row(text, literal(x), pattern(source, x), codes(to, x), to.tells(-x) ? codes(to, -x) : "");
    }
    return text;
  }

  /** The first line of a file. */
  private static String header(RoundingTarget to, Source source, String kind) {
    BinaryFormat numbers = to.numbers();
    return new JsonText()
            .integer("rounding", 1)
            .string("license", "Apache-2.0")
            .string("kind", kind)
            .string("format", to.name())
            .string("source", source.label())
            .raw("modes", strings(MODES.stream().map(Directed::label)))
            .raw("overflows", strings(to.overflows().stream()))
            .integer("width", to.width())
            .integer("precision", numbers.precision())
            .integer("minExponent", numbers.minExponent())
            .string("largest", literal(numbers.largest()))
            .raw(
                "nan",
                to.nan().stream()
                    .map(range -> strings(range.stream().map(to::print)))
                    .collect(Collectors.joining(",", "[", "]")))
            .toString()
        + "\n";
  }

  private static String strings(Stream<String> words) {
    return words.map(JsonText::quote).collect(Collectors.joining(",", "[", "]"));
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("[\"").append(String.join("\",\"", cells)).append("\"]\n");
  }

  /** The results of a value: by each rounding, for all overflows or for each. */
  private static String codes(RoundingTarget to, double x) {
    List<String> each =
        to.overflows().stream()
            .map(
                overflow ->
                    MODES.stream()
                        .map(mode -> to.print(to.code(x, mode, overflow, 0)))
                        .collect(Collectors.joining(" ")))
            .toList();
    return each.stream().distinct().count() == 1 ? each.get(0) : String.join(" ", each);
  }

  /** The bit pattern of a value in the format that it comes from. */
  private static String pattern(Source source, double x) {
    return switch (source) {
      case BINARY64 -> RoundingTarget.hex(Double.doubleToLongBits(x), Long.SIZE);
      case BINARY32 -> RoundingTarget.hex(Float.floatToIntBits((float) x), Integer.SIZE);
      case BINARY16, BFLOAT16 -> {
        RoundingTarget.Ours format = RoundingTarget.Ours.named(source.label());
        long quiet = 1L << (source.precision() - 2);
        yield format.print(
            Double.isNaN(x) ? format.encode(Double.POSITIVE_INFINITY) + quiet : format.encode(x));
      }
    };
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
