// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.noisygd.judge.diagnosis.DiagnosisDeadline;

/**
 * Tries a failed request in a fresh process. If the answer is right there, looks for the shortest
 * conversation that shows the failure: it takes the requests right before it, twice as many each
 * time, and then drops every part that is not needed, down to single requests (Zeller and
 * Hildebrandt, "Simplifying and isolating failure-inducing input", 2002).
 */
final class ReplaySearch {
  /** The time after which no more is tried. */
  private static final Duration TIME = Duration.ofSeconds(10);

  /** How often a failure is repeated before memory is named: one answer may be wrong by chance. */
  private static final int REPEATED = 2;

  /** How a fresh process answers a request. */
  enum Outcome {
    RIGHT,
    WRONG,
    /** It did not start, or gave no reply in time that can be read. */
    UNKNOWN
  }

  private final Function<List<String>, Outcome> fresh;
  private final DiagnosisDeadline deadline;
  private final long end = System.nanoTime() + TIME.toNanos();

  /**
   * A search for the lines that show a failure.
   *
   * @param fresh how a fresh process answers the request after some lines
   */
  ReplaySearch(Function<List<String>, Outcome> fresh, DiagnosisDeadline deadline) {
    this.fresh = fresh;
    this.deadline = deadline;
  }

  /**
   * Searches.
   *
   * @param earlier what the failing process was asked before the request, its hello first
   */
  Replay search(List<String> earlier, String request) {
    List<String> alone = List.of(request);
    if (isOver()) {
      return new Replay(alone, false, "There was no time to try it in a fresh process.");
    }
    Outcome first = fresh.apply(List.of());
    if (first == Outcome.WRONG) {
      return Replay.of(request);
    }
    if (first == Outcome.UNKNOWN) {
      return new Replay(alone, false, "A fresh process gave no answer to it that could be judged.");
    }
    String right = "A fresh process answers this request rightly";
    String changing = ": its answers change from one start to the next.";
    for (int before = 1; !isOver(); before *= 2) {
      List<String> last = earlier.subList(Math.max(0, earlier.size() - before), earlier.size());
      if (fails(last)) {
        if (!remembers(last)) {
          return new Replay(alone, false, right + " at times" + changing);
        }
        List<String> all = new ArrayList<>(needed(last));
        all.add(request);
        String words =
            right
                + ": the program remembers earlier requests. It fails after these"
                + (isOver() ? "." : ", none of which can be left out.");
        return new Replay(all, true, words);
      }
      if (before >= earlier.size()) {
        return new Replay(
            alone,
            false,
            right
                + ", and does so again after all "
                + earlier.size()
                + " that came before it"
                + changing);
      }
    }
    return new Replay(
        alone,
        true,
        right
            + ": the program remembers earlier requests. There was no time to find out which it"
            + " needs to fail.");
  }

  /** A minimal set of earlier requests after which the request still fails. */
  private List<String> needed(List<String> earlier) {
    List<String> kept = new ArrayList<>(earlier);
    for (int size = Math.max(1, kept.size() / 2); size >= 1; size /= 2) {
      boolean less = true;
      while (less) {
        less = false;
        for (int from = 0; from < kept.size() && !isOver(); ) {
          List<String> others = new ArrayList<>(kept);
          others.subList(from, Math.min(from + size, kept.size())).clear();
          if (!others.isEmpty() && fails(others)) { // alone it is right
            kept = others;
            less = true;
          } else {
            from += size;
          }
        }
        less &= !isOver();
      }
    }
    return kept;
  }

  /** Whether both outcomes repeat: each time it is right alone, and wrong after these. */
  private boolean remembers(List<String> earlier) {
    for (int n = 0; n < REPEATED && !isOver(); n++) {
      if (!fails(earlier) || fails(List.of())) {
        return false;
      }
    }
    return true;
  }

  private boolean fails(List<String> earlier) {
    return fresh.apply(earlier) == Outcome.WRONG;
  }

  private boolean isOver() {
    return System.nanoTime() - end >= 0 || deadline.hasPassed();
  }
}
