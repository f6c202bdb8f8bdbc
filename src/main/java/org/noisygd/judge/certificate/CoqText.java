// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.JsonText;

/** Requests, replies and arithmetics as the definitions of {@code Certificate.v} take them. */
final class CoqText {
  private static final Pattern DIGITS = Pattern.compile("(binary|decimal):([1-9][0-9]*)");

  private CoqText() {}

  /** The definition of an arithmetic; empty where there is none. */
  static Optional<String> arithmetic(String name) {
    Matcher digits = DIGITS.matcher(name);
    if (digits.matches()) {
      return Optional.of("(" + digits.group(1) + "_digits " + digits.group(2) + ")");
    }
    return switch (name) {
      case "binary64", "binary32", "binary16", "bfloat16", "tf32" -> Optional.of(name);
      default -> Optional.empty();
    };
  }

  /** A matrix of a request. */
  static String rows(Matrix<Dyadic> m, Function<Dyadic, String> literal) {
    return rows(m.rows(), m.columns(), (i, j) -> literal.apply(m.get(i, j)));
  }

  /** A matrix as it was printed. */
  static String rows(ReadMatrix m) {
    return rows(m.rows(), m.columns(), (i, j) -> m.get(i, j).text());
  }

  private static String rows(int rows, int columns, Matrix.Entry<String> literal) {
    return JsonText.rows(rows, columns, "; ", (i, j) -> quoted(literal.at(i, j)));
  }

  /** The op of an update and later ones, with the noise of these. */
  static String steps(List<Factors<Dyadic>> later, Function<Dyadic, String> literal) {
    return later.stream()
        .map(z -> "[" + rows(z.x(), literal) + "; " + rows(z.y(), literal) + "]")
        .collect(Collectors.joining("; ", "(Steps [", "])"));
  }

  /** A number as it was printed. */
  static String number(ReadNumber number) {
    return quoted(number.text());
  }

  /** A literal as a text. */
  static String quoted(String literal) {
    return '"' + literal + '"';
  }
}
