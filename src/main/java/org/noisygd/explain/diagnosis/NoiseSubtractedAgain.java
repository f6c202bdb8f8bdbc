// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.explain.diagnosis.FaultFit.Compared;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;

/**
 * The hypothesis that the weights were recovered as (X + noiseX) - noiseX. Both operations are
 * repeated in the declared arithmetic. A factor with step size zero must equal the recovered one
 * exactly; another must lie within the bound of an update of the recovered one.
 *
 * @param factors the factors that are recovered
 * @param afterStep true if they are recovered after the step
 */
record NoiseSubtractedAgain<T>(Arithmetic<T> arithmetic, List<String> factors, boolean afterStep) {
  /** Minimum number of wrong entries that equal recovered entries: fewer may be equal by chance. */
  private static final int FEW = 2;

  private static final List<List<String>> FACTORS =
      List.of(List.of("X", "Y"), List.of("X"), List.of("Y"));

  /** The diagnosis, if it explains all answers to the op that have a bound. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    if (!given.op().has(Part.UPDATE)) {
      return Optional.empty();
    }
    Arithmetic<?> arithmetic = Arithmetics.named(given.declared());
    return Stream.of(false, true)
        .flatMap(
            after -> FACTORS.stream().map(f -> new NoiseSubtractedAgain<>(arithmetic, f, after)))
        .filter(form -> form.explains(given))
        .findFirst()
        .map(form -> Diagnosis.of(given.op(), Code.RESTORED_BY_SUBTRACTION.of(form.words())));
  }

  private String words() {
    String prime = afterStep ? "'" : "";
    String one = factors.get(0);
    return factors.stream().map(factor -> factor + prime).collect(joining(" and "))
        + (factors.size() > 1 ? " are" : " is")
        + " recovered as ("
        + one
        + " + noise"
        + one
        + (afterStep ? " - eta" + one + " grad" : "")
        + ") - noise"
        + one
        + ", which loses what rounding X + noiseX has cut off";
  }

  private boolean explains(OpAnswers given) {
    return entries(given, given.failed()).allMatch(this::explains)
        && entries(given, given.failed()).filter(e -> recovers(e) && e.isWrong()).limit(FEW).count()
            == FEW
        && entries(given, given.passed()).allMatch(this::explains);
  }

  /** An entry of a factor after an update. */
  private record Entry(Request q, Compared<Dyadic> in, int n) {
    Dyadic start() {
      return q.matrix(in.field()).entries().get(n);
    }

    Dyadic noise() {
      return q.matrix("d" + in.field()).entries().get(n);
    }

    boolean moves() {
      return q.number("eta" + in.field()).signum() != 0;
    }

    /** The bound on its error, enlarged in proportion to a number added to the entry. */
    BigDecimal limit(Dyadic added) {
      BigDecimal limit = moves() ? in.limit(n) : BigDecimal.ZERO;
      BigDecimal size = in.magnitude(n);
      return size.signum() == 0
          ? limit
          : limit.add(
              limit.multiply(added.toBigDecimal().abs()).divide(size, MathContext.DECIMAL64));
    }

    boolean isWrong() {
      return in.off(n, in.expected(n).toBigDecimal()).compareTo(limit(Dyadic.ZERO)) > 0;
    }
  }

  /** The entries that have a bound. */
  private static Stream<Entry> entries(OpAnswers given, List<Case> cases) {
    return given.fit().pieces(cases).stream()
        .flatMap(
            piece ->
                given.fit().expected(piece).stream()
                    .flatMap(in -> in.entries().mapToObj(n -> new Entry(piece.request(), in, n))))
        .filter(entry -> !entry.moves() || entry.in().limit().decides());
  }

  private boolean recovers(Entry entry) {
    return factors.contains(entry.in().field());
  }

  private boolean explains(Entry entry) {
    if (!recovers(entry)) {
      return !entry.isWrong();
    }
    try {
      Dyadic change = entry.in().expected(entry.n()).subtract(entry.start());
      Dyadic perturbed = rounded(entry.start().add(entry.noise()));
      if (afterStep && entry.moves()) {
        BigDecimal limit = entry.limit(entry.noise());
        return origins(entry)
            .map(w -> w.subtract(perturbed.add(change)).toBigDecimal().abs())
            .anyMatch(off -> off.compareTo(limit) <= 0);
      }
      Dyadic from = rounded(perturbed.subtract(entry.noise()));
      BigDecimal off = entry.in().off(entry.n(), from.add(change).toBigDecimal());
      return off.compareTo(entry.limit(from.subtract(entry.start()))) <= 0;
    } catch (ArithmeticException e) {
      return false; // a sum that overflows, or an answer that is not dyadic
    }
  }

  /** The perturbed numbers from which the answer may result: the nearest one and its neighbours. */
  private Stream<Dyadic> origins(Entry entry) {
    BigDecimal answer = entry.in().actual(entry.n());
    Dyadic sum = dyadic(arithmetic.fromDecimal(answer)).add(entry.noise());
    BigFraction apart = arithmetic.unitRoundoff().multiply(BigFraction.of(5, 4));
    return Stream.of(BigFraction.ZERO, apart, apart.negate())
        .map(off -> sum.toRational().multiply(BigFraction.ONE.add(off)))
        .map(near -> dyadic(arithmetic.fromRational(near)))
        .filter(w -> rounded(w.subtract(entry.noise())).toBigDecimal().compareTo(answer) == 0);
  }

  private Dyadic rounded(Dyadic exact) {
    return dyadic(arithmetic.fromDyadic(exact));
  }

  private Dyadic dyadic(T a) {
    return DyadicArithmetic.INSTANCE.fromRational(arithmetic.toRational(a));
  }
}
