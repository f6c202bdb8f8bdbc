// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Where an op fails: the first condition that separates the cases that failed from those that
 * passed, and the first that separates wrong entries from right ones. It holds of all that is
 * wrong. What meets it and is right is passed over only where special numbers may hide a mistake:
 * zeros, equal, very large or very small ones. At least {@link #WRONG} are wrong, and right {@link
 * #RIGHT} that do not meet it, {@link #WRONG} of them without special numbers; and there are {@link
 * #WAYS} to choose as many, for some hundreds of conditions are tried.
 */
record WhereItFails(MistakeFit fit, RoundingModel model, List<CaseResult> results) {
  private static final int WRONG = 3;
  private static final int RIGHT = 10;
  private static final double WAYS = 1e6;

  /** If so many entries are all wrong, the others are not looked at. */
  private static final int MANY = 200;

  /** Numbers above this are special, and those below its reciprocal's square: steps are small. */
  private static final double LARGE = 0x1p12;

  /**
   * What a condition is about.
   *
   * @param size whether its remainders are tried
   * @param field the field of a request that it is about, whose numbers are not special then
   */
  private record Property<T>(String words, boolean size, ToDoubleFunction<T> of, String field) {}

  private record Condition(String words, DoublePredicate holds) {}

  private record Found(String words, String counts) {}

  private record Entry(Request q, Compared<Dyadic> in, int row, int column, boolean wrong) {
    double magnitude() {
      return Math.abs(in.image().get(row, column).roundToDouble());
    }
  }

  /** The conditions, in a line; empty if none separates. */
  String words() {
    List<Case> failed = cases(CaseResult.Outcome.FAIL);
    List<Request> wrong = failed.stream().map(Case::request).toList();
    List<Request> right = cases(CaseResult.Outcome.PASS).stream().map(Case::request).toList();
    String cases =
        separated(ofRequests(), wrong, right, WhereItFails::isOrdinary)
            .map(found -> "wrong wherever " + found.words + found.counts)
            .orElse("");
    String entries = ofEntries(failed);
    return cases
        + (cases.isEmpty() || entries.isEmpty() ? "" : "; ")
        + (entries.isEmpty() ? "" : "wrong entries only" + entries);
  }

  private List<Case> cases(CaseResult.Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).map(CaseResult::tested).toList();
  }

  private List<Property<Request>> ofRequests() {
    List<Property<Request>> all = new ArrayList<>();
    all.add(new Property<>("r", true, Request::r, ""));
    all.add(new Property<>("d1", true, Request::d1, ""));
    all.add(new Property<>("d2", true, Request::d2, ""));
    all.add(new Property<>("d1 - d2", false, q -> q.d1() - q.d2(), ""));
    all.add(new Property<>("the last recorded step", false, q -> recorded(q, false), ""));
    all.add(new Property<>("the longest gap between records", false, q -> recorded(q, true), ""));
    all.add(new Property<>("d1 r", true, q -> q.d1() * q.r(), ""));
    all.add(new Property<>("d2 r", true, q -> q.d2() * q.r(), ""));
    all.add(new Property<>("d1 d2", true, q -> q.d1() * q.d2(), ""));
    for (String f : fields(results.get(0).tested().op())) {
      all.add(new Property<>("the largest |" + f + "|", false, q -> sizes(q, f).getMax(), f));
      all.add(new Property<>("the smallest |" + f + "|", false, q -> sizes(q, f).getMin(), f));
    }
    return all;
  }

  private static List<String> fields(Op op) {
    return op.fields().stream().filter(field -> !field.equals("record")).toList();
  }

  private static int recorded(Request q, boolean gap) {
    int last = 0;
    int longest = 0;
    for (int t : q.record()) {
      longest = Math.max(longest, t - last);
      last = t;
    }
    return gap ? longest : last;
  }

  /** The magnitudes of the numbers in a field. */
  private static DoubleSummaryStatistics sizes(Request q, String field) {
    List<Factors<Dyadic>> noises = q.op() == Ops.RUN ? q.noises() : List.of(q.direction());
    Stream<?> values =
        switch (field) {
          case "noiseX" -> noises.stream().map(Factors::x);
          case "noiseY" -> noises.stream().map(Factors::y);
          default -> Stream.ofNullable(q.fields().get(field));
        };
    return values
        .flatMap(v -> v instanceof Matrix<?> m ? m.entries().stream() : Stream.of(v))
        .mapToDouble(v -> v instanceof Dyadic d ? Math.abs(d.roundToDouble()) : 0)
        .summaryStatistics();
  }

  /** Whether a mistake shows, in numbers that but for those of one field are not special. */
  private static boolean isOrdinary(Request q, String but) {
    return (q.op() != Ops.RUN || recorded(q, false) > 0)
        && fields(q.op()).stream()
            .filter(field -> !field.equals(but))
            .map(field -> sizes(q, field))
            .allMatch(
                s ->
                    s.getMin() > 1 / (LARGE * LARGE)
                        && s.getMax() < LARGE
                        && (s.getCount() == 1 || s.getMin() < s.getMax()));
  }

  /** Which entries of failed cases are wrong; empty if that may be any, or is not known. */
  private String ofEntries(List<Case> failed) {
    List<Entry> all = new ArrayList<>();
    for (Case tested : failed) {
      Answer answer = fit.answers().get(tested);
      if (tested.op() != Ops.RUN && answer != null && answer.isFinite()) {
        all.addAll(entries(tested));
      }
      if (all.stream().noneMatch(e -> e.wrong() && e.q() == tested.request())
          || (all.size() >= MANY && all.stream().allMatch(Entry::wrong))) {
        return "";
      }
    }
    List<Entry> wrong = all.stream().filter(Entry::wrong).toList();
    Set<String> names = new TreeSet<>(wrong.stream().map(e -> e.in().field()).toList());
    List<Entry> there = all.stream().filter(e -> names.contains(e.in().field())).toList();
    // A zero may be right by chance.
    List<Entry> right = there.stream().filter(e -> !e.wrong() && e.magnitude() > 0).toList();
    return (there.size() < all.size() && failed.size() >= WRONG
            ? " in " + String.join(" and ", names)
            : "")
        + separated(ofEntries(), wrong, right, (e, but) -> isOrdinary(e.q(), but))
            .map(found -> " where " + found.words)
            .orElse("");
  }

  private List<Entry> entries(Case tested) {
    List<Entry> all = new ArrayList<>();
    var exact = new ExactEntries(model, false, tested.request()).fields();
    for (Compared<Dyadic> in : fit.due(fit.piece(tested))) {
      for (int n : in.entries().toArray()) {
        int i = n / in.image().columns();
        int j = n % in.image().columns();
        boolean bitwise =
            tested.exact()
                || exact.getOrDefault(in.field(), ExactEntries.Entries.NONE).contain(i, j);
        BigDecimal limit = bitwise ? BigDecimal.ZERO : in.limit().at(i, j);
        boolean wrong =
            (bitwise || in.limit().decides())
                && in.off(n, in.image().get(i, j).toBigDecimal()).compareTo(limit) > 0;
        all.add(new Entry(tested.request(), in, i, j, wrong));
      }
    }
    return all;
  }

  private static List<Property<Entry>> ofEntries() {
    List<Property<Entry>> all = new ArrayList<>();
    all.add(new Property<>("the row (from 0)", true, Entry::row, ""));
    all.add(new Property<>("the column (from 0)", true, Entry::column, ""));
    for (int m : new int[] {1, 2, 4, 8}) {
      String last = m == 1 ? " - %1$ss" : " - " + m + " floor(%1$ss / " + m + ")";
      ToDoubleFunction<Entry> row = e -> e.row() - e.in().image().rows() / m * m;
      ToDoubleFunction<Entry> column = e -> e.column() - e.in().image().columns() / m * m;
      all.add(new Property<>("row" + Text.format(last, "row"), false, row, ""));
      all.add(new Property<>("column" + Text.format(last, "column"), false, column, ""));
    }
    all.add(new Property<>("the magnitude", false, Entry::magnitude, ""));
    return all;
  }

  /** The first condition that separates, with what it is true of; empty if there is none. */
  private static <T> Optional<Found> separated(
      List<Property<T>> properties, List<T> wrong, List<T> right, BiPredicate<T, String> ordinary) {
    for (Property<T> property : wrong.size() < WRONG ? List.<Property<T>>of() : properties) {
      DoubleSummaryStatistics range = wrong.stream().mapToDouble(property.of).summaryStatistics();
      for (Condition one : conditions(property, range)) {
        Predicate<T> meets = t -> one.holds.test(property.of.applyAsDouble(t));
        boolean all = wrong.stream().allMatch(meets);
        List<T> others = all ? right.stream().filter(meets.negate()).toList() : List.of();
        int hidden = right.size() - others.size();
        if (hidden <= wrong.size()
            && others.size() >= RIGHT
            && ways(wrong.size(), others.size()) >= WAYS
            && right.stream().filter(meets).noneMatch(t -> ordinary.test(t, property.field))
            && others.stream().filter(t -> ordinary.test(t, "")).limit(WRONG).count() == WRONG) {
          var rest = others.stream().mapToDouble(property.of).summaryStatistics();
          String counts =
              Text.format(
                  " (%d cases%s), right in all %d others%s",
                  wrong.size(),
                  hidden == 0 ? "" : "; " + hidden + " more, of special numbers, are right",
                  others.size(),
                  rest.getMax() < range.getMin()
                      ? ", where it is at most " + threeDigits(rest.getMax(), RoundingMode.CEILING)
                      : "");
          return Optional.of(new Found(one.words, counts));
        }
      }
    }
    return Optional.empty();
  }

  private static double ways(int some, int others) {
    double ways = 1;
    for (int n = 1; n <= some; n++) {
      ways *= (others + n) / (double) n;
    }
    return ways;
  }

  /** Conditions on a property whose values, where something is wrong, are in a range. */
  private static List<Condition> conditions(Property<?> property, DoubleSummaryStatistics range) {
    BigDecimal from = threeDigits(range.getMin(), RoundingMode.FLOOR);
    BigDecimal to = threeDigits(range.getMax(), RoundingMode.CEILING);
    String is = property.words + " is ";
    List<Condition> all = new ArrayList<>();
    all.add(new Condition(is + from, v -> v == from.doubleValue()));
    all.add(new Condition(is + "not 0", v -> v != 0));
    all.add(new Condition(is + from + " or more", v -> v >= from.doubleValue()));
    all.add(new Condition(is + to + " or less", v -> v <= to.doubleValue()));
    for (int m = 2; m <= 8 && property.size; m *= 2) {
      int by = m;
      int rest = (int) range.getMin() % by;
      String mod = property.words + " mod " + by + " is " + rest;
      all.add(new Condition(mod, v -> (int) v % by == rest));
      all.add(new Condition(is + "no multiple of " + by, v -> (int) v % by != 0));
    }
    return all;
  }

  private static BigDecimal threeDigits(double value, RoundingMode mode) {
    BigDecimal finite = new BigDecimal(Math.min(value, Double.MAX_VALUE));
    BigDecimal few = finite.round(new MathContext(3, mode)).stripTrailingZeros();
    return few.scale() < 0 && few.scale() > -6 ? few.setScale(0) : few;
  }
}
