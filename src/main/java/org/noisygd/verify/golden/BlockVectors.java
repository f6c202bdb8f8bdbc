// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.conversion.SourceFormat;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BlockScaleRule;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/**
 * The vectors for block formats: arrays, and for each group of agreeing scale rules the codes of
 * the blocks' scales and of the elements, the latter once or for each rounding. A scale has 8
 * exponent bits, 2^(code - 127), or is {@code any} if all elements are zeros; scales of {@code
 * nvfp4} are in e4m3, after g as binary32.
 */
final class BlockVectors {
  private final boolean twoScales;

  /** The conversion by each rule for the scale. */
  private final Map<String, Conversion> rules = new LinkedHashMap<>();

  private final RoundingTarget.Ours element;
  private final StringBuilder text;

  private BlockVectors(String name, SourceFormat source) {
    twoScales = name.equals("nvfp4");
    if (twoScales) {
      rules.put(name, Conversion.of(name, true));
    } else {
      for (BlockScaleRule rule : BlockScaleRule.values()) {
        rules.put(rule.label(), Conversion.of(name + "/" + rule.label(), true));
      }
    }
    Conversion any = rules.values().iterator().next();
    element = RoundingTarget.Ours.named(any.element().name());
    JsonText header =
        RoundingText.begin("blocks", name, source, RoundingText.modes())
            .raw("rules", RoundingText.strings(List.copyOf(rules.keySet())))
            .integer("block", any.block())
            .string("element", element.name());
    text = new StringBuilder(RoundingText.numbers(header, element).toString()).append('\n');
  }

  /** Adds the files of a format. */
  static void write(String name, Map<String, StringBuilder> files) {
    for (SourceFormat source : SourceFormat.values()) {
      BlockVectors vectors = new BlockVectors(name, source);
      BlockValues values = new BlockValues(vectors.element.numbers(), source);
      (vectors.twoScales ? values.ofTwoScales() : values.ofPowersOfTwo()).forEach(vectors::row);
      files.put(RoundingText.path(name + "-from-" + source.label()), vectors.text);
    }
  }

  /** Adds the row of an array. */
  private void row(List<Double> array) {
    double[] values = array.stream().mapToDouble(v -> v).toArray();
    Map<List<String>, List<String>> groups = new LinkedHashMap<>();
    rules.forEach(
        (rule, to) ->
            groups.computeIfAbsent(results(to, values), r -> new ArrayList<>()).add(rule));
    text.append('[').append(JsonText.quote(join(array.stream().map(BlockVectors::signed))));
    groups.forEach(
        (results, agreeing) -> {
          List<String> group = new ArrayList<>(List.of(String.join(" ", agreeing)));
          group.addAll(results);
          text.append(',').append(RoundingText.strings(group));
        });
    text.append("]\n");
  }

  private static String join(Stream<String> words) {
    return words.collect(Collectors.joining(" "));
  }

  private static String signed(double v) {
    return (Math.copySign(1, v) < 0 ? "-" : "") + RoundingText.literal(Math.abs(v));
  }

  /** The scales, then the elements, once or for each rounding. */
  private List<String> results(Conversion to, double[] values) {
    double[] scales = to.scales(values);
    double g = Conversion.nvGlobal(largest(values, 0, values.length));
    List<String> printed = new ArrayList<>();
    if (twoScales) {
      printed.add(RoundingTarget.hex(Float.floatToIntBits((float) g), Integer.SIZE));
    }
    for (int from = 0; from < values.length; from += to.block()) {
      double m = largest(values, from, Math.min(values.length, from + to.block()));
      printed.add(m == 0 ? "any" : scale(scales[from], g));
    }
    List<String> each =
        Stream.of(Directed.values()).map(mode -> elements(to, values, scales, mode)).toList();
    List<String> results = new ArrayList<>(List.of(String.join(" ", printed)));
    results.addAll(each.stream().distinct().count() == 1 ? each.subList(0, 1) : each);
    return results;
  }

  private String scale(double scale, double g) {
    return twoScales
        ? RoundingTarget.hex(RoundingTarget.code(BinaryFormat.named("e4m3"), scale / g), 8)
        : RoundingTarget.hex(Math.getExponent(scale) + Conversion.SCALE_EXPONENT, 8);
  }

  private static double largest(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).map(Math::abs).max().orElse(0);
  }

  private String elements(Conversion to, double[] values, double[] scales, Directed mode) {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      double rounded =
          v == 0 || scales[i] == 0
              ? Math.copySign(0, v)
              : to.element().round(Conversion.quotient(v, scales[i]), mode, 0);
      codes.add(element.print(element.encode(rounded)));
    }
    return String.join(" ", codes);
  }
}
