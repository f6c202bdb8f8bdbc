// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.exact.ExactRun;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.PartialMistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.number.Binary64;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Whether what a diagnosis says of a program is true of answers that the diagnosis has not seen: a
 * formula must foretell each of them, the right ones too, and a factor must be in each wrong one.
 */
final class NameTruth {
  private static final CaseBounds BOUNDS = new CaseBounds(RoundingModel.named("binary64"));

  /** An image may be off by this share of its largest entry and of its terms. */
  private static final double NEAR = 1e-9;

  /** Factors are told with six digits. */
  private static final double SIX_DIGITS = 1e-5;

  private static final Pattern SOME_STEPS =
      Pattern.compile("of steps (\\d+) to (\\d+), this happens only (?:from step (\\d+) on)?");

  private NameTruth() {}

  /** Whether it is. */
  static boolean isTrue(Diagnosis d, Map<Request, Answer> answers) {
    if (!d.mistakes().isEmpty()) {
      return answers.entrySet().stream()
          .allMatch(one -> foretells(d, one.getKey(), one.getValue()));
    }
    return switch (d.code()) {
      case "zeros" -> hasFactors(answers, d, c -> c == 0);
      case "sign" -> hasFactors(answers, d, c -> near(c, -1));
      case "factor-two" -> hasFactors(answers, d, c -> near(c, 2) || near(c, 0.5));
      case "updates-missing" -> hasFactors(answers, d, c -> c == 0);
      case "scaled", "mean-instead-of-sum", "step-size-decayed" ->
          hasFactors(answers, d, c -> true);
      default -> false;
    };
  }

  /** All answers; of a trace, what was said of some of its steps is true or not of those. */
  private static boolean foretells(Diagnosis d, Request q, Answer answer) {
    Matcher some = SOME_STEPS.matcher(d.text());
    if (!some.find()) {
      return foretells(q, answer, d.mistakes());
    }
    boolean late =
        some.group(3) != null && d.mistakes().stream().noneMatch(PartialMistake.class::isInstance);
    int first = Integer.parseInt(some.group(late ? 3 : 1));
    int last = Integer.parseInt(some.group(2));
    List<Integer> record = new ArrayList<>();
    Map<Integer, List<ReadMatrix>> states = new LinkedHashMap<>();
    for (int t = first; t <= last + 1; t++) {
      record.add(t - first);
      states.put(t - first, answer.states().get(t));
    }
    Request kept =
        q.from(
                new Factors<>(
                    states.get(0).get(0).in(DyadicArithmetic.INSTANCE),
                    states.get(0).get(1).in(DyadicArithmetic.INSTANCE)))
            .withRun(q.noises().subList(first, last + 1), record);
    return foretells(kept, new Answer(Map.of(), states), d.mistakes());
  }

  private static boolean near(double c, double factor) {
    return Math.abs(c - factor) <= SIX_DIGITS * Math.abs(factor);
  }

  /** Whether each wrong field has such a factor, and right ones are told of where there are any. */
  private static boolean hasFactors(
      Map<Request, Answer> answers, Diagnosis d, DoublePredicate factor) {
    boolean changes = d.text().contains("changes") || d.text().contains("missing at");
    int right = 0;
    for (Map.Entry<Request, Answer> one : answers.entrySet()) {
      for (Map.Entry<Request, Map<String, ReadMatrix>> piece :
          pieces(one.getKey(), one.getValue()).entrySet()) {
        Request q = piece.getKey();
        Map<String, Matrix<Double>> due = ExactImage.right(Binary64.INSTANCE, q);
        for (Map.Entry<String, ReadMatrix> field : piece.getValue().entrySet()) {
          if (!d.text().contains(field.getKey()) && !d.code().equals("zeros")) {
            continue; // of which nothing is said
          }
          Matrix<Double> base = base(q, field.getKey(), due.get(field.getKey()));
          Matrix<Double> term = due.get(field.getKey()).minus(base);
          double terms = terms(q, field.getKey());
          if (near(base, field.getValue(), terms)
              && near(due.get(field.getKey()), field.getValue(), terms)) {
            continue; // too small to tell
          }
          if (near(due.get(field.getKey()), field.getValue(), terms)) {
            right++;
            continue;
          }
          double c = largestRatio(term, base, field.getValue());
          c = near(base, field.getValue(), terms) ? 0 : c;
          if (!near(base.plus(term.scale(c)), field.getValue(), terms) || !factor.test(c)) {
            return false;
          }
        }
      }
    }
    return right == 0 || changes || d.text().contains(" results that could show it are right");
  }

