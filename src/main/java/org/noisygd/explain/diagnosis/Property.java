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
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;

/**
 * A property of requests, or of entries of answers, that may separate wrong from right ones.
 *
 * @param size true if its remainders are tried
 * @param field the field of a request whose numbers it describes; they do not count as special
 */
record Property<T>(String words, boolean size, ToDoubleFunction<T> of, String field) {
  /** A condition on a property. */
  record Condition(String words, DoublePredicate holds) {}

  /** A request, with the magnitudes of the numbers in each of its fields. */
  record Asked(Request q, Map<String, DoubleSummaryStatistics> sizes) {
    /** Numbers above this are special, and numbers below its inverse square, as steps are small. */
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

    /** The magnitudes in a field. */
    DoubleSummaryStatistics size(String field) {
      return sizes.getOrDefault(field, new DoubleSummaryStatistics());
    }

    /** The last recorded step of a run; 0 for another op. */
    int lastRecorded() {
      return q.record().isEmpty() ? 0 : q.record().get(q.record().size() - 1);
    }

    /** Maximum number of updates of a run without a record between them; 0 for another op. */
    int longestGap() {
      int last = 0;
      int longest = 0;
      for (int t : q.record()) {
        longest = Math.max(longest, t - last);
        last = t;
      }
      return longest;
    }

    /** Returns true if a fault shows, and no field but the given one has special numbers. */
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

  private Property(String words, boolean size, ToDoubleFunction<T> of) {
    this(words, size, of, "");
  }

  /** The properties of requests for an op, the simplest first. */
  static List<Property<Asked>> ofRequests(Op op) {
    List<Property<Asked>> all = new ArrayList<>();
    all.add(new Property<>("r", true, a -> a.q().r()));
    all.add(new Property<>("d1", true, a -> a.q().d1()));
    all.add(new Property<>("d2", true, a -> a.q().d2()));
    all.add(new Property<>("d1 - d2", false, a -> a.q().d1() - a.q().d2()));
    all.add(new Property<>("the last recorded step", false, Asked::lastRecorded));
    all.add(new Property<>("the longest gap between records", false, Asked::longestGap));
    all.add(new Property<>("d1 r", true, a -> a.q().d1() * a.q().r()));
    all.add(new Property<>("d2 r", true, a -> a.q().d2() * a.q().r()));
    all.add(new Property<>("d1 d2", true, a -> a.q().d1() * a.q().d2()));
    for (String f : Asked.fields(op)) {
      all.add(new Property<>("the largest |" + f + "|", false, a -> a.size(f).getMax(), f));
      all.add(new Property<>("the smallest |" + f + "|", false, a -> a.size(f).getMin(), f));
    }
    return all;
  }

  /** The properties of entries, the simplest first. */
  static List<Property<WhereItFails.Entry>> ofEntries() {
    List<Property<WhereItFails.Entry>> all = new ArrayList<>();
    all.add(new Property<>("the row (from 0)", true, e -> e.row()));
    all.add(new Property<>("the column (from 0)", true, e -> e.column()));
    for (int m : new int[] {1, 2, 4, 8}) {
      String last = m == 1 ? "%s - %1$ss" : "%s - " + m + " floor(%1$ss / " + m + ")";
      all.add(
          new Property<>(
              Text.format(last, "row"), false, e -> e.row() - e.in().result().rows() / m * m));
      all.add(
          new Property<>(
              Text.format(last, "column"),
              false,
              e -> e.column() - e.in().result().columns() / m * m));
    }
    all.add(new Property<>("the magnitude", false, WhereItFails.Entry::magnitude));
    return all;
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

  /** A number rounded to three digits. */
  static BigDecimal threeDigits(double value, RoundingMode mode) {
    BigDecimal finite = new BigDecimal(Math.min(value, Double.MAX_VALUE));
    BigDecimal few = finite.round(new MathContext(3, mode)).stripTrailingZeros();
    return few.scale() < 0 && few.scale() > -6 ? few.setScale(0) : few;
  }
}
