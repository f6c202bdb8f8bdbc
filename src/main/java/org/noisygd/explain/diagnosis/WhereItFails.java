// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.noisygd.explain.diagnosis.FaultFit.Compared;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Text;

/**
 * The condition under which an op fails: the first that separates the failed cases from those that
 * passed, and the first that separates wrong entries from right ones. Everything wrong satisfies
 * it. Right ones may meet it only if their numbers are special and may hide a fault: zero, equal,
 * very large or very small. At least {@link #WRONG} are wrong, and at least {@link #RIGHT} right
 * ones do not meet it, {@link #WRONG} of them without special numbers; and there are at least
 * {@link #WAYS} ways to choose as many, since some hundreds of conditions are tried.
 */
record WhereItFails(FaultFit fit, List<CaseResult> results) {
  private static final int WRONG = 3;
  private static final int RIGHT = 10;
  private static final double WAYS = 1e6; // one way in 1e6 is no coincidence

  /** Maximum number of entries that are compared if all are wrong. */
  private static final int MANY = 200;

  /** An entry of an answer. */
  record Entry(Property.Asked asked, Compared<Dyadic> in, int row, int column, boolean wrong) {
    double magnitude() {
      return Math.abs(in.result().get(row, column).roundToDouble());
    }
  }

  /** The conditions, in a line; empty if none separates. */
  String words() {
    List<Property<Property.Asked>> properties = Property.ofRequests(results.get(0).tested().op());
    List<Property.Asked> failed = cases(CaseResult.Outcome.FAIL);
    String cases =
        separated(properties, failed, cases(CaseResult.Outcome.PASS), asked -> asked, true)
            .map(words -> "wrong wherever " + words)
            .orElse("");
    String entries = wrongEntries();
    return cases
        + (cases.isEmpty() || entries.isEmpty() ? "" : "; ")
        + (entries.isEmpty() ? "" : "wrong entries only" + entries);
  }

  private List<Property.Asked> cases(CaseResult.Outcome outcome) {
    return results.stream()
        .filter(r -> r.outcome() == outcome)
        .map(r -> Property.Asked.of(r.tested().request()))
        .toList();
  }

  /** The condition on wrong entries; empty if any entry may be wrong, or they are unknown. */
  private String wrongEntries() {
    List<Entry> all = new ArrayList<>();
    List<CaseResult> failed = results.stream().filter(CaseResult::hasFailed).toList();
    for (CaseResult result : failed) {
      List<Entry> here = entries(result.tested());
      all.addAll(here);
      if (here.stream().noneMatch(Entry::wrong)
          || (all.size() >= MANY && all.stream().allMatch(Entry::wrong))) {
        return "";
      }
    }
    List<Entry> wrong = all.stream().filter(Entry::wrong).toList();
    Set<String> names = new TreeSet<>(wrong.stream().map(e -> e.in().field()).toList());
    List<Entry> there = all.stream().filter(e -> names.contains(e.in().field())).toList();
    // A zero may be right by chance.
    List<Entry> right = there.stream().filter(e -> !e.wrong() && e.magnitude() > 0).toList();
    boolean some = there.size() < all.size() && failed.size() >= WRONG;
    return (some ? " in " + String.join(" and ", names) : "")
        + separated(Property.ofEntries(), wrong, right, Entry::asked, false)
            .map(words -> " where " + words)
            .orElse("");
  }

  private List<Entry> entries(Case tested) {
    Answer answer = fit.answers().get(tested);
    if (tested.op() == Ops.RUN || answer == null || !answer.isFinite()) {
      return List.of();
    }
    List<Entry> all = new ArrayList<>();
    Property.Asked asked = Property.Asked.of(tested.request());
    var exact = new ExactEntries(fit.model(), false, tested.request()).fields();
    for (Compared<Dyadic> in : fit.expected(fit.piece(tested))) {
      ExactEntries.Entries some = exact.getOrDefault(in.field(), ExactEntries.Entries.NONE);
      for (int n : in.entries().toArray()) {
        int i = n / in.result().columns();
        int j = n % in.result().columns();
        boolean bitwise = tested.exact() || some.contain(i, j);
        BigDecimal limit = bitwise ? BigDecimal.ZERO : in.limit(n);
        boolean decided = bitwise || in.limit().decides();
        boolean wrong = decided && in.off(n, in.expected(n).toBigDecimal()).compareTo(limit) > 0;
        all.add(new Entry(asked, in, i, j, wrong));
      }
    }
    return all;
  }

  /** The first separating condition, if there is one, with the counts if they are wanted. */
  private static <T> Optional<String> separated(
      List<Property<T>> properties,
      List<T> wrong,
      List<T> right,
      Function<T, Property.Asked> asked,
      boolean counts) {
    for (Property<T> property : wrong.size() < WRONG ? List.<Property<T>>of() : properties) {
      var range = wrong.stream().mapToDouble(property.of()).summaryStatistics();
      for (Property.Condition one : property.conditions(range)) {
        Predicate<T> meets = t -> one.holds().test(property.of().applyAsDouble(t));
        boolean all = wrong.stream().allMatch(meets);
        List<T> others = all ? right.stream().filter(meets.negate()).toList() : List.of();
        int hidden = right.size() - others.size();
        if (hidden <= wrong.size()
            && others.size() >= RIGHT
            && ways(wrong.size(), others.size()) >= WAYS
            && right.stream()
                .filter(meets)
                .noneMatch(t -> asked.apply(t).isOrdinary(property.field()))
            && others.stream().filter(t -> asked.apply(t).isOrdinary("")).limit(WRONG).count()
                == WRONG) {
          double most = others.stream().mapToDouble(property.of()).max().orElseThrow();
          String words =
              Text.format(
                  " (%d cases%s), right in all %d others%s",
                  wrong.size(),
                  hidden == 0 ? "" : "; " + hidden + " more, of special numbers, are right",
                  others.size(),
                  most < range.getMin()
                      ? ", where it is at most " + Property.threeDigits(most, RoundingMode.CEILING)
                      : "");
          return Optional.of(one.words() + (counts ? words : ""));
        }
      }
    }
    return Optional.empty();
  }

  private static double ways(int some, int others) {
    return IntStream.rangeClosed(1, some)
        .mapToDouble(n -> (others + n) / (double) n)
        .reduce(1, (a, b) -> a * b);
  }
}
