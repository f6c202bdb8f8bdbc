// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisygd.judge.conversion.RoundingCases;
import org.noisygd.judge.conversion.SourceFormat;
import org.noisygd.number.format.Rounding.Directed;

/**
 * The vectors for conversions: a file per format and wider source format. After the header each
 * line is a row: a magnitude as a hexadecimal literal and as a bit pattern, then the codes of its
 * conversion by each rounding, and the codes for its negative. A row has the codes once if they do
 * not depend on the treatment of overflow, else once per treatment. For unsigned formats most rows
 * omit the negative, since negatives hardly differ in their results.
 */
final class RoundingVectors {
  private static final List<Directed> MODES = List.of(Directed.values());

  private RoundingVectors() {}

  /** The formats of the op round, without blocks. */
  static List<RoundingTarget> ours() {
    return RoundingCases.FORMATS.stream()
        .map(name -> (RoundingTarget) RoundingTarget.Ours.named(name))
        .toList();
  }

  /**
   * Formats of the report: the mandatory formats, including the format of scales, signed extended
   * formats of 8 bits with every precision, a finite and an unsigned one.
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
              for (SourceFormat source : SourceFormat.values()) {
                if (to.numbers().precision() < source.format().precision()) {
                  files.put(
                      RoundingText.path(to.name() + "-from-" + source.label()),
                      conversions(to, source));
                }
              }
              StochasticVectors.write(to, files);
            });
    RoundingCases.BLOCK_FORMATS.stream()
        .map(name -> name.replaceFirst("/.*", ""))
        .distinct()
        .forEach(name -> BlockVectors.write(name, files));
  }

  private static StringBuilder conversions(RoundingTarget to, SourceFormat source) {
    StringBuilder text =
        new StringBuilder(RoundingText.header(to, source, "conversion", RoundingText.modes()));
    List<Double> values = new ArrayList<>(RoundingValues.of(to.numbers(), source));
    values.add(Double.POSITIVE_INFINITY);
    values.forEach(x -> row(text, to, x, RoundingText.pattern(source, x)));
    if (!to.nan().isEmpty()) {
      RoundingText.nans(source).forEach(pattern -> row(text, to, Double.NaN, pattern));
    }
    return text;
  }

  private static void row(StringBuilder text, RoundingTarget to, double x, String pattern) {
    RoundingText.row(
        text, RoundingText.literal(x), pattern, codes(to, x), to.includes(-x) ? codes(to, -x) : "");
  }

  /** The codes of a value by each rounding, once or for each treatment of overflow. */
  private static String codes(RoundingTarget to, double x) {
    return RoundingText.results(
        to, overflow -> MODES.stream().map(mode -> to.code(x, mode, overflow, 0)));
  }
}
