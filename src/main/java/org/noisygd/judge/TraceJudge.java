// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.exact.ExactUpdate;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceHeader;
import org.noisygd.judge.protocol.TraceReader;
import org.noisygd.judge.protocol.TraceState;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.sampling.IncrementLaw;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.judge.verdict.ObservedArithmetic;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.JsonText;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Judges a trace, update by update, each from its own printed state: clear passes by {@link
 * UpdateFilter}, the rest exactly. Memory holds a few states, whatever the file's length.
 */
public final class TraceJudge {
  /** What JSON takes as a number; any other literal becomes a string. */
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+");

  private final TraceReader reader;
  private final String file;
  private final TraceHeader header;
  private final Updates told;
  private final RoundingModel model;
  private final OpBounds bounds;
  private final TraceWindow window = new TraceWindow();
  private final TraceProfile profile = new TraceProfile();
  private @Nullable UpdateFilter filter;
  private boolean filterMade;
  private long updates;
  private long failed;
  private long unchecked;
  private boolean anyNoise;
  private double worst = -1;
  private double right = -1;
  private Optional<CaseResult.Failure> first = Optional.empty();
  private Optional<String> request = Optional.empty();

  private TraceJudge(String file, TraceReader reader, Updates told) {
    this.file = file;
    this.told = told;
    this.reader = reader;
    this.header = reader.header();
    this.model = RoundingModel.named(header.arithmetic().name());
    this.bounds = new OpBounds(model);
  }

  /** Judges a file, and explains what is wrong, however long that takes. */
  public static TraceVerdict examine(Path file, LongConsumer progress) {
    return examine(
        file, progress, verdict -> {}, DiagnosisDeadline::never, (h, state, next, failure) -> {});
  }

  /** Is told each update that is judged. */
  public interface Updates {
    /**
     * Takes an update.
     *
     * @param state the state before it, with its noise
     * @param next the state after it
     * @param failure its entry that is farthest beyond its bound, if one is
     */
    void take(
        TraceHeader header,
        TraceState state,
        TraceState next,
        Optional<CaseResult.Failure> failure);
  }

  /**
   * Judges a file.
   *
   * @param progress told the steps judged, now and then
   * @param first told the verdict, without an explanation
   * @param deadline until when an explanation is looked for
   * @param told told the updates
   * @return the same verdict, with the explanation
   */
  public static TraceVerdict examine(
      Path file,
      LongConsumer progress,
      Consumer<TraceVerdict> first,
      Supplier<DiagnosisDeadline> deadline,
      Updates told) {
    TraceVerdict verdict;
    try (TraceReader reader = TraceReader.open(file)) {
      TraceJudge judge = new TraceJudge(file.toString(), reader, told);
      verdict = judge.examine(progress);
      first.accept(verdict);
      return judge.failed == 0 ? verdict : verdict.explained(judge.explanation(deadline.get()));
    } catch (IllegalArgumentException e) {
      verdict = TraceVerdict.unreadable(file.toString(), String.valueOf(e.getMessage()));
    }
    first.accept(verdict);
    return verdict;
  }

  private TraceVerdict examine(LongConsumer progress) {
    String complaint = "";
    IncrementLaw law = new IncrementLaw(header);
    try {
      TraceState read = reader.next();
      if (read != null) {
        profile.add(read, -1, false);
      }
      for (TraceState next = read == null ? null : reader.next();
          read != null && next != null;
          next = reader.next()) {
        anyNoise |= read.noiseX() != null || read.noiseY() != null;
        TraceState state = withKnownNoise(read);
        if (state.hasNoise()) {
          long wrong = failed;
          double ratio = judge(state, withKnownNoise(next));
          profile.add(next, ratio, failed > wrong);
        } else {
          unchecked++;
          if (!anyNoise) {
            law.add(read, next);
          }
          profile.add(next, -1, false);
        }
        progress.accept(updates);
        read = next;
      }
    } catch (FormatException e) {
      complaint = String.valueOf(e.getMessage());
    }
    return new TraceVerdict(
        file,
        header.name(),
        model.name(),
        observed(),
        updates,
        failed,
        unchecked,
        worst,
        first,
        anyNoise || updates > 0 ? List.of() : law.results(),
        complaint,
        profile.spans(),
        Explanation.NONE);
  }

