// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.number.Binary64;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Judges perturbed updates one by one, each from the printed state before it: the updates of a run
 * for {@link RunJudge}, and the updates of a trace as they are read.
 */
public final class UpdateJudge {
  private final CaseBounds bounds;
  private @Nullable UpdateFilter filter;

  private UpdateJudge(CaseBounds bounds) {
    this.bounds = bounds;
  }

  /** A judge of traces, whose states are printed; the program may hold them with more digits. */
  public UpdateJudge(RoundingModel model) {
    this(new CaseBounds(model, 0, CaseBounds.BitByBit.ZEROS));
  }

  /** A judge by the bounds alone, for updates whose residual may be multiplied by norm/norm. */
  public static UpdateJudge ofScaledResiduals(RoundingModel model) {
    return new UpdateJudge(
        new CaseBounds(model, OpBounds.OF_SCALED_RESIDUAL, CaseBounds.BitByBit.NONE));
  }

  /**
   * Compares the state after an update with the exact image, by the bound outside exact entries.
   *
   * @return whether the bound says anything
   */
  static boolean compare(
      Deviation deviation,
      CaseBounds bounds,
      Update.Numbers update,
      long t,
      List<ReadMatrix> state,
      ExactEntries.Pair exact) {
    boolean doubles = update.areDoubles();
    OpBounds.Pair limits = limits(bounds, update, doubles);
    if (doubles) {
      deviation.compare(update.in(DyadicArithmetic.INSTANCE).image(), t, state, limits, exact);
    } else {
      deviation.compare(update.in(RationalArithmetic.INSTANCE).image(), t, state, limits, exact);
    }
    return decide(limits);
  }

  /** The bounds of an update, from magnitudes whose last bits do not matter. */
  private static OpBounds.Pair limits(
      CaseBounds bounds, Update.Numbers numbers, boolean areDoubles) {
    if (areDoubles) {
      Update<Double> update = numbers.in(Binary64.INSTANCE);
      if (isFarInside(update.from())) {
        return bounds.update(update);
      }
    }
    return bounds.update(numbers.in(ErrorBound.MAGNITUDES));
  }

  /** Whether bounds say anything about both factors. */
  static boolean decide(OpBounds.Pair limits) {
    return limits.x().decides() && limits.y().decides();
  }

  private static boolean isFarInside(Factors<Double> state) {
    return state.toVariables().stream()
        .allMatch(d -> d == 0 || (Math.abs(d) > 0x1p-200 && Math.abs(d) < 0x1p200));
  }

  /**
   * The largest error of an update over its bound if its numbers are clearly within, as {@link
   * UpdateFilter} finds; else -1.
   */
  public double ifClear(TracedUpdate update) {
    if (update.header().isFrozen() || !update.areDoubles()) {
      return -1;
    }
    UpdateFilter made = filter;
    if (made == null) {
      made = new UpdateFilter(update, bounds.model());
      filter = made;
    }
    return made.ratio(update);
  }

  /**
   * Judges an update; if the bound says nothing, only what a step size of zero leaves unchanged.
   */
  public Deviation judge(TracedUpdate update) {
    Deviation found = new Deviation();
    update.places().forEach(found::requireFinite);
    if (found.failed()) {
      return found;
    }
    ExactEntries.Pair exact =
        new ExactEntries.Pair(
            frozen(update.header().etaX(), update.from().x()),
            frozen(update.header().etaY(), update.from().y()));
    List<ReadMatrix> state = List.of(update.to().x(), update.to().y());
    boolean decides = compare(found, bounds, update, update.to().t(), state, exact);
    return found.failed() || decides ? found : new Deviation();
  }

  /** The entries that must stay unchanged; a factor that moves may be held with more digits. */
  private ExactEntries.Entries frozen(ReadNumber eta, ReadMatrix factor) {
    return bounds.isByBoundAlone() || eta.decimal().signum() != 0
        ? ExactEntries.Entries.NONE
        : ExactEntries.unchanged(bounds.model(), factor.roundTo(RationalArithmetic.INSTANCE));
  }
}
