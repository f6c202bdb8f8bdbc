// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Steps;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/** How like a candidate's answers are to what a program with some mistakes would answer. */
final class MistakeFit {
  /**
   * A faulty plan may do a few more operations on terms a few times as large as the right one: its
   * image is compared within this multiple of the bound.
   */
  static final BigDecimal ROOM = BigDecimal.valueOf(16);

  /**
   * An image in binary64 is nearer to its exact value than this share of its size and of the terms'
   * magnitude, even if mistaken terms as much as 2^20 times as large cancel.
   */
  private static final double COARSE = 0x1p-20;

  /**
   * How much an update may magnify an error of its start: its derivative is the identity less the
   * step size times the Hessian, and steps keep that product below one.
   */
  private static final BigDecimal GROWTH = BigDecimal.valueOf(2);

  private static final RunMistakes.Near COARSELY =
      new RunMistakes.Near() {
        @Override
        public <T> boolean near(Matrix<T> image, ReadMatrix actual, ErrorBound limit, int updates) {
          return coarsely(image, actual, limit, updates);
        }
      };

  private static final RunMistakes.Near CLOSELY = new Within(ROOM);

  /** Takes an image for an answer within so many times the largest bound of a field. */
  private record Within(BigDecimal times) implements RunMistakes.Near {
    @Override
    public <T> boolean near(Matrix<T> image, ReadMatrix actual, ErrorBound limit, int updates) {
      return Deviation.near(image, actual, limit, times.multiply(grown(updates)));
    }
  }

  private final CaseBounds bounds;
  private final Map<Case, Answer> answers;
  private final IdentityHashMap<Case, RunMistakes> runs = new IdentityHashMap<>();
  private final IdentityHashMap<Request, Map<String, ErrorBound>> limits = new IdentityHashMap<>();
  private final Map<Case, Integer> firstWrong = new HashMap<>();
  private final DiagnosisDeadline deadline;

  /**
   * @param deadline after which no comparison is made any more
   */
  MistakeFit(
      CaseBounds bounds,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      DiagnosisDeadline deadline) {
    this.bounds = bounds;
    this.deadline = deadline;
    this.answers = new LinkedHashMap<>(answers);
    for (CaseResult r : results) {
      firstWrong.put(r.tested(), Math.max(0, r.wrongStep() - 1));
    }
  }

  /** All answers, in the order in which they were given. */
  Map<Case, Answer> answers() {
    return answers;
  }

  /** Which steps of a trace the updates are; empty if they are those of a candidate's runs. */
  Optional<Steps> steps() {
    return answers.keySet().stream().map(Case::steps).flatMap(Optional::stream).findFirst();
  }

  /** Takes one more answer. */
  void add(Case tested, Answer answer) {
    answers.put(tested, answer);
  }

  /** The first wrong update of a run; 0 for any other op. */
  int firstWrong(Case tested) {
    return firstWrong.getOrDefault(tested, 0);
  }

  /** The answers to failed cases in pieces. */
  List<AnsweredRequest> pieces(List<Case> failed) {
    return failed.stream()
        .flatMap(c -> AnsweredRequest.of(c.request(), answer(c), firstWrong(c)).stream())
        .toList();
  }

  /** The cases of results whose answers can be compared. */
  List<Case> answered(List<CaseResult> results) {
    return results.stream().map(CaseResult::tested).filter(c -> answer(c).isFinite()).toList();
  }

  /** Whether a judge finds no answer beyond so many times its bound. */
  boolean passes(Judge judge, List<Case> cases, UnaryOperator<Case> as, double times) {
    return cases.stream()
        .map(c -> judge.judge(as.apply(c), answer(c)))
        .allMatch(r -> r.worst() <= times);
  }

  /** The answer to a case that has one. */
  Answer answer(Case tested) {
    Answer answer = answers.get(tested);
    if (answer == null) {
      throw new IllegalStateException("no answer to " + tested.name());
    }
    return answer;
  }

  /** Whether all answers may have come from the mistakes. */
  boolean fits(Set<Mistake> faults, List<Case> failed) {
    return failed.stream().allMatch(c -> mayFit(faults, c, false));
  }