  /** The state; noise that it lacks is zero where the header says that there is none. */
  private TraceState withKnownNoise(TraceState state) {
    return state.withoutNoise(isZero(header.sigma1()), isZero(header.sigma2()));
  }

  private static boolean isZero(@Nullable ReadNumber sigma) {
    return sigma != null && sigma.decimal().signum() == 0;
  }

  private Explanation explanation(DiagnosisDeadline deadline) {
    List<Diagnosis> diagnosis =
        deadline.guarded(
            "the mistake in the updates",
            List.of(),
            () -> window.diagnose(header, model, deadline));
    List<String> notes = new ArrayList<>(deadline.faults());
    if (deadline.isMet()) {
      notes.add(deadline.words());
    }
    return new Explanation(
        diagnosis, Optional.empty(), request.map(Replay::of), notes, deadline.isComplete());
  }

  /** The arithmetic that the errors of the right updates fit. */
  private String observed() {
    return right < 0 ? "" : ObservedArithmetic.of(right, model.name());
  }

  /** Judges one update; its largest error over its bound, negative if the bound says nothing. */
  private double judge(TraceState state, TraceState next) {
    updates++;
    if (failed > 0) {
      window.after(next);
    } else {
      window.before(state, next);
    }
    double ratio = filtered(state, next);
    if (ratio >= 0) {
      worst = Math.max(worst, ratio);
      if (updates % 64 != 1) {
        told.take(header, state, next, Optional.empty());
        return ratio; // the first in 64 goes the exact way all the same: it also tells the
        // arithmetic
      }
    }
    Deviation one = exactly(state, next);
    if (!one.failed()) {
      right = Math.max(right, one.relative());
    }
    worst = Math.max(worst, one.worst());
    if (one.worst() >= 0 && !(header.isFrozen() && one.failed())) { // that no theorem says
      told.take(header, state, next, one.failure());
    }
    if (one.failed()) {
      failed++;
      if (failed == 1) {
        first = one.failure();
        request = Optional.of(stepRequest(state));
      }
    }
    return one.worst();
  }

  /**
   * An update as a {@code step} request, its numbers printed as the trace has them, so that it can
   * be repeated by the program that wrote the trace, or by {@code ./verify.sh serve}.
   */
  private String stepRequest(TraceState state) {
    return new JsonText()
        .integer("id", 1)
        .string("op", Ops.STEP.word())
        .raw("M", rows(header.target()))
        .raw("X", rows(state.x()))
        .raw("Y", rows(state.y()))
        .raw("etaX", number(header.etaX()))
        .raw("etaY", number(header.etaY()))
        .raw("noiseX", rows(state.judgedNoiseX()))
        .raw("noiseY", rows(state.judgedNoiseY()))
        .toString();
  }

  private static String rows(ReadMatrix m) {
    return JsonText.rows(m.rows(), m.columns(), ",", (i, j) -> number(m.get(i, j)));
  }

  private static String number(ReadNumber n) {
    boolean json = n.isDouble() && JSON_NUMBER.matcher(n.literal()).matches();
    return json ? n.literal() : JsonText.quote(n.literal());
  }

  private double filtered(TraceState state, TraceState next) {
    UpdateFilter f = filter(state);
    return f == null || !UpdateFilter.areDoubles(matrices(state, next))
        ? -1
        : f.ratio(
            state.x().nearestDoubles(),
            state.y().nearestDoubles(),
            state.judgedNoiseX().nearestDoubles(),
            state.judgedNoiseY().nearestDoubles(),
            next.x().nearestDoubles(),
            next.y().nearestDoubles());
  }

