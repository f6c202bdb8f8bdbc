// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/** Tests whether a program's memory of earlier requests explains its answers to later ones. */
record StaleState(MistakeFit fit, List<Case> asked) {
  /** Shares of the sum of earlier gradients that a program may keep: all, or by momentum. */
  private static final List<Double> KEPT = List.of(1.0, 0.9, 0.99, 0.95, 0.8, 0.5);

  /** What may be remembered: the same field in every failed case. */
  private enum Field {
    ANSWER("the whole answer is"),
    TARGET("M is"),
    RESIDUAL("the residual is"),
    ITERATE("X and Y are"),
    X("X is"),
    Y("Y is"),
    DIRECTION("the noise or direction is"),
    STEPS("the step sizes are"),
    SIGMAS("the deviations sigma1 and sigma2 are");

    private final String words;

    Field(String words) {
      this.words = words;
    }

    /** A request with this field of an earlier one; empty if the shapes differ. */
    Optional<Request> in(Request q, Request e) {
      boolean sameTarget = e.d1() == q.d1() && e.d2() == q.d2();
      boolean sameX = e.d1() == q.d1() && e.r() == q.r();
      boolean sameY = e.d2() == q.d2() && e.r() == q.r();
      boolean same = sameX && sameY;
      return switch (this) {
        case ANSWER -> same && e.op() == q.op() ? Optional.of(e) : Optional.empty();
        case TARGET -> sameTarget ? Optional.of(q.withTarget(e.m())) : Optional.empty();
        case RESIDUAL ->
            same
                ? Optional.of(q.withTarget(product(q).minus(product(e)).plus(e.m())))
                : Optional.empty();
        case ITERATE -> same ? Optional.of(q.from(e.at())) : Optional.empty();
        case X -> sameX ? Optional.of(q.from(mixed(e.at(), q.at()))) : Optional.empty();
        case Y -> sameY ? Optional.of(q.from(mixed(q.at(), e.at()))) : Optional.empty();
        case DIRECTION -> same ? Optional.of(q.withDirection(e.direction())) : Optional.empty();
        case STEPS -> Optional.of(q.withSteps(e.etaX(), e.etaY()));
        case SIGMAS -> Optional.of(q.withSigmas(e.sigma1(), e.sigma2()));
      };
    }
  }

  @SuppressWarnings("shape") // the shapes were compared
  private static Factors<Dyadic> mixed(Factors<Dyadic> x, Factors<Dyadic> y) {
    return new Factors<>(x.x(), y.y());
  }

  private static Matrix<Dyadic> product(Request q) {
    Factors<Dyadic> at = point(q);
    return at.x().times(at.y().transpose());
  }

  /** The point where the gradient of a request is taken. */
  private static Factors<Dyadic> point(Request q) {
    return q.op() == Ops.STEP ? q.at().plus(q.direction()) : q.at();
  }

  /** The diagnosis, if the same thing is remembered in every failed case. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    StaleState stale = new StaleState(given.fit(), List.copyOf(given.fit().answers().keySet()));
    Op op = given.op();
    List<Case> failed = given.failed();
    for (Field field : Field.values()) {
      if (failed.stream().allMatch(c -> stale.remembers(field, c))) {
        String words = field.words + (field.words.endsWith("are") ? " those" : " that");
        return told(op, words + " of an earlier request");
      }
    }
    for (double kept : KEPT) {
      for (boolean anyOp : new boolean[] {false, true}) {
        if (failed.stream().allMatch(c -> stale.accumulates(kept, anyOp, c))) {
          String what = op.has(Part.UPDATE) ? "the gradient" : "the answer";
          return told(
              op,
              kept == 1
                  ? what
                      + " is added to those of earlier requests of the same shape: clear it first"
                      + " (zero_grad in PyTorch)"
                  : what
                      + " has "
                      + kept
                      + " times what an earlier request left: momentum is kept");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Diagnosis> told(Op op, String words) {
    return Optional.of(Diagnosis.of(op, Code.STALE_STATE.of(words)));
  }

  private Stream<Request> earlier(Case tested) {
    return asked.subList(0, asked.indexOf(tested)).stream().map(Case::request);
  }

  private boolean remembers(Field field, Case tested) {
    Request q = tested.request();
    return earlier(tested)
        .flatMap(e -> field.in(q, e).stream())
        .distinct()
        .anyMatch(e -> near(ExactImage.due(e), tested));
  }

  /** Whether the answer also contains what earlier requests of the same shape left. */
  private boolean accumulates(double kept, boolean anyOp, Case tested) {
    Request q = tested.request();
    boolean update = q.op() == Ops.STEP;
    Predicate<Request> counts =
        e ->
            e.d1() == q.d1()
                && e.d2() == q.d2()
                && e.r() == q.r()
                && (e.op() == q.op() || (anyOp && hasGradient(e.op()) && hasGradient(q.op())));
    Map<String, Matrix<Dyadic>> sum = new LinkedHashMap<>();
    Dyadic share = Dyadic.of(kept);
    earlier(tested)
        .filter(counts)
        .forEach(
            e ->
                (update || anyOp ? gradient(e, update) : ExactImage.due(e))
                    .forEach((name, m) -> sum.merge(name, m, (a, b) -> a.scale(share).plus(b))));
    if (sum.isEmpty()) {
      return false;
    }
    Map<String, Matrix<Dyadic>> image = new LinkedHashMap<>();
    ExactImage.due(q)
        .forEach(
            (name, m) -> {
              Matrix<Dyadic> left = sum.get(name);
              Dyadic weight =
                  update ? (name.equals("X") ? q.etaX() : q.etaY()).negate() : Dyadic.ONE;
              image.put(name, left == null ? m : m.plus(left.scale(share.multiply(weight))));
            });
    return near(image, tested);
  }

  private static boolean hasGradient(Op op) {
    return op == Ops.STEP || op == Ops.GRADIENT;
  }

  /** The gradient of a request, by the field names of its answer or of an update. */
  private static Map<String, Matrix<Dyadic>> gradient(Request e, boolean update) {
    Map<String, Matrix<Dyadic>> g = ExactImage.due(Request.of(Ops.GRADIENT, e.m(), point(e)));
    Map<String, Matrix<Dyadic>> named = new LinkedHashMap<>();
    g.forEach((name, m) -> named.put(update ? name.substring("grad".length()) : name, m));
    return named;
  }

  private boolean near(Map<String, Matrix<Dyadic>> image, Case tested) {
    return fit.near(image, fit.piece(tested));
  }
}
