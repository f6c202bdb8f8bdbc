// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Spelling;
import org.noisygd.number.Text;

/**
 * What others call formats and roundings, in small letters: not read, but answered with the name
 * here.
 */
final class OtherNames {
  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          Map.entry("bf16", "bfloat16"),
          Map.entry("fp16", "binary16"),
          Map.entry("f16", "binary16"),
          Map.entry("float16", "binary16"),
          Map.entry("half", "binary16"),
          Map.entry("fp32", "binary32"),
          Map.entry("f32", "binary32"),
          Map.entry("float32", "binary32"),
          Map.entry("float", "binary32"),
          Map.entry("single", "binary32"),
          Map.entry("fp64", "binary64"),
          Map.entry("f64", "binary64"),
          Map.entry("float64", "binary64"),
          Map.entry("double", "binary64"),
          Map.entry("dd", "double-double"),
          Map.entry("qd", "decimal:64"),
          Map.entry("binary128", "decimal:34"),
          Map.entry("float128", "decimal:34"),
          Map.entry("tensorfloat32", "tf32"),
          Map.entry("fp8", "e4m3 or e5m2"),
          Map.entry("float8", "e4m3 or e5m2"),
          Map.entry("fp8_e4m3", "e4m3"),
          Map.entry("float8_e4m3fn", "e4m3"),
          Map.entry("fp8_e5m2", "e5m2"),
          Map.entry("float8_e5m2", "e5m2"),
          Map.entry("fp6", "e2m3 or e3m2"),
          Map.entry("fp4", "e2m1, mxfp4 or nvfp4"),
          Map.entry("mx", "mxfp8-e4m3, mxfp8-e5m2 or mxfp4"),
          Map.entry("mxfp8", "mxfp8-e4m3 or mxfp8-e5m2"),
          Map.entry("mxfp6", "mxfp6-e2m3 or mxfp6-e3m2"),
          Map.entry("stochastic", "bfloat16/stochastic"),
          Map.entry("sr", "stochastic"),
          Map.entry("rne", "nearest"),
          Map.entry("rz", "zero"));

  private OtherNames() {}

  /**
   * Refuses a name that is none of some names, with a question on what it means.
   *
   * @param what the name is of
   * @param unknown the part of the name that none of the names has
   */
  static IllegalArgumentException refused(
      String what, List<String> names, String name, String unknown) {
    return new IllegalArgumentException(
        Text.format(
            "%s must be one of %s, got %s%s",
            what, String.join(", ", names), name, meant(unknown, names)));
  }

  /**
   * A question on what an unknown name means, to stand behind it; empty where none is alike.
   *
   * @param names the names that are read, those with a parameter among them
   */
  static String meant(String name, List<String> names) {
    if (name.contains(",") || name.contains("/")) {
      return name.contains(",")
          ? "; give each by itself"
          : "; roundings are for studies, and for Arithmetics.named(name, words)";
    }
    @Nullable String meant = OTHERWISE.get(name.toLowerCase(Locale.ROOT));
    return meant != null
        ? "; did you mean " + meant + "?"
        : Spelling.meant(name, names.stream().filter(n -> !n.matches(".*[:*/].*")).toList());
  }
}
