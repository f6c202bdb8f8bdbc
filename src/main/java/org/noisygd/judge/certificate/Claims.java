// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.noisygd.judge.protocol.ReadMatrix;

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

  /**
   * Claims that a reply passes.
   *
   * @param printed its fields
   */
  void passes(Claim.Kind kind, String about, Judged how, Texts q, List<ReadMatrix> printed) {
    String reply = printed.stream().map(CoqText::rows).collect(Collectors.joining("; ", "[", "]"));
    int entries = printed.stream().mapToInt(m -> m.entries().size()).sum();
    double cells = (double) q.d1() * q.d2();
    double products =
        switch (how.op()) {
          case "Loss", "SmoothedLoss" -> 2 * cells;
          case "Hessian", "SmoothedHessian" -> entries + cells * q.r();
          case "Hvp" -> 4 * cells * q.r();
          default -> 2 * cells * q.r();
        };
    add(
        new Claim(
            kind,
            about,
            "passes " + how + " " + q + " " + reply,
            Claim.seconds(q.literals() + entries, products, q.r())));
  }

  /**
   * Claims that no legal plan computes an entry.
   *
   * @param field 0 for the first field of the reply, 1 for the second
   * @param entry the entry's name, such as {@code X[3][0]}
   * @param printed the field
   */
  void fails(String about, Judged how, Texts q, int field, String entry, ReadMatrix printed) {
    Matcher place = ENTRY.matcher(entry);
    if (!place.matches()) {
      throw new IllegalStateException("no entry: " + entry);
    }
    int i = Integer.parseInt(entry, place.start(1), place.end(1), 10);
    int j = Integer.parseInt(entry, place.start(2), place.end(2), 10);
    double products = how.op().endsWith("Loss") ? 6.0 * q.d1() * q.d2() : q.d1() + q.d2();
    add(
        new Claim(
            Claim.Kind.FAILS,
            about + ", " + entry,
            "fails "
                + String.join(
                    " ",
                    how.toString(),
                    q.toString(),
                    field == 0 ? "OfX" : "OfY",
                    Integer.toString(i),
                    Integer.toString(j),
                    CoqText.number(printed.get(i, j))),
            Claim.seconds(q.literals(), products, q.r())));
  }
}
