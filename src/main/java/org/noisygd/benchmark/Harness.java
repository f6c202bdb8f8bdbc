// SPDX-License-Identifier: Apache-2.0
package org.noisygd.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.arithmetic.Require;

/**
 * Times implementations on one problem.
 *
 * <ol>
 *   <li>Each is compared with the reference on a session of its own ({@link Agreement}); one that
 *       differs is reported and not timed.
 *   <li>Each is run for {@link #warmNanos} of its CPU time, and how many steps fill {@link
 *       #roundNanos} is found.
 *   <li>In each round every implementation has its turn, so that what slows the machine for a while
 *       slows all of them; the round's time is its CPU time over steps and replicates.
 * </ol>
 *
 * @param rounds how many, at least one
 * @param warmNanos CPU time before the first round
 * @param roundNanos CPU time of one turn, at least of one step
 * @param progress told what is going on
 */
public record Harness(int rounds, long warmNanos, long roundNanos, Consumer<String> progress) {
  /** Checks the number of rounds. */
  public Harness {
    Require.positive("rounds", rounds);
  }

  private static final class Entrant {
    private final Implementation implementation;
    private final Session session;
    private final List<Double> times = new ArrayList<>();
    private long steps = 1;

    Entrant(Implementation implementation, Session session) {
      this.implementation = implementation;
      this.session = session;
    }

    /** Doubles the steps of a turn until it fills its share, for as long as the warm-up lasts. */
    void warm(long warmNanos, long roundNanos) throws IOException {
      long spent = 0;
      long last;
      do {
        last = Math.max(session.run(steps), 1);
        spent += last;
        if (last < roundNanos / 2) {
          steps *= 2;
        }
      } while (spent < warmNanos || last < roundNanos / 4);
      steps = Math.max(1, (long) ((double) steps * roundNanos / last));
    }

    void turn() throws IOException {
      times.add((double) session.run(steps) / ((double) steps * session.replicates()));
    }
  }

  /** The rows of those implementations that take the problem, in their order. */
  public List<Row> measure(Problem problem, List<? extends Implementation> implementations) {
    Reference reference = new Reference(problem);
    List<Row> rows = new ArrayList<>();
    List<Entrant> entrants = new ArrayList<>();
    for (Implementation implementation : implementations) {
      if (implementation.takes(problem)) {
        progress.accept(problem.id() + ": comparing and warming " + implementation.name());
        @Nullable Entrant entrant = enter(problem, implementation, reference, rows);
        if (entrant != null) {
          entrants.add(entrant);
        }
      }
    }
    for (int round = 0; round < rounds; round++) {
      progress.accept(problem.id() + ": round " + (round + 1) + " of " + rounds);
      for (Entrant entrant : List.copyOf(entrants)) {
        try {
          entrant.turn();
        } catch (IOException e) {
          entrants.remove(entrant);
          rows.add(untimed(problem, entrant.implementation, String.valueOf(e.getMessage())));
        }
      }
    }
    for (Entrant entrant : entrants) {
      entrant.session.close();
      rows.add(
          new Row(
              entrant.implementation.name(),
              entrant.implementation.description(),
              problem,
              false,
              entrant.session.replicates(),
              1,
              new Sample(entrant.times),
              ""));
    }
    return rows;
  }

  private @Nullable Entrant enter(
      Problem problem, Implementation implementation, Reference reference, List<Row> rows) {
    try {
      @Nullable String difference;
      try (Session compared = implementation.open(problem)) {
        difference = reference.difference(compared);
      }
      if (difference != null) {
        rows.add(untimed(problem, implementation, difference));
        return null;
      }
      Entrant entrant = new Entrant(implementation, implementation.open(problem));
      entrant.warm(warmNanos, roundNanos);
      return entrant;
    } catch (IOException e) {
      rows.add(untimed(problem, implementation, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static Row untimed(Problem problem, Implementation implementation, String why) {
    return new Row(
        implementation.name(), implementation.description(), problem, false, 1, 1, null, why);
  }
}
