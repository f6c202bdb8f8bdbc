// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

/** Whether some of a request's numbers pass through a format of fewer digits on the way in. */
final class NarrowInputs {
  static final String CODE = "narrow-input";

  private static final List<String> FORMATS = List.of("binary32", "tf32", "binary16", "bfloat16");

  /** Numbers of decimal digits that printing routines have by default. */
  private static final List<Integer> DIGITS = List.of(16, 15, 12, 10, 8, 7, 6);

  private NarrowInputs() {}

  /** Which numbers. */
  private enum Field {
    STEP_OF_X("etaX passes", (q, a) -> q.withSteps(a.apply(q.etaX()), q.etaY())),
    STEP_OF_Y("etaY passes", (q, a) -> q.withSteps(q.etaX(), a.apply(q.etaY()))),
    STEPS("the step sizes pass", (q, a) -> q.withSteps(a.apply(q.etaX()), a.apply(q.etaY()))),
    TARGET("M passes", (q, a) -> q.withTarget(q.m().map(a))),
    ITERATE("X and Y pass", (q, a) -> q.from(q.at().map(a))),
    DIRECTION("the noise or direction passes", (q, a) -> q.withDirection(q.direction().map(a))),
    SIGMAS(
        "sigma1 and sigma2 pass", (q, a) -> q.withSigmas(a.apply(q.sigma1()), a.apply(q.sigma2()))),
    ALL(
        "all inputs pass",
        (q, a) -> {
          Request all = q;
          for (Field field : List.of(STEPS, TARGET, ITERATE, DIRECTION, SIGMAS)) {
            all = field.of(all, a);
          }
          return all;
        });

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final BiFunction<Request, UnaryOperator<Dyadic>, Request> rounded;

    Field(String words, BiFunction<Request, UnaryOperator<Dyadic>, Request> rounded) {
      this.words = words;
      this.rounded = rounded;
    }

    Request of(Request q, UnaryOperator<Dyadic> round) {
      return rounded.apply(q, round);
    }
  }

  /** A rounding, empty beyond its range, and what it is called. */
  private record Format(String words, Function<Dyadic, Optional<Dyadic>> round) {}

  /** No rounding at all, which explains no failure. */
  private static final Format UNCHANGED = new Format("", Optional::of);

  private static List<Format> formats() {
    List<Format> formats = new ArrayList<>();
    for (String name : FORMATS) {
      formats.add(new Format(name, a -> through(Arithmetics.named(name), a)));
    }
    for (int digits : DIGITS) {
      MathContext context = new MathContext(digits);
      formats.add(
          new Format(
              digits + " decimal digits",
              a ->
                  Optional.of(a.toBigDecimal().round(context).doubleValue())
                      .filter(Double::isFinite)
                      .map(Dyadic::of)));
    }
    return formats;
  }

  private static <T> Optional<Dyadic> through(Arithmetic<T> format, Dyadic a) {
    return Optional.of(format.fromRational(a.toRational()))
        .filter(format::isFinite)
        .map(value -> DyadicArithmetic.INSTANCE.fromRational(format.toRational(value)));
  }

  /**
   * The diagnosis, if it explains what failed and agrees with what passed.
   *
   * @param failed the failed cases
   * @param all all that have answers
   */
  static Optional<Diagnosis> diagnose(
      MistakeFit likeness, Op op, List<Case> failed, List<Case> all) {
    if (failed.stream().allMatch(c -> fits(likeness, c, Field.ALL, UNCHANGED))) {
      return Optional.empty();
    }
    for (Format format : formats()) {
      for (Field field : Field.values()) {
        if (failed.stream().allMatch(c -> fits(likeness, c, field, format))
            && all.stream().allMatch(c -> fits(likeness, c, field, format))) {
          return Optional.of(
              new Diagnosis(
                  CODE,
                  op.word(),
                  field.words
                      + " through "
                      + format.words()
                      + " on the way in; read them with all their digits"));
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

  private static boolean fits(MistakeFit likeness, Case tested, Field field, Format format) {
    return likeness.pieces(List.of(tested)).stream()
        .allMatch(p -> fits(likeness, tested, p, field, format));
  }

  /**
   * Where no legal plan rounds, the digits that are lost on the way in are all that differs.
   * Numbers beyond the format's range did not pass through it: they explain no failure, and a right
   * answer there says nothing.
   */
  private static boolean fits(
      MistakeFit likeness, Case tested, AnsweredRequest piece, Field field, Format format) {
    boolean[] beyond = {false};
    Request q =
        field.of(
            piece.request(),
            a -> {
              Optional<Dyadic> rounded = format.round().apply(a);
              beyond[0] |= rounded.isEmpty();
              return rounded.orElse(a);
            });
    Request read = beyond[0] ? piece.request() : q;
    Map<String, Matrix<Dyadic>> image = ExactImage.right(DyadicArithmetic.INSTANCE, read);
    return isExact(tested) ? MistakeFit.equal(image, piece) : likeness.near(image, piece);
  }
}