  private @Nullable UpdateFilter filter(TraceState state) {
    if (!filterMade) {
      filterMade = true;
      if (UpdateFilter.areDoubles(Stream.of(header.target()))
          && !header.isFrozen()
          && header.etaX().isDouble()
          && header.etaY().isDouble()) {
        double[][] m = header.target().nearestDoubles();
        Matrix<Double> zero = Matrix.zeros(Binary64.INSTANCE, m.length, m[0].length);
        Factors<Double> shape =
            Factors.zeros(
                zero.arithmetic(), state.x().rows(), state.y().rows(), state.x().columns());
        OpBounds.Pair counts = bounds.step(zero, shape, shape, 1.0, 1.0, true);
        filter =
            new UpdateFilter(
                m,
                header.etaX().nearestDouble(),
                header.etaY().nearestDouble(),
                state.x().columns(),
                model,
                counts.x().roundings(),
                counts.y().roundings());
      }
    }
    return filter;
  }

  private Deviation exactly(TraceState state, TraceState next) {
    Deviation one = new Deviation();
    requireFinite(state, next, one);
    if (one.failed()) {
      return one;
    }
    boolean dyadic =
        header.etaX().isDouble()
            && header.etaY().isDouble()
            && UpdateFilter.areDoubles(matrices(state, next));
    return dyadic
        ? exactly(DyadicArithmetic.INSTANCE, state, next)
        : exactly(RationalArithmetic.INSTANCE, state, next);
  }

  private Stream<ReadMatrix> matrices(TraceState state, TraceState next) {
    return Stream.of(
        header.target(),
        state.x(),
        state.y(),
        state.judgedNoiseX(),
        state.judgedNoiseY(),
        next.x(),
        next.y());
  }

  private void requireFinite(TraceState state, TraceState next, Deviation one) {
    one.requireFinite(Place.of("M"), header.target());
    one.requireFinite(Place.of("X").at(state.t()), state.x());
    one.requireFinite(Place.of("Y").at(state.t()), state.y());
    one.requireFinite(Place.of("noiseX").at(state.t()), state.judgedNoiseX());
    one.requireFinite(Place.of("noiseY").at(state.t()), state.judgedNoiseY());
    one.requireFinite(Place.of("X").at(next.t()), next.x());
    one.requireFinite(Place.of("Y").at(next.t()), next.y());
  }

  private <T> Deviation exactly(Arithmetic<T> arithmetic, TraceState state, TraceState next) {
    Factors<T> from = new Factors<>(state.x().in(arithmetic), state.y().in(arithmetic));
    Factors<T> noise =
        new Factors<>(state.judgedNoiseX().in(arithmetic), state.judgedNoiseY().in(arithmetic));
    Matrix<T> m = header.target().in(arithmetic);
    T etaX = header.etaX().in(arithmetic);
    T etaY = header.etaY().in(arithmetic);
    Factors<T> image = new ExactUpdate<>(m, etaX, etaY).step(from, noise);
    OpBounds.Pair limits =
        bounds.step(
            m.roundTo(ErrorBound.MAGNITUDES),
            from.roundTo(ErrorBound.MAGNITUDES),
            noise.roundTo(ErrorBound.MAGNITUDES),
            decimal(arithmetic, etaX),
            decimal(arithmetic, etaY),
            true);
    boolean decides = limits.x().decides() && limits.y().decides();
    Deviation found = new Deviation();
    Place x = Place.of("X").at(next.t());
    Place y = Place.of("Y").at(next.t());
    found.compare(x, image.x(), next.x(), limits.x(), frozen(header.etaX(), from.x()));
    found.compare(y, image.y(), next.y(), limits.y(), frozen(header.etaY(), from.y()));
    return decides || found.failed() ? found : new Deviation();
  }

  /** The entries that are due unchanged: a state that was moved may be held wider than printed. */
  private <T> ExactEntries.Entries frozen(ReadNumber eta, Matrix<T> factor) {
    return eta.decimal().signum() == 0
        ? ExactEntries.unchanged(model, factor)
        : ExactEntries.Entries.NONE;
  }

  private static <T> BigDecimal decimal(Arithmetic<T> arithmetic, T value) {
    return ErrorBound.MAGNITUDES.fromRational(arithmetic.toRational(value));
  }
}