  /** A request and its answer, or the updates of a run each from its own printed state. */
  private static Map<Request, Map<String, ReadMatrix>> pieces(Request q, Answer answer) {
    Map<Request, Map<String, ReadMatrix>> pieces = new LinkedHashMap<>();
    if (answer.isFinite()) {
      AnsweredRequest.of(q, answer, 0).forEach(p -> pieces.put(p.request(), p.fields()));
    }
    return pieces;
  }

  private static Matrix<Double> base(Request q, String field, Matrix<Double> due) {
    return q.op() != Ops.STEP
        ? due.scale(0.0)
        : (field.equals("X") ? q.at().x() : q.at().y()).roundTo(Binary64.INSTANCE);
  }

  private static double largestRatio(Matrix<Double> term, Matrix<Double> base, ReadMatrix actual) {
    int at = 0;
    for (int n = 1; n < term.entries().size(); n++) {
      at = Math.abs(term.entries().get(n)) > Math.abs(term.entries().get(at)) ? n : at;
    }
    double moved = actual.entries().get(at).nearestDouble() - base.entries().get(at);
    return moved / term.entries().get(at);
  }

  private static double terms(Request q, String field) {
    ErrorBound limit = BOUNDS.of(q, OpBounds.LossForm.EXPANDED).get(field);
    return limit == null ? 1 : limit.largestMagnitude().doubleValue();
  }

  /** Whether an answer is that of a program with the mistakes. */
  private static boolean foretells(Request q, Answer answer, Set<Mistake> mistakes) {
    if (!answer.isFinite()) {
      return true; // no more is known
    }
    if (q.op() == Ops.RUN) {
      return foretellsRun(q, answer, mistakes);
    }
    Map<String, Matrix<Double>> image =
        Mistake.image(Binary64.INSTANCE, q, mistakes)
            .fields()
            .orElseGet(() -> ExactImage.right(Binary64.INSTANCE, q));
    return answer.fields().entrySet().stream()
        .allMatch(
            field -> {
              Matrix<Double> m = image.get(field.getKey());
              return near(m, field.getValue(), terms(q, field.getKey()));
            });
  }

  private static boolean near(Matrix<Double> image, ReadMatrix actual, double terms) {
    double size = terms;
    for (double v : image.entries()) {
      size = Math.max(size, Math.abs(v));
    }
    for (int n = 0; n < image.entries().size(); n++) {
      double error = Math.abs(image.entries().get(n) - actual.entries().get(n).nearestDouble());
      if (!(error <= NEAR * size)) {
        return false;
      }
    }
    return image.rows() == actual.rows() && image.columns() == actual.columns();
  }

  /** Each update of a run from its own printed state. */
  private static boolean foretellsRun(Request q, Answer answer, Set<Mistake> mistakes) {
    ExactRun<Double> run = Mistake.run(Binary64.INSTANCE, q, mistakes);
    List<Integer> recorded = List.copyOf(new TreeSet<>(answer.states().keySet()));
    if (run.recordsStart()
        && recorded.contains(0)
        && !near(q.at().x().roundTo(Binary64.INSTANCE), answer.states().get(0).get(0), 0)) {
      return false;
    }
    for (int n = 0; n + 1 < recorded.size(); n++) {
      int start = recorded.get(n);
      int updates = recorded.get(n + 1) - start;
      Factors<Double> state = state(answer, start);
      Optional<Factors<Double>> before =
          n > 0 && recorded.get(n - 1) == start - 1
              ? Optional.of(state(answer, start - 1))
              : Optional.empty();
      if (run.needsBefore() && start > 0 && before.isEmpty()) {
        continue;
      }
      List<Factors<Double>> images = new ArrayList<>(List.of(state));
      for (int k = 0; k < updates; k++) {
        if (!images.isEmpty()) {
          List<Factors<Double>> next = new ArrayList<>();
          for (Factors<Double> image : images) {
            next.addAll(run.next(start + k, k, updates, image, before));
          }
          before = Optional.of(images.get(0));
          images = next;
        }
      }
      List<ReadMatrix> actual = answer.states().get(start + updates);
      OpBounds.Pair limits =
          BOUNDS.update(q, state.roundTo(ErrorBound.MAGNITUDES), q.noises().get(start));
      if (!images.isEmpty() && images.stream().noneMatch(image -> near(image, actual, limits))) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(
      Factors<Double> image, List<ReadMatrix> actual, OpBounds.Pair limits) {
    return near(image.x(), actual.get(0), limits.x().largestMagnitude().doubleValue())
        && near(image.y(), actual.get(1), limits.y().largestMagnitude().doubleValue());
  }

  private static Factors<Double> state(Answer answer, int t) {
    List<ReadMatrix> state = answer.states().get(t);
    return new Factors<>(
        state.get(0).roundTo(Binary64.INSTANCE), state.get(1).roundTo(Binary64.INSTANCE));
  }
}
