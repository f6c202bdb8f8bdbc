// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.FormatException;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.distribution.IncrementStatistics;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseBounds.Rule;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Deviation;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.judgement.ObservedArithmetic;
import org.noisygd.judge.judgement.TracedUpdate;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceReader;
import org.noisygd.judge.protocol.TraceReader.TraceHeader;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.judge.request.Answer;
import org.noisygd.theory.error.RoundingModel;

/**
 * A trace, judged update by update: {@link Judge} compares each state with the exact update of the
 * state printed before it. Memory holds a few states, however long the trace is.
 */
public final class JudgedTrace {
  /**
   * Maximum number of kept states: two of a right update, then four from the first wrong one on.
   */
  private static final int KEPT = 6;

  private final TraceHeader header;
  private final BiConsumer<TracedUpdate, Optional<CaseResult.Failure>> judged;
  private final Judge judge;
  private final IncrementStatistics increments;
  private final List<TraceState> kept = new ArrayList<>();
  private Optional<TracedUpdate> firstWrong = Optional.empty();
  private Optional<CaseResult.Failure> firstFailure = Optional.empty();
  private long updates;
  private long failed;
  private long idle;
  private long undecided;
  private long unchecked;
  private boolean anyNoise;
  private double worst = -1;

  /** The largest relative error of a right update; negative if none was judged exactly. */
  private double right = -1;

  /**
   * Starts without updates.
   *
   * @param judged the receiver of each judged update, with its worst failed entry, if any
   */
  public JudgedTrace(
      TraceHeader header, BiConsumer<TracedUpdate, Optional<CaseResult.Failure>> judged) {
    this.header = header;
    this.judged = judged;
    this.judge = new Judge(RoundingModel.named(header.arithmetic().name()), Rule.TRACE);
    this.increments = new IncrementStatistics(header);
  }

  /**
   * Judges all updates.
   *
   * @param progress the receiver of the number of updates judged so far
   * @throws FormatException at a line that cannot be read; the counts hold for those before it
   */
  public void judge(TraceReader reader, LongConsumer progress) {
    TraceState before = reader.next();
    TraceState next = before == null ? null : reader.next();
    while (before != null && next != null) {
      anyNoise |= before.noiseX() != null || before.noiseY() != null;
      TraceState state = withKnownNoise(before);
      if (state.hasNoise()) {
        judge(new TracedUpdate(header, state, withKnownNoise(next)));
      } else {
        unchecked++;
        if (!anyNoise) {
          increments.add(before, next);
        }
      }
      progress.accept(updates);
      before = next;
      next = reader.next();
    }
  }

  /** The state; missing noise is zero if the header gives a deviation of zero. */
  private TraceState withKnownNoise(TraceState state) {
    return state.withZeroNoise(isZero(header.sigma1()), isZero(header.sigma2()));
  }

  private static boolean isZero(@Nullable ReadNumber sigma) {
    return sigma != null && sigma.decimal().signum() == 0;
  }

  private void judge(TracedUpdate update) {
    updates++;
    keep(update);
    var clear = judge.ifClear(update);
    double ratio = clear.applyAsDouble(update.to());
    boolean small = clear.applyAsDouble(update.from()) > 0;
    if (ratio >= 0 && updates % 64 != 1) {
      idle += small ? 1 : 0;
      worst = Math.max(worst, ratio);
      judged.accept(update, Optional.empty());
      return; // one update in 64 is judged exactly too, which also reveals the arithmetic
    }
    Deviation one = judge.judge(update);
    if (one.worst() < 0) {
      undecided++;
      return;
    }
    idle += small ? 1 : 0;
    if (!one.failed()) {
      right = Math.max(right, one.relative());
    }
    worst = Math.max(worst, Math.max(ratio, one.worst()));
    if (!(header.hasZeroStep() && one.failed())) { // no theorem about it
      judged.accept(update, one.failure());
    }
    if (one.failed() && failed++ == 0) {
      firstFailure = one.failure();
      firstWrong = Optional.of(update);
    }
  }

  /** Keeps the last two states while all updates are right, then more. */
  private void keep(TracedUpdate update) {
    boolean follows = !kept.isEmpty() && kept.get(kept.size() - 1).t() == update.from().t();
    if (!follows && failed > 0) {
      return;
    }
    if (!follows) {
      kept.clear();
      kept.add(update.from());
    } else if (failed == 0 && kept.size() == 3) {
      kept.remove(0);
    }
    if (kept.size() < KEPT) {
      kept.add(update.to());
    }
  }

  /** The counts so far. */
  public Counts counts() {
    long decided = updates - undecided;
    return new Counts(decided, failed, idle, undecided, unchecked, worst, firstFailure);
  }

  /** The tests of the increments' distribution; none if an update was judged or had some noise. */
  public List<TestResult> tests() {
    return anyNoise || updates > 0 ? List.of() : increments.results();
  }

  /** The arithmetic whose unit roundoff the errors of right updates fit; empty if unknown. */
  public String observed() {
    return right < 0 ? "" : ObservedArithmetic.of(right, header.arithmetic().name());
  }

  /** The first wrong update. */
  public Optional<TracedUpdate> firstWrong() {
    return firstWrong;
  }

  /** The states around the first wrong update: those of a right one before it, and up to four. */
  public List<TraceState> kept() {
    return List.copyOf(kept);
  }

  /** The verdict on kept updates, as the answer to a request for a run. */
  public CaseResult judged(Case run, Answer answer) {
    return judge.judge(run, answer);
  }

  /**
   * The counts of judged updates.
   *
   * @param updates the number of updates
   * @param failed the number of wrong updates
   * @param idle the number of updates smaller than their bounds: an unchanged state would pass
   * @param undecided the number of further updates without a bound
   * @param unchecked the number of further updates without noise, which cannot be judged
   * @param worst the largest ratio of an error to its bound; negative if no update was judged
   * @param firstFailure the worst entry of the first wrong update
   */
  public record Counts(
      long updates,
      long failed,
      long idle,
      long undecided,
      long unchecked,
      double worst,
      Optional<CaseResult.Failure> firstFailure) {
    /** No update. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, -1, Optional.empty());

    /** Returns true if a program that changes nothing would pass every update. */
    public boolean areAllIdle() {
      return updates > 0 && idle == updates;
    }
  }
}
