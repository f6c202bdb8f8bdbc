// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.MetamorphicCases;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Dyadic;

/**
 * Notes on the echoes of {@link MetamorphicCases}, which are never failures: whether a program
 * repeats its digits, as the same operations in the same order would.
 */
final class MetamorphicNotes {
  private MetamorphicNotes() {}

  /** What was seen, in words. */
  static List<String> of(String declared, Map<Case, Answer> answers) {
    Map<String, Answer> byName = new HashMap<>();
    answers.forEach((tested, answer) -> byName.put(tested.name(), answer));
    List<String> changing = new ArrayList<>();
    List<String> unequal = new ArrayList<>();
    for (Op op : answers.keySet().stream().map(Case::op).distinct().toList()) {
      Answer first = byName.get(MetamorphicCases.first(op));
      boolean steady = true;
      for (MetamorphicCases.Echo echo : MetamorphicCases.of(declared)) {
        Answer again = byName.get(MetamorphicCases.name(op, echo));
        if (first == null
            || again == null
            || !first.isFinite()
            || !again.isFinite()
            || repeats(first, again, echo.factor(op))) {
          continue;
        }
        boolean same = echo.exponent() == 0 && !echo.negated();
        if (same) {
          steady = false;
          changing.add(op.word());
        } else if (steady) {
          unequal.add(op.word() + " " + echo.group());
        }
      }
    }
    List<String> notes = new ArrayList<>();
    if (!changing.isEmpty()) {
      notes.add(
          "not the same from call to call: the same request was answered with other digits, each"
              + " time within the bound: "
              + String.join(", ", changing));
    }
    if (!unequal.isEmpty()) {
      notes.add(
          "the same problem, negated or scaled by powers of two, was answered with other digits,"
              + " within the bound; rounding alone would repeat them, so look for an absolute"
              + " constant: "
              + String.join(", ", unequal));
    }
    return notes;
  }

  private static boolean repeats(Answer first, Answer again, Dyadic factor) {
    BigDecimal times = factor.toBigDecimal();
    return first.fields().entrySet().stream()
        .allMatch(
            field -> {
              ReadMatrix other = again.fields().get(field.getKey());
              return other != null && repeats(field.getValue(), other, times);
            });
  }

  private static boolean repeats(ReadMatrix first, ReadMatrix again, BigDecimal times) {
    for (int n = 0; n < first.entries().size(); n++) {
      ReadNumber one = first.entries().get(n);
      ReadNumber other = again.entries().get(n);
      BigDecimal expected = one.decimal().multiply(times);
      BigDecimal off = expected.subtract(other.decimal()).abs();
      // Of a long literal 60 digits are kept, which a factor of two rounds in another place.
      boolean kept = Math.min(one.text().length(), other.text().length()) <= 70;
      if (off.compareTo(kept ? expected.abs().movePointLeft(58) : BigDecimal.ZERO) > 0) {
        return false;
      }
    }
    return true;
  }
}
