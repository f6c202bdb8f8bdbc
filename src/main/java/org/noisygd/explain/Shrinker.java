// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.SmallerRequests;
import org.noisygd.number.DyadicArithmetic;

/**
 * Looks for a smaller failing case, greedily: each reduction of {@link SmallerRequests} is tried in
 * turn and kept if the candidate still fails by the same judge. At most {@link #REQUESTS} requests
 * are asked, and none after {@link #TIME}.
 */
final class Shrinker {
  /** Maximum number of requests. */
  static final int REQUESTS = 60;

  /** Time limit for all requests, a part of the time for an explanation. */
  static final Duration TIME = Duration.ofSeconds(8);

  private final String declared;
  private final Asked candidate;
  private final DiagnosisDeadline deadline;
  private final Set<Request> asked = new HashSet<>();
  private CaseResult smallest;
  private final @Nullable Answer answer;

  /** Sends a case to a candidate and judges its answer. */
  @FunctionalInterface
  interface Asked {
    CaseResult judged(Case tested) throws ProtocolViolation;
  }

  /**
   * Prepares a search.
   *
   * @param candidate the candidate, with the verdicts on its answers
   * @param failed the failed case to start from
   * @param answer the candidate's answer to it, if it gave numbers
   * @param deadline an end of the search, possibly before {@link #TIME}
   */
  Shrinker(
      String declared,
      Asked candidate,
      CaseResult failed,
      @Nullable Answer answer,
      DiagnosisDeadline deadline) {
    this.declared = declared;
    this.candidate = candidate;
    this.deadline = deadline;
    this.smallest = failed;
    this.answer = answer;
  }

  /** The number of requests asked. */
  int requests() {
    return asked.size();
  }

  /** The smallest failed case so far. */
  CaseResult smallest() {
    return smallest;
  }

  /**
   * Searches for the smallest failed case.
   *
   * @throws ProtocolViolation if the candidate breaks the protocol; the smallest case is kept
   */
  void shrink() throws ProtocolViolation {
    if (deadline.hasPassed()) {
      return;
    }
    long end = System.nanoTime() + TIME.toNanos();
    if (smallest.tested().op() == Ops.RUN) {
      shortenRun();
    }
    boolean found = true;
    while (found) {
      found = false;
      for (UnaryOperator<Request> way : SmallerRequests.ways(smallest.tested().request())) {
        if (asked.size() >= REQUESTS || System.nanoTime() > end || deadline.hasPassed()) {
          return;
        }
        found |= attempt(way.apply(smallest.tested().request()));
      }
    }
  }

  /** Ends a run at its first wrong step, then starts it from the state before. */
  private void shortenRun() throws ProtocolViolation {
    int wrong = smallest.wrongStep();
    Request q = smallest.tested().request();
    if (wrong < 1) {
      return;
    }
    List<ReadMatrix> before = answer == null ? null : answer.states().get(wrong - 1);
    attempt(SmallerRequests.steps(q, 0, wrong));
    if (before != null && before.stream().allMatch(Shrinker::dyadic)) {
      DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
      var start = new Factors<>(before.get(0).in(exact), before.get(1).in(exact));
      attempt(SmallerRequests.steps(q, wrong - 1, wrong).from(start));
    }
  }

  private static boolean dyadic(ReadMatrix m) {
    return m.entries().stream().allMatch(n -> n.isFinite() && n.isDouble());
  }

  /** Asks a smaller request, and keeps it if the candidate fails in the same way. */
  private boolean attempt(Request q) throws ProtocolViolation {
    Case tested = smallest.tested();
    String name = tested.name().replace(", made smaller", "") + ", made smaller";
    Optional<Case> smaller =
        CaseSuite.own(declared, name, q, tested.purpose()).map(c -> c.in(tested.group()));
    if (smaller.isEmpty()
        || SmallerRequests.size(q) >= SmallerRequests.size(tested.request())
        || !asked.add(q)) {
      return false;
    }
    CaseResult found = candidate.judged(smaller.get());
    boolean alike = found.hasFailed() && kind(found).equals(kind(smallest));
    smallest = alike ? found : smallest;
    return alike;
  }

  /** The kind of a failure, the same in every smaller case. */
  private static String kind(CaseResult result) {
    CaseResult.Failure f = result.failure().orElseThrow();
    return f.hasNumbers() ? "numbers" : f.place().equals(Place.ERROR) ? "error" : "not finite";
  }
}
