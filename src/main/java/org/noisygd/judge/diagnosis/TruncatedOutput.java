// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.verdict.Printing;

/** A format of few digits that right numbers may have been printed in. */
final class TruncatedOutput implements Printing {
  /** A literal of this many digits does not tell every double from its neighbours. */
  private static final int FEW_DIGITS = 16;

  private final int digits;
  private final boolean fixed;

  /** So many significant digits, or so many after the point. */
  private TruncatedOutput(int digits, boolean fixed) {
    this.digits = digits;
    this.fixed = fixed;
  }

  /** The formats of few digits that all these answers may have been printed in. */
  static List<TruncatedOutput> formats(Stream<Answer> answers) {
    List<BigDecimal> numbers =
        answers
            .flatMap(Answer::matrices)
            .flatMap(m -> m.entries().stream())
            .map(n -> n.printed().stripTrailingZeros())
            .toList();
    int digits = numbers.stream().mapToInt(BigDecimal::precision).max().orElse(0);
    int decimals = numbers.stream().mapToInt(BigDecimal::scale).max().orElse(0);
    TruncatedOutput fixed = new TruncatedOutput(decimals, true);
    return digits > FEW_DIGITS
        ? List.of(fixed)
        : List.of(new TruncatedOutput(digits, false), fixed);
  }

  /** The format in words. */
  String words() {
    return "at most " + digits + (fixed ? " after the point" : "");
  }

  /** One unit of the last digit. */
  @Override
  public BigDecimal error(ReadNumber n) {
    BigDecimal printed = n.printed();
    if (printed.signum() == 0 && !fixed) {
      return BigDecimal.ZERO;
    }
    return BigDecimal.ONE.movePointLeft(
        fixed ? digits : digits - printed.precision() + printed.scale());
  }
}
