// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.ours.Reference;
import org.noisygd.bench.workload.Implementation;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;
import org.noisygd.number.Require;

/**
 * The timing of implementations on one problem.
 *
 * <ol>
 *   <li>Each implementation is compared with the reference in a separate session ({@code
 *       Agreement}); one that differs is reported and not timed.
 *   <li>Each implementation runs for {@link #warmNanos} of its CPU time, which gives the number of
 *       steps that fill {@link #roundNanos}.
 *   <li>In each round every implementation has its turn, so that a temporary slowdown of the
 *       machine affects all of them; the round's time is its CPU time over steps and replicates.
 * </ol>
 *
 * @param rounds the number of rounds, at least one
 * @param warmNanos the CPU time before the first round
 * @param roundNanos the CPU time of one turn, at least of one step
 * @param progress the receiver of the progress, in words
 */
public record Harness(int rounds, long warmNanos, long roundNanos, Consumer<String> progress) {
  /** Checks the number of rounds. */
  public Harness {
    Require.positive("rounds", rounds);
  }

  private static final double STILL_FASTER = 0.95; // by more than a twentieth
  private static final int MAX_WARMINGS = 10; // times the minimum time

  private static final class Entrant {
    private final Entry entry;
    private final Session session;
    private final List<Double> times = new ArrayList<>();
    private long steps = 1;

    Entrant(Entry entry, Session session) {
      this.entry = entry;
      this.session = session;
    }

    /**
     * Runs until the time has passed and half of it brought no step that was over a twentieth
     * faster, for at most {@link #MAX_WARMINGS} times the time. Doubles the steps of a turn until a
     * turn takes half of {@code roundNanos}.
     */
    void warm(long warmNanos, long roundNanos) throws IOException {
      long spent = 0;
      long half = warmNanos / 2;
      double earlier = Double.POSITIVE_INFINITY;
      double later = Double.POSITIVE_INFINITY;
      long last;
      do {
        last = Math.max(session.run(steps), 1);
        spent += last;
        later = Math.min(later, (double) last / steps);
        if (spent >= half && later < STILL_FASTER * earlier) {
          earlier = later;
          later = Double.POSITIVE_INFINITY;
          half = spent + warmNanos / 2;
        }
        if (last < roundNanos / 2) {
          steps *= 2;
        }
      } while ((spent < half || last < roundNanos / 4) && spent < MAX_WARMINGS * warmNanos);
      steps = Math.max(1, (long) ((double) steps * roundNanos / last));
    }

    void turn() throws IOException {
      times.add((double) session.run(steps) / ((double) steps * session.replicates()));
    }
  }

  /**
   * A problem and the implementation that computes it.
   *
   * @param problem the problem
   * @param implementation the implementation
   */
  public record Entry(Problem problem, Implementation implementation) {}

  /**
   * The rows of the entries, first the rows that could not be timed.
   *
   * @param part the name of their part
   */
  public List<Row> measure(String part, List<Entry> entries) {
    Map<Problem, Reference> references = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    List<Entrant> entrants = new ArrayList<>();
    for (Entry entry : entries) {
      progress.accept(
          entry.problem().id() + ": comparing and warming " + entry.implementation().name());
      Reference reference = references.computeIfAbsent(entry.problem(), p -> new Reference(p));
      @Nullable Entrant entrant = enter(part, entry, reference, rows);
      if (entrant != null) {
        entrants.add(entrant);
      }
    }
    for (int round = 0; round < rounds; round++) {
      progress.accept(
          part
              + ": round "
              + (round + 1)
              + " of "
              + rounds
              + " of "
              + entrants.size()
              + " implementations");
      for (Entrant entrant : List.copyOf(entrants)) {
        try {
          entrant.turn();
        } catch (IOException e) {
          entrants.remove(entrant);
          rows.add(untimed(part, entrant.entry, String.valueOf(e.getMessage())));
        }
      }
    }
    for (Entrant entrant : entrants) {
      entrant.session.close();
      rows.add(
          new Row(
              part,
              entrant.entry.implementation().name(),
              entrant.entry.implementation().description(),
              entrant.entry.problem(),
              entrant.session.replicates(),
              new RoundTimes(entrant.times),
              ""));
    }
    return rows;
  }

  private @Nullable Entrant enter(String part, Entry entry, Reference reference, List<Row> rows) {
    try {
      @Nullable String difference;
      try (Session compared = entry.implementation().open(entry.problem())) {
        difference = reference.difference(compared);
      }
      if (difference != null) {
        rows.add(untimed(part, entry, difference));
        return null;
      }
      Entrant entrant = new Entrant(entry, entry.implementation().open(entry.problem()));
      entrant.warm(warmNanos, roundNanos);
      return entrant;
    } catch (IOException e) {
      rows.add(untimed(part, entry, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static Row untimed(String part, Entry entry, String why) {
    Implementation who = entry.implementation();
    return new Row(part, who.name(), who.description(), entry.problem(), 1, null, why);
  }
}
