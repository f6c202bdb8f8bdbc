// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.exact.ExactRun;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/**
 * Compares the updates of a run with those of a program that makes given mistakes. Each span
 * between two recorded states starts from the candidate's own printed state.
 */
final class RunMistakes {
  /** How many spans of a run a size is fitted to. */
  private static final int SPANS = 5;

  /** How many of them are the first of the run; the others begin with the first wrong one. */
  private static final int FIRST_SPANS = 2;

  /** Spans of more updates than this are not carried out. */
  private static final int MOST_UPDATES = 12;

  /** After so many updates the numbers are still short enough to be left unrounded. */
  private static final int QUICK_UPDATES = 2;

  /** Decimals that hold every double and products of several; only quotients are rounded. */
  static final DecimalArithmetic EXACT = DecimalArithmetic.ofDigits(1100);

  private final Request q;
  private final Answer answer;
  private final DecimalArithmetic quotients;
  private final List<Span> spans = new ArrayList<>();

  /** The bound of the first update. */
  private final OpBounds.Pair atStart;

  /** The updates between two recorded states, or from the start to the first. */
  private record Span(
      int start, int updates, List<ReadMatrix> to, OpBounds.Pair limits, boolean fitted) {}

  /**
   * The spans of a run. Even right spans are kept: they refute mistakes that do not show in all.
   *
   * @param wrong the first wrong update; 0 in a run that passed
   */
  RunMistakes(CaseBounds bounds, Request q, Answer answer, int wrong) {
    this.q = q;
    this.answer = answer;
    this.quotients = DecimalArithmetic.ofDigits(bounds.digitsBeyond());
    this.atStart = bounds.update(q, q.at().roundTo(ErrorBound.MAGNITUDES), q.noises().get(0));
    int start = 0;
    int fitted = 0;
    for (int end : new TreeSet<>(answer.states().keySet())) {
      if (end > start && end - start <= MOST_UPDATES) {
        var limits = bounds.update(q, state(ErrorBound.MAGNITUDES, start), q.noises().get(start));
        boolean fit = fitted < FIRST_SPANS || (end > wrong && fitted < SPANS);
        fitted += fit ? 1 : 0;
        spans.add(new Span(start, end - start, answer.state(end), limits, fit));
      }
      start = end;
    }
  }

  /** Whether there is a span that can be compared under these mistakes. */
  boolean compares(Set<Mistake> mistakes) {
    return spans.stream().anyMatch(span -> span.start() == 0 || hasBefore(span))
        || (!spans.isEmpty() && !Mistake.run(Binary64.INSTANCE, q, mistakes).needsBefore());
  }

  /** Decides whether an image, some updates after the printed state, is near enough. */
  interface Near {
    boolean near(Compared<?> one, int updates);
  }

  /**
   * Whether mistakes reproduce the spans.
   *
   * @param withoutImage the result if nothing can be compared: the shapes do not allow a mistake,
   *     or no span is short enough
   */
  <T> boolean fit(
      Arithmetic<T> arithmetic, Set<Mistake> mistakes, Near near, boolean withoutImage) {
    ExactRun<T> run = Mistake.run(arithmetic, q, mistakes);
    if (!startFits(run, arithmetic, near)) {
      return false;
    }
    int compared = run.recordsStart() || !answer.states().containsKey(0) ? 0 : 1;
    for (Span span : spans) {
      if (span.start() > 0 && run.needsBefore() && !hasBefore(span)) {
        continue;
      }
      List<Factors<T>> images = images(run, arithmetic, span);
      if (images.isEmpty()) {
        return withoutImage;
      }
      if (images.stream().noneMatch(image -> near(image, span, near))) {
        return false;
      }
      compared++;
    }
    return compared > 0 || withoutImage;
  }

