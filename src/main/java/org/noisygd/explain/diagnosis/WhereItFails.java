// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.diagnosis.FaultFit.Compared;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;

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

  /** Numbers above this are special, and numbers below its inverse square, as steps are small. */
  private static final double LARGE = 0x1p12;

  private static final Property MAGNITUDE = Property.of("the magnitude");

  /** A condition on a property. */
  private record Condition(String words, DoublePredicate holds) {}

  /**
   * A property that may separate wrong answers or entries from right ones.
   *
   * @param size true if its remainders are tried
   * @param field the field of a request whose numbers it describes; they do not count as special
   */
  private record Property(String words, boolean size, String field) {
    static Property of(String words) {
      return new Property(words, false, "");
    }

    static Property size(String words) {
      return new Property(words, true, "");
    }

    /** The conditions to try, given the range of the property's values where something is wrong. */
    List<Condition> conditions(DoubleSummaryStatistics range) {
      BigDecimal from = threeDigits(range.getMin(), RoundingMode.FLOOR);
      BigDecimal to = threeDigits(range.getMax(), RoundingMode.CEILING);
      String is = words + " is ";
      List<Condition> all = new ArrayList<>();
      all.add(new Condition(is + from, v -> v == from.doubleValue()));
      all.add(new Condition(is + "not 0", v -> v != 0));
      all.add(new Condition(is + from + " or more", v -> v >= from.doubleValue()));
      all.add(new Condition(is + to + " or less", v -> v <= to.doubleValue()));
      for (int m = 2; m <= 8 && size; m *= 2) {
        int by = m;
        int remainder = (int) range.getMin() % by;
        String mod = words + " mod " + by + " is " + remainder;
        all.add(new Condition(mod, v -> (int) v % by == remainder));
        all.add(new Condition(is + "no multiple of " + by, v -> (int) v % by != 0));
      }
      return all;
    }
  }

  /**
   * An answer, or an entry of one.
   *
   * @param values its properties, the simplest first
   * @param special the fields of its request with special numbers
   */
  private record Item(Map<Property, Number> values, Set<String> special, boolean wrong) {
    /** The answer to a request. */
    static Item of(CaseResult result) {
      Request q = result.tested().request();
      int last = 0;
      int gap = 0;
      for (int t : q.record()) {
        gap = Math.max(gap, t - last);
        last = t;
      }
      Map<Property, Number> values = new LinkedHashMap<>();
      values.put(Property.size("r"), q.r());
      values.put(Property.size("d1"), q.d1());
      values.put(Property.size("d2"), q.d2());
      values.put(Property.of("d1 - d2"), q.d1() - q.d2());
      values.put(Property.of("the last recorded step"), last);
      values.put(Property.of("the longest gap between records"), gap);
      values.put(Property.size("d1 r"), q.d1() * q.r());
      values.put(Property.size("d2 r"), q.d2() * q.r());
      values.put(Property.size("d1 d2"), q.d1() * q.d2());
      Set<String> special = new HashSet<>();
      for (String f : q.op().fields()) {
        DoubleSummaryStatistics sizes = sizes(q, f);
        boolean inRange = sizes.getMin() > 1 / (LARGE * LARGE) && sizes.getMax() < LARGE;
        boolean differ = sizes.getCount() == 1 || sizes.getMin() < sizes.getMax();
        if (f.equals("record") ? last == 0 : !inRange || !differ) {
          special.add(f);
        }
        if (!f.equals("record")) {
          values.put(new Property("the largest |" + f + "|", false, f), sizes.getMax());
          values.put(new Property("the smallest |" + f + "|", false, f), sizes.getMin());
        }
      }
      return new Item(values, special, result.hasFailed());
    }

    /** The magnitudes of the numbers in a field of a request. */
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

    /** The n-th entry of a field of this answer. */
    Item entry(Compared<Dyadic> in, int n, boolean isWrong) {
      Map<Property, Number> of = new LinkedHashMap<>();
      int row = n / in.result().columns();
      int column = n % in.result().columns();
      of.put(Property.size("the row (from 0)"), row);
      of.put(Property.size("the column (from 0)"), column);
      for (int m : new int[] {1, 2, 4, 8}) {
        String last = m == 1 ? "%s - %1$ss" : "%s - " + m + " floor(%1$ss / " + m + ")";
        of.put(Property.of(Text.format(last, "row")), row - in.result().rows() / m * m);
        of.put(Property.of(Text.format(last, "column")), column - in.result().columns() / m * m);
      }
      of.put(MAGNITUDE, Math.abs(in.expected(n).roundToDouble()));
      return new Item(of, special, isWrong);
    }

    double value(Property property) {
      return values.getOrDefault(property, Double.NaN).doubleValue();
    }

    /** Returns true if no field but the given one has special numbers. */
    boolean isOrdinary(String but) {
      return special.stream().allMatch(but::equals);
    }
  }

  /** The conditions, in a line; empty if none separates. */
  String words() {
    List<Item> all =
        results.stream().filter(r -> r.hasFailed() || r.hasPassed()).map(Item::of).toList();
    String cases = separated(all, true).map(words -> "wrong wherever " + words).orElse("");
    String entries = wrongEntries();
    return cases
        + (cases.isEmpty() || entries.isEmpty() ? "" : "; ")
        + (entries.isEmpty() ? "" : "wrong entries only" + entries);
  }

  /** The condition on wrong entries; empty if any entry may be wrong, or they are unknown. */
  private String wrongEntries() {
    Map<String, List<Item>> fields = new TreeMap<>();
    List<Item> all = new ArrayList<>();
    List<CaseResult> failed = results.stream().filter(CaseResult::hasFailed).toList();
    for (CaseResult result : failed) {
      Map<String, List<Item>> here = entries(result);
      here.forEach((f, items) -> fields.computeIfAbsent(f, k -> new ArrayList<>()).addAll(items));
      here.values().forEach(all::addAll);
      if (here.values().stream().flatMap(List::stream).noneMatch(Item::wrong)
          || (all.size() >= MANY && all.stream().allMatch(Item::wrong))) {
        return "";
      }
    }
    int before = fields.size();
    fields.values().removeIf(items -> items.stream().noneMatch(Item::wrong));
    boolean some = fields.size() < before && failed.size() >= WRONG;
    // A zero may be right by chance.
    List<Item> shown =
        fields.values().stream()
            .flatMap(List::stream)
            .filter(e -> e.wrong() || e.value(MAGNITUDE) > 0)
            .toList();
    return (some ? " in " + String.join(" and ", fields.keySet()) : "")
        + separated(shown, false).map(words -> " where " + words).orElse("");
  }

  /** The entries of a failed answer, by its fields. */
  private Map<String, List<Item>> entries(CaseResult result) {
    Case tested = result.tested();
    Answer answer = fit.answers().get(tested);
    if (tested.op() == Ops.RUN || answer == null || !answer.isFinite()) {
      return Map.of();
    }
    Map<String, List<Item>> all = new LinkedHashMap<>();
    Item whole = Item.of(result);
    var exact = new ExactEntries(fit.model(), false, tested.request()).fields();
    for (Compared<Dyadic> in : fit.expected(fit.piece(tested))) {
      ExactEntries.Entries some = exact.getOrDefault(in.field(), ExactEntries.Entries.NONE);
      int columns = in.result().columns();
      List<Item> items = new ArrayList<>();
      for (int n : in.entries().toArray()) {
        boolean bitwise = tested.exact() || some.contain(n / columns, n % columns);
        BigDecimal limit = bitwise ? BigDecimal.ZERO : in.limit(n);
        boolean decided = bitwise || in.limit().decides();
        boolean wrong = decided && in.off(n, in.expected(n).toBigDecimal()).compareTo(limit) > 0;
        items.add(whole.entry(in, n, wrong));
      }
      all.put(in.field(), items);
    }
    return all;
  }

  /** The first separating condition, if there is one, with the counts if they are wanted. */
  private static Optional<String> separated(List<Item> all, boolean counts) {
    List<Item> wrong = all.stream().filter(Item::wrong).toList();
    List<Item> right = all.stream().filter(e -> !e.wrong()).toList();
    if (wrong.size() < WRONG) {
      return Optional.empty();
    }
    for (Property property : wrong.get(0).values().keySet()) {
      var range = wrong.stream().mapToDouble(e -> e.value(property)).summaryStatistics();
      for (Condition one : property.conditions(range)) {
        Predicate<Item> meets = e -> one.holds().test(e.value(property));
        List<Item> others = right.stream().filter(meets.negate()).toList();
        int hidden = right.size() - others.size();
        if (wrong.stream().allMatch(meets)
            && hidden <= wrong.size()
            && others.size() >= RIGHT
            && ways(wrong.size(), others.size()) >= WAYS
            && right.stream().filter(meets).noneMatch(e -> e.isOrdinary(property.field()))
            && others.stream().filter(e -> e.isOrdinary("")).limit(WRONG).count() == WRONG) {
          double most = others.stream().mapToDouble(e -> e.value(property)).max().orElseThrow();
          String words =
              Text.format(
                  " (%d cases%s), right in all %d others%s",
                  wrong.size(),
                  hidden == 0 ? "" : "; " + hidden + " more, of special numbers, are right",
                  others.size(),
                  most < range.getMin()
                      ? ", where it is at most " + threeDigits(most, RoundingMode.CEILING)
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

  /** A number rounded to three digits. */
  private static BigDecimal threeDigits(double value, RoundingMode mode) {
    BigDecimal finite = new BigDecimal(Math.min(value, Double.MAX_VALUE));
    BigDecimal few = finite.round(new MathContext(3, mode)).stripTrailingZeros();
    return few.scale() < 0 && few.scale() > -6 ? few.setScale(0) : few;
  }
}