  /**
   * Whether cases that passed may have come from the mistake too: it may not show in their shapes.
   */
  boolean consistent(Set<Mistake> faults, List<Case> passed) {
    return passed.stream().allMatch(c -> mayFit(faults, c, true));
  }

  /** A mistake whose size, on this case, leaves the range of the numbers does not fit it. */
  private boolean mayFit(Set<Mistake> faults, Case tested, boolean withoutImage) {
    try {
      return fits(faults, tested, withoutImage);
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** First in binary64, coarsely: that is enough to refute most mistakes, and far faster. */
  private boolean fits(Set<Mistake> faults, Case tested, boolean withoutImage) {
    deadline.check();
    if (tested.op() == Ops.RUN) {
      RunMistakes run = run(tested);
      return run.fit(Binary64.INSTANCE, faults, COARSELY, withoutImage)
          && run.fit(RunMistakes.EXACT, faults, CLOSELY, withoutImage);
    }
    var coarse = Mistake.image(Binary64.INSTANCE, tested.request(), faults).fields();
    if (coarse.isEmpty()) {
      return withoutImage;
    }
    if (!near(coarse.get(), tested.request(), answer(tested), COARSELY)) {
      return false;
    }
    try {
      return fits(DyadicArithmetic.INSTANCE, faults, tested);
    } catch (ArithmeticException e) {
      return fits(RunMistakes.EXACT, faults, tested); // it divides
    }
  }

  private <T> boolean fits(Arithmetic<T> arithmetic, Set<Mistake> faults, Case tested) {
    var image = Mistake.image(arithmetic, tested.request(), faults).fields();
    return image.isPresent() && near(image.get(), tested.request(), answer(tested));
  }

  /** The images by mistakes with what was answered; none where there is no image. */
  <T> List<RunMistakes.Compared<T>> compared(
      Arithmetic<T> arithmetic, Set<Mistake> faults, Case tested) {
    deadline.check();
    Request q = tested.request();
    if (q.op() == Ops.RUN) {
      return run(tested).compared(arithmetic, faults);
    }
    Optional<Map<String, Matrix<T>>> image = Mistake.image(arithmetic, q, faults).fields();
    List<RunMistakes.Compared<T>> found = new ArrayList<>();
    Map<String, ErrorBound> limits = limits(q);
    for (Map.Entry<String, ReadMatrix> field : answer(tested).fields().entrySet()) {
      Matrix<T> values = image.map(m -> m.get(field.getKey())).orElse(null);
      ErrorBound limit = limits.get(field.getKey());
      if (values != null && limit != null && limit.rows() == values.rows()) {
        found.add(new RunMistakes.Compared<>(values, field.getValue(), limit));
      }
    }
    return found;
  }

  /**
   * How many entries are so far from what is due that no image near them is near that too: what a
   * mistake must explain.
   */
  long wrongEntries(List<Case> failed) {
    return failed.stream()
        .flatMap(c -> compared(Binary64.INSTANCE, Set.of(), c).stream())
        .mapToLong(MistakeFit::wrongEntries)
        .sum();
  }

  private static long wrongEntries(RunMistakes.Compared<Double> one) {
    ErrorBound limit = one.limit();
    double near = limit.decides() ? 2 * limit.largest().multiply(ROOM).doubleValue() : 0;
    return IntStream.range(0, one.actual().entries().size())
        .mapToDouble(
            n -> one.image().entries().get(n) - one.actual().entries().get(n).nearestDouble())
        .filter(apart -> near > 0 && Math.abs(apart) > near)
        .count();
  }

  private RunMistakes run(Case tested) {
    return runs.computeIfAbsent(
        tested, c -> new RunMistakes(bounds, c.request(), answer(c), firstWrong(c)));
  }

  /** Whether an image in binary64 leaves it open. */
  private static boolean coarsely(
      Matrix<?> image, ReadMatrix actual, ErrorBound limit, int updates) {
    if (image.rows() != actual.rows() || image.columns() != actual.columns()) {
      return false;
    }
    double size = limit.largestMagnitude().doubleValue();
    // Where the bound says nothing, the size stands for it.
    double bound =
        limit.decides()
            ? ROOM.multiply(grown(updates)).multiply(limit.largest()).doubleValue()
            : size;
    double share = COARSE + (size > 0 ? bound / size : 0);
    double[] values =
        image.entries().stream().mapToDouble(v -> v instanceof Double d ? d : 0).toArray();
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    for (int n = 0; n < values.length; n++) {
      double error = Math.abs(values[n] - actual.entries().get(n).nearestDouble());
      if (error > bound + share * (size + largest)) {
        return false;
      }
    }
    return true;
  }

  /** By how much an error may have grown after so many updates from a printed state. */
  private static BigDecimal grown(int updates) {
    return updates < 2 ? BigDecimal.ONE : GROWTH.pow(updates);
  }

  /** Whether an image is within so many bounds of an answer. */
  <T> boolean near(Map<String, Matrix<T>> image, Request q, Answer answer) {
    deadline.check();
    return near(image, q, answer, CLOSELY);
  }

  private <T> boolean near(
      Map<String, Matrix<T>> image, Request q, Answer answer, RunMistakes.Near near) {
    Map<String, ErrorBound> limits = limits(q);
    for (Map.Entry<String, ReadMatrix> field : answer.fields().entrySet()) {
      var exact = image.get(field.getKey());
      ErrorBound limit = limits.get(field.getKey());
      if (exact == null || limit == null || !near.near(exact, field.getValue(), limit, 0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an answer is right, to within so many bounds. */
  boolean isRight(Request q, Answer answer) {
    return answer.isFinite() && near(ExactImage.right(DyadicArithmetic.INSTANCE, q), q, answer);
  }

  /** Whether an image is within so many bounds of what was answered to a piece. */
  boolean near(Map<String, Matrix<Dyadic>> image, AnsweredRequest piece) {
    return near(image, piece.request(), new Answer(piece.fields(), Map.of()));
  }

  /** Whether what was answered to a piece is an image, bit by bit. */
  static boolean equal(Map<String, Matrix<Dyadic>> image, AnsweredRequest piece) {
    return piece.fields().entrySet().stream()
        .allMatch(field -> wrongEntries(image, field.getKey(), field.getValue()).isEmpty());
  }

  /** The entries of a field that are not those of an image, bit by bit: their numbers. */
  static List<Integer> wrongEntries(
      Map<String, Matrix<Dyadic>> image, String name, ReadMatrix actual) {
    Matrix<Dyadic> exact = image.get(name);
    List<Integer> wrong = new ArrayList<>();
    for (int n = 0; n < actual.entries().size(); n++) {
      boolean right =
          exact != null
              && exact.entries().get(n).toBigDecimal().compareTo(actual.entries().get(n).decimal())
                  == 0;
      if (!right) {
        wrong.add(n);
      }
    }
    return wrong;
  }

  /** Whether a request's bounds are so small that being within them tells something. */
  boolean decides(Request q) {
    return limits(q).values().stream().allMatch(ErrorBound::decides);
  }

  /** The bound of each field of the answer to a request: that of all forms, if there is one. */
  Map<String, ErrorBound> limits(Request q) {
    return limits.computeIfAbsent(
        q,
        r -> {
          Map<String, ErrorBound> expanded = bounds.of(r, OpBounds.LossForm.EXPANDED);
          return expanded.values().stream().allMatch(ErrorBound::decides)
              ? expanded
              : bounds.of(r, OpBounds.LossForm.RESIDUAL);
        });
  }

  /** Whether the right image is as near to every failed answer as a mistake's would have to be. */
  boolean withinRoundings(List<Case> failed) {
    return failed.stream()
        .allMatch(c -> c.op() != Ops.RUN && decides(c.request()) && fits(Set.of(), c, false));
  }

  /** Whether no entry is farther from what is due than the largest bound of its field. */
  boolean isRightInTheLarge(Case tested) {
    return near(tested.due(), tested.request(), answer(tested), new Within(BigDecimal.ONE));
  }

  /** Whether a right answer would be near enough to a failed one to be taken for it. */
  boolean isNearRight(Case tested) {
    return fits(Set.of(), tested, false);
  }

  /** Whether a piece is right, to within so many bounds. */
  boolean isRight(AnsweredRequest piece) {
    return near(ExactImage.right(DyadicArithmetic.INSTANCE, piece.request()), piece);
  }
}
