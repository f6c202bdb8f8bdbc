// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

/** Tests whether some of a request's numbers pass through a format of fewer digits when read. */
final class NarrowInputs {
  private static final List<String> FORMATS = List.of("binary32", "tf32", "binary16", "bfloat16");

  /** Numbers of decimal digits that printing routines have by default. */
  private static final List<Integer> DIGITS = List.of(16, 15, 12, 10, 8, 7, 6);

  private NarrowInputs() {}

  /** A rounding, whose result is empty beyond the format's range, and its name. */
  private record Format(String words, Function<Dyadic, Optional<Dyadic>> round) {}

  /** No rounding at all, which explains no failure. */
  private static final Format UNCHANGED = new Format("", Optional::of);

  private static Stream<Format> formats() {
    return Stream.concat(
        FORMATS.stream().map(name -> new Format(name, a -> through(Arithmetics.named(name), a))),
        DIGITS.stream()
            .map(n -> new Format(n + " decimal digits", a -> through(new MathContext(n), a))));
  }

  private static Optional<Dyadic> through(MathContext digits, Dyadic a) {
    return Optional.of(a.toBigDecimal().round(digits).doubleValue())
        .filter(Double::isFinite)
        .map(Dyadic::of);
  }

  /** A number rounded to a format; empty beyond its range. */
  static <T> Optional<Dyadic> through(Arithmetic<T> format, Dyadic a) {
    return Optional.of(format.fromDyadic(a))
        .filter(format::isFinite)
        .map(value -> DyadicArithmetic.INSTANCE.fromRational(format.toRational(value)));
  }

  /** The diagnosis, if it explains the failed answers and agrees with the others. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    MistakeFit fit = given.fit();
    if (given.failed().stream().allMatch(c -> fits(fit, c, InputField.ALL, UNCHANGED))) {
      return Optional.empty();
    }
    for (Format format : formats().toList()) {
      for (InputField field : InputField.values()) {
        if (given.failed().stream().allMatch(c -> fits(fit, c, field, format))
            && given.all().stream().allMatch(c -> fits(fit, c, field, format))) {
          return Optional.of(
              Diagnosis.of(
                  given.op(),
                  Code.NARROW_INPUT.of(
                      field.and("passes", "pass")
                          + " through "
                          + format.words()
                          + " on the way in")));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the case is judged bit by bit. */
  private static boolean isExact(Case tested) {
    return tested.exact()
        && !tested.op().has(Part.RUN)
        && (tested.hasFullDigits() || !tested.op().has(Part.LOSS));
  }

  private static boolean fits(MistakeFit fit, Case tested, InputField field, Format format) {
    return fit.pieces(List.of(tested)).stream().allMatch(p -> fits(fit, tested, p, field, format));
  }

  /**
   * If no legal plan rounds, only the digits lost on the way in differ. Numbers beyond the format's
   * range did not pass through it: they explain no failure and no right answer.
   */
  private static boolean fits(
      MistakeFit fit, Case tested, AnsweredRequest piece, InputField field, Format format) {
    boolean[] beyond = {false};
    Request q =
        field.changed(
            piece.request(),
            a -> {
              Optional<Dyadic> rounded = format.round().apply(a);
              beyond[0] |= rounded.isEmpty();
              return rounded.orElse(a);
            });
    Request read = beyond[0] ? piece.request() : q;
    Map<String, Matrix<Dyadic>> image = ExactImage.due(read);
    return isExact(tested)
        ? fit.beside(image, piece).stream().allMatch(Compared::isEqual)
        : fit.near(image, piece);
  }
}
