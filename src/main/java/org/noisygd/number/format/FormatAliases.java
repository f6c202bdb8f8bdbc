// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.List;
import java.util.Locale;
import org.noisygd.number.Spelling;
import org.noisygd.number.Text;

/**
 * Other names of formats and roundings, in small letters: refused, with this project's name as a
 * suggestion.
 */
final class FormatAliases {
  private FormatAliases() {}

  /**
   * The exception for an unknown name, with a suggestion.
   *
   * @param what the kind of name
   * @param unknown the part of the name that is unknown
   */
  static IllegalArgumentException refused(
      String what, List<String> names, String name, String unknown) {
    return new IllegalArgumentException(
        Text.format(
            "%s must be one of %s, got %s%s",
            what, String.join(", ", names), name.isEmpty() ? "\"\"" : name, meant(unknown, names)));
  }

  /**
   * A suggestion to append to an unknown name, or empty if no name is similar.
   *
   * @param names the names that are read, also names with a parameter
   */
  static String meant(String name, List<String> names) {
    if (name.contains(",") || name.contains("/")) {
      return name.contains(",")
          ? "; give each by itself"
          : "; roundings are for studies, and for Arithmetics.named(name, words)";
    }
    String meant = otherwise(name.toLowerCase(Locale.ROOT));
    return !meant.isEmpty()
        ? "; did you mean " + meant + "?"
        : Spelling.meant(name, names.stream().filter(n -> !n.matches(".*[:*/].*")).toList());
  }

  /** This project's name for another name, or empty if there is none. */
  private static String otherwise(String name) {
    return switch (name) {
      case "bf16" -> "bfloat16";
      case "fp16", "f16", "float16", "half" -> "binary16";
      case "fp32", "f32", "float32", "float", "single" -> "binary32";
      case "fp64", "f64", "float64", "double" -> "binary64";
      case "dd" -> "double-double";
      case "qd" -> "decimal:64";
      case "binary128", "float128" -> "decimal:34";
      case "tensorfloat32" -> "tf32";
      case "fp8", "float8" -> "e4m3 or e5m2";
      case "fp8_e4m3", "float8_e4m3fn" -> "e4m3";
      case "fp8_e5m2", "float8_e5m2" -> "e5m2";
      case "fp6" -> "e2m3 or e3m2";
      case "fp4" -> "e2m1, mxfp4 or nvfp4";
      case "mx" -> "mxfp8-e4m3, mxfp8-e5m2 or mxfp4";
      case "mxfp8" -> "mxfp8-e4m3 or mxfp8-e5m2";
      case "mxfp6" -> "mxfp6-e2m3 or mxfp6-e3m2";
      case "stochastic" -> "bfloat16/stochastic";
      case "sr" -> "stochastic";
      case "rne" -> "nearest";
      case "rz" -> "zero";
      default -> "";
    };
  }
}