  /** As {@link #fit} in numbers that are exact, but for quotients. */
  boolean fitExactly(Set<Mistake> mistakes, Near near, boolean withoutImage) {
    if (spans.stream().allMatch(span -> span.updates() <= QUICK_UPDATES)) {
      try {
        return fit(DyadicArithmetic.INSTANCE, mistakes, near, withoutImage);
      } catch (ArithmeticException e) {
        // A mistake that divides is compared with rounded numbers, and those hold enough digits.
        return fit(quotients, mistakes, near, withoutImage);
      }
    }
    return fit(EXACT, mistakes, near, withoutImage);
  }

  /** Some spans' images with mistakes beside the answers; empty if there is no image. */
  <T> List<Compared<T>> compared(Arithmetic<T> arithmetic, Set<Mistake> mistakes) {
    ExactRun<T> run = Mistake.run(arithmetic, q, mistakes);
    List<Compared<T>> found = new ArrayList<>();
    for (Span span : spans) {
      if (span.fitted() && (span.start() == 0 || !run.needsBefore() || hasBefore(span))) {
        images(run, arithmetic, span).stream()
            .findFirst()
            .filter(image -> image.toVariables().stream().noneMatch(ReadNumber::isBeyond))
            .ifPresent(image -> found.addAll(beside(image, span)));
      }
    }
    return found;
  }

  private static <T> List<Compared<T>> beside(Factors<T> image, Span span) {
    return List.of(
        new Compared<>("X", image.x(), span.to().get(0), span.limits().x()),
        new Compared<>("Y", image.y(), span.to().get(1), span.limits().y()));
  }

  private static <T> boolean near(Factors<T> image, Span span, Near near) {
    return beside(image, span).stream().allMatch(one -> near.near(one, span.updates()));
  }

  private boolean hasBefore(Span span) {
    return span.start() == 1 || answer.states().containsKey(span.start() - 1);
  }

  private <T> boolean startFits(ExactRun<T> run, Arithmetic<T> arithmetic, Near near) {
    List<ReadMatrix> printed = answer.states().get(0);
    if (printed == null) {
      return true;
    }
    Factors<T> at = q.at().roundTo(arithmetic);
    if (run.recordsStart()) {
      Factors<T> apart = at.minus(state(arithmetic, 0));
      return apart.toVariables().stream()
          .allMatch(d -> arithmetic.compare(d, arithmetic.zero()) == 0);
    }
    Factors<T> expected = run.states(1).get(0);
    return expected != null && near(expected, new Span(0, 1, printed, atStart, false), near);
  }

  /** The states that may be recorded at the end of a span; empty if the shapes forbid a mistake. */
  private <T> List<Factors<T>> images(ExactRun<T> run, Arithmetic<T> arithmetic, Span span) {
    if (span.start() == 0 && !answer.states().containsKey(0) && !run.recordsStart()) {
      int before = span.updates() - 1;
      Factors<T> recorded = run.states(span.updates()).get(before);
      return recorded == null
          ? List.of()
          : run.next(before, before, span.updates(), recorded, Optional.empty());
    }
    List<Factors<T>> images = List.of(state(arithmetic, span.start()));
    Optional<Factors<T>> before =
        hasBefore(span) ? Optional.of(state(arithmetic, span.start() - 1)) : Optional.empty();
    for (int n = 0; n < span.updates(); n++) {
      List<Factors<T>> next = new ArrayList<>();
      for (Factors<T> image : images) {
        next.addAll(run.next(span.start() + n, n, span.updates(), image, before));
      }
      before = images.stream().findFirst();
      images = next; // more than one only after the noise of a step beyond the run's ends
    }
    return images;
  }

  /** A recorded state, or the start. */
  private <T> Factors<T> state(Arithmetic<T> arithmetic, int t) {
    return t == 0 && !answer.states().containsKey(0)
        ? q.at().roundTo(arithmetic)
        : new Factors<>(
            answer.state(t).get(0).roundTo(arithmetic), answer.state(t).get(1).roundTo(arithmetic));
  }
}
