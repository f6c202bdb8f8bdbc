// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * An op and its inputs. Every number is dyadic: it is exactly a double and exactly a value of the
 * candidate's arithmetic. Fields that the op does not have may hold anything; most are zero or
 * empty.
 *
 * @param op the op
 * @param fields the inputs by the names of the protocol: matrices and numbers (Dyadic), whole
 *     numbers, texts, and lists of these. {@code dX} and {@code dY} also hold the noise of one
 *     update, {@code noises} the noise of each update of a run
 * @param spelling the notation of its numbers
 */
public record Request(Op op, Map<String, Object> fields, Spelling spelling)
    implements Inputs<Dyadic> {

  /** The bits of a seed, unless a candidate declares another number. */
  public static final int SEED_BITS = 32;

  /** Minimum number of seed bits that a candidate may declare. */
  public static final int FEWEST_SEED_BITS = 16;

  public Request {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** A request of an op without a problem: M, X and Y are 1 x 1 zeros. */
  public static Request of(Op op) {
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    return of(op, Matrix.zeros(exact, 1, 1), Factors.zeros(exact, 1, 1, 1));
  }

  /** A request of an op on (M, X, Y), with the initial values of the op's own fields. */
  public static Request of(Op op, Matrix<Dyadic> m, Factors<Dyadic> at) {
    Map<String, Object> fields = new LinkedHashMap<>(op.own());
    fields.put("M", m);
    for (String parameter : List.of("etaX", "etaY", "sigma1", "sigma2")) {
      fields.put(parameter, Dyadic.ZERO);
    }
    return new Request(op, fields, Spelling.SHORTEST)
        .from(at)
        .withDirection(at.scale(Dyadic.ZERO))
        .withRun(List.of(), List.of());
  }

  /**
   * Returns a copy with a seed of the given number of bits, at least {@link #FEWEST_SEED_BITS}, or
   * empty if its seed has more. A seed of up to 31 bits is folded if it has too many, so that
   * neighbours stay neighbours, and seeds with equal last digits or bits stay different.
   */
  public Optional<Request> withSeedOf(int bits) {
    long asked = seed();
    long folded =
        bits < 31 && asked >>> 31 == 0 ? (asked + (asked >>> 16)) & (1L << bits) - 1 : asked;
    if (folded >>> bits != 0) {
      return Optional.empty();
    }
    return Optional.of(folded == asked ? this : with("seed", folded));
  }

  public boolean isFinite() {
    return !(fields.get("values") instanceof List<?> values)
        || values.stream().allMatch(v -> v instanceof Double d && Double.isFinite(d));
  }

  public Request with(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Request(op, more, spelling);
  }

  /** Returns a copy with a direction, or with the noise of one update. */
  public Request withDirection(Factors<Dyadic> d) {
    return with("dX", d.x()).with("dY", d.y());
  }

  public Request withSteps(Dyadic x, Dyadic y) {
    return with("etaX", x).with("etaY", y);
  }

  public Request withSigmas(Dyadic s1, Dyadic s2) {
    return with("sigma1", s1).with("sigma2", s2);
  }

  /** Returns a copy with the noise of a run and the steps to record. */
  public Request withRun(List<Factors<Dyadic>> noises, List<Integer> record) {
    return with("noises", List.copyOf(noises)).with("record", List.copyOf(record));
  }

  public Request withSample(int count, long seed) {
    return with("count", count).with("seed", seed);
  }

  public Request withTarget(Matrix<Dyadic> target) {
    return with("M", target);
  }

  public Request from(Factors<Dyadic> iterate) {
    return with("X", iterate.x()).with("Y", iterate.y());
  }

  /**
   * The update of a run that leads to its state t + 1, as a request of its own.
   *
   * @param step the op of one update
   * @param state the state t
   */
  public Request update(Op step, int t, Factors<Dyadic> state) {
    return of(step, m(), state).withDirection(noises().get(t)).withSteps(etaX(), etaY());
  }

  /** Returns a copy with a changed direction, or a changed noise of each of its updates. */
  public Request withNoise(UnaryOperator<Factors<Dyadic>> change) {
    return withDirection(change.apply(direction()))
        .withRun(noises().stream().map(change).toList(), record());
  }

  /** Returns a copy whose direction is the noise of the first update, if it is a run. */
  public Request ofFirstUpdate() {
    return noises().isEmpty() ? this : withDirection(noises().get(0));
  }

  public Request spelled(Spelling way) {
    return new Request(op, fields, way);
  }

  /** The numbers in an arithmetic, each rounded; an exact arithmetic does not change them. */
  public <T> Inputs<T> in(Arithmetic<T> arithmetic) {
    return new Rounded<>(arithmetic, this);
  }

  /** Returns true if no admissible evaluation order rounds on this request in an arithmetic. */
  public boolean isExactIn(Arithmetic<?> arithmetic) {
    return ExactPlans.areExact(arithmetic, this);
  }

  /** Returns true if some admissible evaluation order may overflow in an arithmetic. */
  public boolean mayOverflowIn(Arithmetic<?> arithmetic) {
    return ExactPlans.mayOverflow(arithmetic, this);
  }

  /** Returns true if no admissible evaluation order rounds some entry of the answer. */
  boolean hasExactEntry(RoundingModel model) {
    if (op.parts().isEmpty()) {
      return false; // random
    }
    if (isExactIn(Arithmetics.named(model.name()))) {
      return true;
    }
    Map<String, ExactEntries.Entries> exact =
        new ExactEntries(model, false, ofFirstUpdate()).fields();
    return op.reply().stream()
        .anyMatch(
            field ->
                exact
                    .getOrDefault(field.name(), ExactEntries.Entries.NONE)
                    .containSome(field.rows(this), field.columns(this)));
  }

  /** Every number, including those in fields that the op does not have. */
  public Stream<Dyadic> numbers() {
    return fields.values().stream().flatMap(Request::numbers);
  }

  private static Stream<Dyadic> numbers(@Nullable Object value) {
    if (value instanceof List<?> values) {
      return values.stream().flatMap(Request::numbers);
    }
    if (value instanceof Factors<?> factors) {
      return Stream.concat(numbers(factors.x()), numbers(factors.y()));
    }
    return value instanceof Matrix<?> matrix
        ? matrix.entries().stream().map(entry -> (Dyadic) entry)
        : value instanceof Dyadic number ? Stream.of(number) : Stream.empty();
  }

  /** Returns a copy in which every number of some fields, each a matrix or a number, is changed. */
  public Request map(UnaryOperator<Dyadic> change, String... names) {
    Request changed = this;
    for (String name : names) {
      boolean single = fields.get(name) instanceof Dyadic;
      changed = changed.with(name, single ? change.apply(number(name)) : matrix(name).map(change));
    }
    return changed;
  }

  @Override
  public Arithmetic<Dyadic> arithmetic() {
    return DyadicArithmetic.INSTANCE;
  }

  @Override
  public Dyadic number(String field) {
    if (fields.get(field) instanceof Dyadic number) {
      return number;
    }
    throw new IllegalArgumentException(op + " must have the number " + field + ", got " + fields);
  }

  @Override
  @SuppressWarnings("unchecked") // a request has no other matrices
  public Matrix<Dyadic> matrix(String field) {
    if (fields.get(field) instanceof Matrix<?> matrix) {
      return (Matrix<Dyadic>) matrix;
    }
    throw new IllegalArgumentException(op + " must have the matrix " + field + ", got " + fields);
  }

  @Override
  @SuppressWarnings("unchecked") // as withRun has put them
  public List<Factors<Dyadic>> noises() {
    return fields.get("noises") instanceof List<?> noises
        ? (List<Factors<Dyadic>>) noises
        : List.of();
  }

  @Override
  @SuppressWarnings("unchecked") // as withRun has put them
  public List<Integer> record() {
    return fields.get("record") instanceof List<?> steps ? (List<Integer>) steps : List.of();
  }

  /** The number of samples, or 0. */
  public int count() {
    return fields.get("count") instanceof Integer count ? count : 0;
  }

  /** The seed of samples, or 0. */
  public long seed() {
    return fields.get("seed") instanceof Long seed ? seed : 0;
  }

  /** The numbers of a request, each rounded to an arithmetic; an exact one does not change them. */
  private record Rounded<T>(Arithmetic<T> arithmetic, Request of) implements Inputs<T> {

    @Override
    public Matrix<T> matrix(String field) {
      return of.matrix(field).roundTo(arithmetic);
    }

    @Override
    public T number(String field) {
      return arithmetic.fromDyadic(of.number(field));
    }

    @Override
    public List<Factors<T>> noises() {
      return of.noises().stream().map(z -> z.roundTo(arithmetic)).toList();
    }

    @Override
    public List<Integer> record() {
      return of.record();
    }
  }
}
