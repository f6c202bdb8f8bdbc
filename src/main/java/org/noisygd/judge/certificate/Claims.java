// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Request;
import org.noisygd.theory.rounding.RoundingModel;

/** The claims of a certificate, and how much nothing is claimed of, by the reason. */
public final class Claims {
  private static final Pattern ENTRY = Pattern.compile("\\w+\\[(\\d+)\\]\\[(\\d+)\\].*");

  /**
   * How a reply is judged, each as Coq reads it.
   *
   * @param arithmetic the arithmetic that was declared
   * @param op the op
   * @param plan what legal plans may do
   */
  record Judged(String arithmetic, String op, String plan) {
    @Override
    public String toString() {
      return arithmetic + " " + op + " " + plan;
    }
  }

  private final List<Claim> claims = new ArrayList<>();
  private final Map<String, Integer> unclaimed = new TreeMap<>();
  private double seconds;

  Claims() {}

  /** The claims. */
  public List<Claim> claims() {
    return List.copyOf(claims);
  }

  /** Seconds that Coq takes for them, about. */
  double seconds() {
    return seconds;
  }

  /** How many cases or updates nothing is claimed of, by the reason. */
  public Map<String, Integer> unclaimed() {
    return new TreeMap<>(unclaimed);
  }

  private void add(Claim claim) {
    claims.add(claim);
    seconds += claim.seconds();
  }

  /** Counts a case or an update of which nothing is claimed. */
  void leave(String reason) {
    unclaimed.merge(reason, 1, Integer::sum);
  }

  /** Whether the step sizes are such that the bounds hold. */
  static boolean hasOrdinarySteps(RoundingModel model, Request q) {
    return Stream.of(q.etaX(), q.etaY())
        .allMatch(e -> e.signum() == 0 || e.compareTo(model.underflow()) >= 0);
  }

  /**
   * Claims that a reply passes.
   *
   * @param printed its fields
   */
  void passes(Claim.Kind kind, String about, Judged how, Texts q, List<ReadMatrix> printed) {
    add(
        new Claim(
            kind,
            about,
            "passes " + how + " " + q + " " + reply(printed),
            q.m(),
            secondsOfAll(how, q, printed)));
  }

  /**
   * Claims that no legal plan computes an entry.
   *
   * @param field 0 for the first field of the reply, 1 for the second
   * @param entry the entry's name, such as {@code X[3][0]}
   * @param printed the field
   */
  void fails(String about, Judged how, Texts q, int field, String entry, ReadMatrix printed) {
    Place place = Place.of(field, entry);
    add(
        new Claim(
            Claim.Kind.FAILS,
            about + ", " + entry,
            "fails "
                + how
                + " "
                + q
                + " "
                + place
                + " "
                + CoqText.number(printed.get(place.i, place.j)),
            q.m(),
            secondsOfEntry(how, q)));
  }

  /**
   * Claims that no legal plan computes an entry, and that each field is right for another request.
   *
   * @param instead the other requests, one for each field
   * @param printed the fields
   */
  void mistakes(
      String about,
      Judged how,
      Texts q,
      List<Texts> instead,
      int field,
      String entry,
      List<ReadMatrix> printed) {
    String others =
        instead.stream().map(Texts::toString).collect(Collectors.joining("; ", "[", "]"));
    add(
        new Claim(
            Claim.Kind.MISTAKES,
            about,
            "mistakes "
                + how
                + " "
                + q
                + " "
                + others
                + " "
                + Place.of(field, entry)
                + " "
                + reply(printed),
            q.m(),
            secondsOfEntry(how, q) + instead.size() * secondsOfAll(how, q, printed)));
  }

  private static String reply(List<ReadMatrix> printed) {
    return printed.stream().map(CoqText::rows).collect(Collectors.joining("; ", "[", "]"));
  }

  private static double secondsOfAll(Judged how, Texts q, List<ReadMatrix> printed) {
    int entries = printed.stream().mapToInt(m -> m.entries().size()).sum();
    double cells = (double) q.d1() * q.d2();
    double products =
        switch (how.op()) {
          case "Loss", "SmoothedLoss" -> 2 * cells;
          case "Hessian", "SmoothedHessian" -> entries + cells * q.r();
          case "Hvp" -> 4 * cells * q.r();
          default -> (how.op().startsWith("(Steps") ? 4 : 2) * cells * q.r();
        };
    return Claim.seconds(q.literals() + entries, products, q.r());
  }

  private static double secondsOfEntry(Judged how, Texts q) {
    double products = how.op().endsWith("Loss") ? 6.0 * q.d1() * q.d2() : q.d1() + q.d2();
    return Claim.seconds(q.literals(), products, q.r());
  }

  /**
   * Where an entry is.
   *
   * @param field 0 for the first field of the reply, 1 for the second
   */
  private record Place(int field, int i, int j) {
    static Place of(int field, String entry) {
      Matcher place = ENTRY.matcher(entry);
      if (!place.matches()) {
        throw new IllegalStateException("no entry: " + entry);
      }
      return new Place(
          field,
          Integer.parseInt(entry, place.start(1), place.end(1), 10),
          Integer.parseInt(entry, place.start(2), place.end(2), 10));
    }

    @Override
    public String toString() {
      return (field == 0 ? "OfX " : "OfY ") + i + " " + j;
    }
  }
}
