// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.List;
import java.util.Map;
import org.noisygd.io.json.JsonText;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The values of the reference's replies as JSON. Numbers have the literals of their arithmetic: as
 * JSON numbers if they are doubles, else as strings. Numbers that are not finite are "NaN",
 * "Infinity" or "-Infinity".
 */
public final class ReplyJson {
  /** The fields of a reply to an unsupported request. */
  public static final Map<String, String> UNSUPPORTED = Map.of("unsupported", "true");

  private ReplyJson() {}

  /** The fields of a reply that reports an error. */
  public static Map<String, String> error(String why) {
    return Map.of("error", text(why.replaceAll("\\s*\\R\\s*", " ")));
  }

  public static <T> String number(Arithmetic<T> arithmetic, T number) {
    if (!arithmetic.isFinite(number)) {
      return "\"" + arithmetic.roundToDouble(number) + "\"";
    }
    String literal = arithmetic.print(number);
    return number instanceof Double ? literal : "\"" + literal + "\"";
  }

  public static <T> String rows(Matrix<T> matrix) {
    return JsonText.rows(matrix, entry -> number(matrix.arithmetic(), entry));
  }

  /** An array of values that are JSON already. */
  public static String array(List<String> values) {
    return "[" + String.join(",", values) + "]";
  }

  public static String text(String string) {
    return JsonText.quote(string);
  }
}
