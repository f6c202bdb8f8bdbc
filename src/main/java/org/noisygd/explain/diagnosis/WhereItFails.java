// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.Function;
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

/**
 * Where an op fails: the first condition that separates the cases that failed from those that
 * passed, and the first that separates wrong entries from right ones. It holds of all that is
 * wrong. What meets it and is right is passed over only where special numbers may hide a mistake:
 * zeros, equal, very large or very small ones. At least {@link #WRONG} are wrong, and right {@link
 * #RIGHT} that do not meet it, {@link #WRONG} of them without special numbers; and there are {@link
 * #WAYS} to choose as many, for some hundreds of conditions are tried.
 */
record WhereItFails(MistakeFit fit, List<CaseResult> results) {
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

  /** A request, with the magnitudes of the numbers in each of its fields. */
  private record Asked(Request q, Map<String, DoubleSummaryStatistics> sizes) {
    static Asked of(Case tested) {
      Map<String, DoubleSummaryStatistics> sizes = new LinkedHashMap<>();
      fields(tested.op()).forEach(field -> sizes.put(field, sizes(tested.request(), field)));
      return new Asked(tested.request(), sizes);
    }

    static List<String> fields(Op op) {
      return op.fields().stream().filter(field -> !field.equals("record")).toList();
    }

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

    DoubleSummaryStatistics size(String field) {
      return sizes.getOrDefault(field, new DoubleSummaryStatistics());
    }

    /** The last recorded step, or the longest gap between records. */
    int recorded(boolean gap) {
      int last = 0;
      int longest = 0;
      for (int t : q.record()) {
        longest = Math.max(longest, t - last);
        last = t;
      }
      return gap ? longest : last;
    }

    /** Returns true if a mistake shows, in numbers that but for one field's are not special. */
    boolean isOrdinary(String but) {
      return (q.op() != Ops.RUN || recorded(false) > 0)
          && sizes.entrySet().stream()
              .allMatch(field -> field.getKey().equals(but) || isOrdinary(field.getValue()));
    }

    private static boolean isOrdinary(DoubleSummaryStatistics s) {
      boolean inRange = s.getMin() > 1 / (LARGE * LARGE) && s.getMax() < LARGE;
      return inRange && (s.getCount() == 1 || s.getMin() < s.getMax());
    }
  }

  private record Entry(Asked asked, Compared<Dyadic> in, int row, int column, boolean wrong) {
    double magnitude() {
      return Math.abs(in.image().get(row, column).roundToDouble());
    }
  }

  /** The conditions, in a line; empty if none separates. */
  String words() {
    String cases =
        separated(
                ofRequests(),
                cases(CaseResult.Outcome.FAIL),
                cases(CaseResult.Outcome.PASS),
                asked -> asked)
            .map(found -> "wrong wherever " + found.words + found.counts)
            .orElse("");
    String entries = wrongEntries();
    return cases
        + (cases.isEmpty() || entries.isEmpty() ? "" : "; ")
        + (entries.isEmpty() ? "" : "wrong entries only" + entries);
  }

  private List<Asked> cases(CaseResult.Outcome outcome) {
    return results.stream()
        .filter(r -> r.outcome() == outcome)
        .map(r -> Asked.of(r.tested()))
        .toList();
  }

  private List<Property<Asked>> ofRequests() {
    List<Property<Asked>> all = new ArrayList<>();
    all.add(new Property<>("r", true, a -> a.q.r(), ""));
    all.add(new Property<>("d1", true, a -> a.q.d1(), ""));
    all.add(new Property<>("d2", true, a -> a.q.d2(), ""));
    all.add(new Property<>("d1 - d2", false, a -> a.q.d1() - a.q.d2(), ""));
    all.add(new Property<>("the last recorded step", false, a -> a.recorded(false), ""));
    all.add(new Property<>("the longest gap between records", false, a -> a.recorded(true), ""));
    all.add(new Property<>("d1 r", true, a -> a.q.d1() * a.q.r(), ""));
    all.add(new Property<>("d2 r", true, a -> a.q.d2() * a.q.r(), ""));
    all.add(new Property<>("d1 d2", true, a -> a.q.d1() * a.q.d2(), ""));
    for (String f : Asked.fields(results.get(0).tested().op())) {
      all.add(new Property<>("the largest |" + f + "|", false, a -> a.size(f).getMax(), f));
      all.add(new Property<>("the smallest |" + f + "|", false, a -> a.size(f).getMin(), f));
    }
    return all;
  }

  /** Which entries of failed cases are wrong; empty if that may be any, or is not known. */
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
    return (there.size() < all.size() && failed.size() >= WRONG
            ? " in " + String.join(" and ", names)
            : "")
        + separated(ofEntries(), wrong, right, Entry::asked)
            .map(found -> " where " + found.words)
            .orElse("");
  }

  private List<Entry> entries(Case tested) {
    Answer answer = fit.answers().get(tested);
    if (tested.op() == Ops.RUN || answer == null || !answer.isFinite()) {
      return List.of();
    }
    List<Entry> all = new ArrayList<>();
    Asked asked = Asked.of(tested);
    var exact = new ExactEntries(fit.model(), false, asked.q).fields();
    for (Compared<Dyadic> in : fit.due(fit.piece(tested))) {
      ExactEntries.Entries some = exact.getOrDefault(in.field(), ExactEntries.Entries.NONE);
      for (int n : in.entries().toArray()) {
        int i = n / in.image().columns();
        int j = n % in.image().columns();
        boolean bitwise = tested.exact() || some.contain(i, j);
        BigDecimal limit = bitwise ? BigDecimal.ZERO : in.limit().at(i, j);
        boolean wrong =
            (bitwise || in.limit().decides())
                && in.off(n, in.image().get(i, j).toBigDecimal()).compareTo(limit) > 0;
        all.add(new Entry(asked, in, i, j, wrong));
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
      List<Property<T>> properties, List<T> wrong, List<T> right, Function<T, Asked> asked) {
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
            && right.stream()
                .filter(meets)
                .noneMatch(t -> asked.apply(t).isOrdinary(property.field))
            && others.stream().filter(t -> asked.apply(t).isOrdinary("")).limit(WRONG).count()
                == WRONG) {
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
