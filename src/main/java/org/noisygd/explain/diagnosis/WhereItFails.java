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
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.diagnosis.FaultFit.Compared;
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
 * The condition under which an op fails: the first that separates failed from passed cases, and the
 * first that separates wrong from right entries. Every wrong case meets it. A right case may meet
 * it only if special numbers may hide the fault: zeros, equal, very large or very small ones. At
 * least {@link #WRONG} cases are wrong. At least {@link #RIGHT} right cases, {@link #WRONG} of them
 * without special numbers, do not meet it. There are {@link #WAYS} or more ways to choose as many
 * cases, since hundreds of conditions are tried. The same holds for entries.
 */
record WhereItFails(FaultFit fit, List<CaseResult> results) {
  private static final int WRONG = 3;
  private static final int RIGHT = 10;
  private static final double WAYS = 1e6; // a probability of 1e-6 excludes chance

  /** Maximum number of entries that are compared if all are wrong. */
  private static final int MANY = 200;

  /** A request, with the magnitudes of the numbers in each of its fields. */
  private record Asked(Request q, Map<String, DoubleSummaryStatistics> sizes) {
    /** Limit above which numbers are special; they also are below its inverse square. */
    private static final double LARGE = 0x1p12;

    static Asked of(Request q) {
      Map<String, DoubleSummaryStatistics> sizes = new LinkedHashMap<>();
      fields(q.op()).forEach(field -> sizes.put(field, sizes(q, field)));
      return new Asked(q, sizes);
    }

    /** The fields of a request with numbers. */
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

    /** The last recorded step of a run; 0 for another op. */
    int lastRecorded() {
      return q.record().isEmpty() ? 0 : q.record().get(q.record().size() - 1);
    }

    /** Maximum number of updates of a run without a record between them; 0 for another op. */
    int longestGap() {
      List<Integer> record = q.record();
      return IntStream.range(0, record.size())
          .map(n -> record.get(n) - (n == 0 ? 0 : record.get(n - 1)))
          .reduce(0, Math::max);
    }

    /** Returns true if no field except the given one has special numbers that may hide a fault. */
    boolean isOrdinary(String but) {
      return (q.op() != Ops.RUN || lastRecorded() > 0)
          && sizes.entrySet().stream()
              .allMatch(field -> field.getKey().equals(but) || isOrdinary(field.getValue()));
    }

    private static boolean isOrdinary(DoubleSummaryStatistics s) {
      boolean inRange = s.getMin() > 1 / (LARGE * LARGE) && s.getMax() < LARGE;
      return inRange && (s.getCount() == 1 || s.getMin() < s.getMax());
    }
  }

  /** The position of an entry in its field, or of a whole answer. */
  private record Cell(String field, int row, int column, int rows, int columns) {
    static final Cell WHOLE = new Cell("", 0, 0, 1, 1);
  }

  /** An entry of an answer, or a whole answer. */
  private record Entry(Asked asked, Cell cell, double magnitude, boolean wrong) {}

  /** A condition on a property. */
  private record Condition(String words, DoublePredicate holds) {}

  /**
   * A property that may separate wrong entries or answers from right ones.
   *
   * @param size true for a size, whose remainders are tried too
   * @param field the request field of this property, whose numbers do not count as special
   */
  private record Property(String words, boolean size, ToDoubleFunction<Entry> of, String field) {
    private static Property size(String words, ToDoubleFunction<Request> of) {
      return new Property(words, true, e -> of.applyAsDouble(e.asked().q()), "");
    }

    private static DoubleSummaryStatistics size(Entry e, String field) {
      return e.asked().sizes().getOrDefault(field, new DoubleSummaryStatistics());
    }

    private static Property of(String words, ToDoubleFunction<Entry> of) {
      return new Property(words, false, of, "");
    }

    /** The properties of requests for an op, the simplest first. */
    static List<Property> ofRequests(Op op) {
      List<Property> all = new ArrayList<>();
      all.add(size("r", Request::r));
      all.add(size("d1", Request::d1));
      all.add(size("d2", Request::d2));
      all.add(of("d1 - d2", e -> e.asked().q().d1() - e.asked().q().d2()));
      all.add(of("the last recorded step", e -> e.asked().lastRecorded()));
      all.add(of("the longest gap between records", e -> e.asked().longestGap()));
      all.add(size("d1 r", q -> q.d1() * q.r()));
      all.add(size("d2 r", q -> q.d2() * q.r()));
      all.add(size("d1 d2", q -> q.d1() * q.d2()));
      for (String f : Asked.fields(op)) {
        all.add(new Property("the largest |" + f + "|", false, e -> size(e, f).getMax(), f));
        all.add(new Property("the smallest |" + f + "|", false, e -> size(e, f).getMin(), f));
      }
      return all;
    }

    /** The properties of entries, the simplest first. */
    static List<Property> ofEntries() {
      List<Property> all = new ArrayList<>();
      all.add(new Property("the row (from 0)", true, e -> e.cell().row(), ""));
      all.add(new Property("the column (from 0)", true, e -> e.cell().column(), ""));
      for (int m : new int[] {1, 2, 4, 8}) {
        String last = m == 1 ? "%s - %1$ss" : "%s - " + m + " floor(%1$ss / " + m + ")";
        all.add(of(Text.format(last, "row"), e -> e.cell().row() - e.cell().rows() / m * m));
        all.add(
            of(Text.format(last, "column"), e -> e.cell().column() - e.cell().columns() / m * m));
      }
      all.add(of("the magnitude", Entry::magnitude));
      return all;
    }

    /** The conditions to try, given the range of the property over the wrong entries or answers. */
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

  /** The conditions on one line; empty if none separates. */
  String words() {
    List<Entry> all =
        results.stream()
            .filter(r -> r.hasFailed() || r.hasPassed())
            .map(r -> new Entry(Asked.of(r.tested().request()), Cell.WHOLE, 1, r.hasFailed()))
            .toList();
    String cases =
        separated(Property.ofRequests(results.get(0).tested().op()), all, true)
            .map(words -> "wrong wherever " + words)
            .orElse("");
    String entries = wrongEntries();
    return cases
        + (cases.isEmpty() || entries.isEmpty() ? "" : "; ")
        + (entries.isEmpty() ? "" : "wrong entries only" + entries);
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
    List<String> names =
        all.stream().filter(Entry::wrong).map(e -> e.cell().field()).distinct().sorted().toList();
    List<Entry> there = all.stream().filter(e -> names.contains(e.cell().field())).toList();
    boolean some = there.size() < all.size() && failed.size() >= WRONG;
    // A zero may be right by chance.
    List<Entry> shown = there.stream().filter(e -> e.wrong() || e.magnitude() > 0).toList();
    return (some ? " in " + String.join(" and ", names) : "")
        + separated(Property.ofEntries(), shown, false).map(words -> " where " + words).orElse("");
  }

  private List<Entry> entries(Case tested) {
    Answer answer = fit.answers().get(tested);
    if (tested.op() == Ops.RUN || answer == null || !answer.isFinite()) {
      return List.of();
    }
    List<Entry> all = new ArrayList<>();
    Asked asked = Asked.of(tested.request());
    var exact = new ExactEntries(fit.model(), false, tested.request()).fields();
    for (Compared<Dyadic> in : fit.expected(fit.piece(tested))) {
      ExactEntries.Entries some = exact.getOrDefault(in.field(), ExactEntries.Entries.NONE);
      int rows = in.result().rows();
      int columns = in.result().columns();
      for (int n : in.entries().toArray()) {
        Cell cell = new Cell(in.field(), n / columns, n % columns, rows, columns);
        boolean bitwise = tested.exact() || some.contain(cell.row(), cell.column());
        BigDecimal off = in.off(n, in.expected(n).toBigDecimal());
        boolean wrong =
            bitwise ? off.signum() > 0 : in.limit().decides() && off.compareTo(in.limit(n)) > 0;
        all.add(new Entry(asked, cell, Math.abs(in.expected(n).roundToDouble()), wrong));
      }
    }
    return all;
  }

  /** The first separating condition, if there is one, with the counts if requested. */
  private static Optional<String> separated(
      List<Property> properties, List<Entry> all, boolean counts) {
    List<Entry> wrong = all.stream().filter(Entry::wrong).toList();
    List<Entry> right = all.stream().filter(e -> !e.wrong()).toList();
    for (Property property : wrong.size() < WRONG ? List.<Property>of() : properties) {
      var range = wrong.stream().mapToDouble(property.of()).summaryStatistics();
      for (Condition one : property.conditions(range)) {
        Predicate<Entry> meets = e -> one.holds().test(property.of().applyAsDouble(e));
        boolean met = wrong.stream().allMatch(meets);
        List<Entry> others = met ? right.stream().filter(meets.negate()).toList() : List.of();
        int hidden = right.size() - others.size();
        if (hidden <= wrong.size()
            && others.size() >= RIGHT
            && ways(wrong.size(), others.size()) >= WAYS
            && right.stream().filter(meets).noneMatch(e -> e.asked().isOrdinary(property.field()))
            && others.stream().filter(e -> e.asked().isOrdinary("")).limit(WRONG).count()
                == WRONG) {
          double most = others.stream().mapToDouble(property.of()).max().orElseThrow();
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
