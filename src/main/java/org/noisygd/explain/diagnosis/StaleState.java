// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/** Tests the hypothesis that a program's memory of earlier requests changes its later answers. */
record StaleState(FaultFit fit, List<Case> asked) {
  private static final String[] INPUTS = {
    "etaX", "etaY", "M", "X", "Y", "dX", "dY", "sigma1", "sigma2"
  };

  /**
   * A part of an earlier request that a program may use in later ones. Its answer is then right for
   * another request.
   *
   * @param in the request with that part of an earlier one, or empty if the shapes differ
   */
  private record Memory(String words, BiFunction<Request, Request, Optional<Request>> in) {
    static final List<Memory> ALL =
        List.of(
            new Memory(
                "the whole answer comes",
                (q, e) -> e.op() == q.op() ? taken(q, e, INPUTS) : Optional.empty()),
            of("M comes", "M"),
            new Memory(
                "the residual comes",
                (q, e) ->
                    taken(q, e, INPUTS)
                        .map(all -> q.withTarget(product(q).minus(product(e)).plus(e.m())))),
            of("X and Y come", "X", "Y"),
            of("X comes", "X"),
            of("Y comes", "Y"),
            of("the noise or the direction comes", "dX", "dY"),
            of("the step sizes come", "etaX", "etaY"),
            of("sigma1 and sigma2 come", "sigma1", "sigma2"));

    /** The memory of the given fields. */
    private static Memory of(String words, String... names) {
      return new Memory(words, (q, e) -> taken(q, e, names));
    }

    private static Optional<Request> taken(Request q, Request from, String... names) {
      Request taken = q;
      for (String name : names) {
        Object value = from.fields().get(name);
        if (value instanceof Matrix<?> m && !m.shape().equals(q.matrix(name).shape())) {
          return Optional.empty();
        }
        taken = value == null ? taken : taken.with(name, value);
      }
      return Optional.of(taken);
    }
  }

  private static Matrix<Dyadic> product(Request q) {
    Factors<Dyadic> at = point(q);
    return at.x().times(at.y().transpose());
  }

  /** The point of the gradient of a request. */
  static Factors<Dyadic> point(Request q) {
    return q.op() == Ops.STEP ? q.at().plus(q.direction()) : q.at();
  }

  /** The diagnosis, if the same part is remembered in every failed case. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    StaleState stale = new StaleState(given.fit(), List.copyOf(given.fit().answers().keySet()));
    Op op = given.op();
    List<Case> failed = given.failed();
    for (Memory memory : Memory.ALL) {
      if (failed.stream().allMatch(c -> stale.remembers(memory, c, (q, e) -> true))
          && failed.stream().anyMatch(c -> stale.remembers(memory, c, StaleState::isShown))) {
        return Optional.of(
            Diagnosis.of(op, Code.STALE_STATE.of(memory.words() + " from an earlier request")));
      }
    }
    for (boolean anyOp : new boolean[] {false, true}) {
      if (failed.stream().allMatch(c -> stale.accumulates(anyOp, c))) {
        String added =
            (op.has(Part.UPDATE)
                    ? "the gradient is added to the gradients"
                    : "the answer is added to the answers")
                + " of earlier requests of the same shape: clear it first (zero_grad in PyTorch)";
        return Optional.of(Diagnosis.of(op, Code.STALE_STATE.of(added)));
      }
    }
    return Optional.empty();
  }

  private Stream<Request> earlier(Case tested) {
    return asked.subList(0, asked.indexOf(tested)).stream().map(Case::request);
  }

  private boolean remembers(Memory memory, Case tested, BiPredicate<Request, Request> counts) {
    Request q = tested.request();
    return earlier(tested)
        .flatMap(e -> memory.in().apply(q, e).stream())
        .filter(e -> counts.test(q, e))
        .distinct()
        .anyMatch(e -> fit.near(RightQuantities.expected(e), fit.piece(tested)));
  }

  /**
   * Returns true if the remembered request differs in a number that is not zero: a program that
   * ignores an input behaves as if it remembered zeros.
   */
  private static boolean isShown(Request q, Request remembered) {
    return remembered.fields().entrySet().stream()
        .filter(field -> !field.getValue().equals(q.fields().get(field.getKey())))
        .anyMatch(
            field ->
                field.getValue() instanceof Matrix<?> m
                    ? !m.normSquared().equals(Dyadic.ZERO)
                    : !field.getValue().equals(Dyadic.ZERO));
  }

  /** Returns true if the answer is a sum with the answers to earlier requests of its shape. */
  private boolean accumulates(boolean anyOp, Case tested) {
    Request q = tested.request();
    boolean update = q.op() == Ops.STEP;
    List<Request> left =
        earlier(tested)
            .filter(e -> e.d1() == q.d1() && e.d2() == q.d2() && e.r() == q.r())
            .filter(e -> e.op() == q.op() || (anyOp && hasGradient(e.op()) && hasGradient(q.op())))
            .toList();
    Map<String, Matrix<Dyadic>> result = new LinkedHashMap<>(RightQuantities.expected(q));
    for (Request e : left) {
      (update || anyOp ? gradient(e, update) : RightQuantities.expected(e))
          .forEach(
              (name, m) -> {
                Dyadic step = name.equals("X") ? q.etaX() : q.etaY();
                Matrix<Dyadic> added = update ? m.scale(step.negate()) : m;
                result.computeIfPresent(name, (field, right) -> right.plus(added));
              });
    }
    return !left.isEmpty() && fit.near(result, fit.piece(tested));
  }

  private static boolean hasGradient(Op op) {
    return op == Ops.STEP || op == Ops.GRADIENT;
  }

  /** The gradient of a request, with the field names of a gradient or of an update. */
  private static Map<String, Matrix<Dyadic>> gradient(Request e, boolean update) {
    Map<String, Matrix<Dyadic>> g =
        RightQuantities.expected(Request.of(Ops.GRADIENT, e.m(), point(e)));
    Map<String, Matrix<Dyadic>> named = new LinkedHashMap<>();
    g.forEach((name, m) -> named.put(update ? name.substring("grad".length()) : name, m));
    return named;
  }
}
