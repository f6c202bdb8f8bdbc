// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.judge.judgement.Deviation.Printing;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;

/**
 * A format of few digits in which right numbers, of all fields or one, may have been printed.
 *
 * @param field the field with this format; empty for all fields
 * @param digits the number of significant digits, or of digits after the point
 * @param fixed true if digits after the point are counted
 */
record TruncatedOutput(String field, int digits, boolean fixed) implements Printing {
  /** Maximum number of digits that do not distinguish all doubles. */
  private static final int FEW_DIGITS = 16;

  /** Maximum number of digits after the point that are tried. */
  private static final int MOST_DECIMALS = 20;

  /** The diagnosis, if right numbers printed with too few digits explain all answers. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    FaultFit fit = given.fit();
    List<Answer> answers = given.all().stream().map(fit::answer).toList();
    Stream<String> fields =
        answers.stream().flatMap(a -> a.places().keySet().stream()).map(Place::field).distinct();
    return Stream.concat(Stream.of(""), fields)
        .flatMap(field -> formats(field, answers))
        .filter(format -> fit.passes(new Judge(fit.model(), format), given.failed(), c -> c, 1))
        .findFirst()
        .map(f -> Diagnosis.of(given.op(), Code.TRUNCATED_OUTPUT.of(f.words(given.declared()))));
  }

  private String words(String declared) {
    return "the numbers"
        + (field.isEmpty() ? "" : " of " + field)
        + " are right but printed with too few digits, at most "
        + digits
        + (fixed ? " after the point" : "")
        + "; print "
        + (declared.equals("binary64") ? "17 significant ones" : "enough digits for " + declared);
  }

  /** The formats of few digits in which all numbers of a field may have been printed. */
  private static Stream<TruncatedOutput> formats(String field, List<Answer> answers) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (Answer answer : answers) {
      answer
          .places()
          .forEach(
              (place, m) -> {
                if (field.isEmpty() || place.field().equals(field)) {
                  m.entries().forEach(n -> numbers.add(n.printed().stripTrailingZeros()));
                }
              });
    }
    int digits = numbers.stream().mapToInt(BigDecimal::precision).max().orElse(0);
    int decimals = numbers.stream().mapToInt(BigDecimal::scale).max().orElse(0);
    return Stream.of(
            new TruncatedOutput(field, digits, false), new TruncatedOutput(field, decimals, true))
        .filter(format -> format.digits <= (format.fixed ? MOST_DECIMALS : FEW_DIGITS));
  }

  /** One unit of the last digit; 0 for a number with more digits, which has another format. */
  @Override
  public BigDecimal error(ReadNumber n) {
    BigDecimal printed = n.printed().stripTrailingZeros();
    boolean more = (fixed ? printed.scale() : printed.precision()) > digits;
    if (more || (printed.signum() == 0 && !fixed)) {
      return BigDecimal.ZERO;
    }
    return BigDecimal.ONE.movePointLeft(
        fixed ? digits : digits - printed.precision() + printed.scale());
  }
}
