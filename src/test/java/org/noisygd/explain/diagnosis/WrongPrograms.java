// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.explain.fault.Fault;
import org.noisygd.explain.fault.FaultyProgram;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;

/** Wrong programs in binary64 beside those of the catalogue, each with the code that is true. */
final class WrongPrograms {
  private static final Binary64 DOUBLES = Binary64.INSTANCE;

  private WrongPrograms() {}

  /** A program: the answer to each request. */
  interface Program extends Function<Request, Answer> {}

  /**
   * A row of the table.
   *
   * @param code the only code that is true of the program; empty if the judge has no name for it
   * @param words part of the text of its diagnosis
   * @param program makes the program anew, without memory
   */
  record Row(String name, JudgedOp op, String code, String words, Supplier<Program> program) {
    @Override
    public String toString() {
      return op.word() + ": " + name;
    }
  }

  /** All rows. */
  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(scaled());
    rows.addAll(remembering());
    rows.addAll(inexact());
    rows.addAll(inPart());
    for (JudgedOp op : List.of(Ops.STEP, Ops.RUN)) {
      WrongUpdates.all().forEach((name, program) -> rows.add(unnamed(name, op, () -> program)));
    }
    rows.add(unnamed("momentum", Ops.RUN, WrongUpdates::momentum));
    return rows;
  }

  private static Row unnamed(String name, JudgedOp op, Supplier<Program> program) {
    return new Row(name, op, "", "", program);
  }

  private static Row named(String code, String words, JudgedOp op, Program program) {
    return new Row(code + ", " + words, op, code, words, () -> program);
  }

  // Numbers that are the same in all answers, or off by a factor.

  private static List<Row> scaled() {
    return List.of(
        named("constant", "every number of every answer is 0", Ops.LOSS, filled(0)),
        named("constant", "every number of every answer is 0", Ops.STEP, filled(0)),
        named("constant", "every number of every answer is 0.5", Ops.HESSIAN, filled(0.5)),
        named("scaled", "multiplied by 1.00100", Ops.STEP, scaled(q -> 1.001)),
        named("scaled", "multiplied by 0.300000", Ops.HVP, scaled(q -> 0.3)),
        named("scaled", "multiplied by 1/d1", Ops.GRADIENT, scaled(q -> 1.0 / q.d1())),
        named("scaled", "a mean over the entries", Ops.LOSS, scaled(q -> 1.0 / (q.d1() * q.d2()))),
        named("scaled", "min(1, 2.000 / norm", Ops.GRADIENT, scaled(q -> Math.min(1, 2 / norm(q)))),
        named("scaled", "norm of the gradient by that factor", Ops.GRADIENT, clippedApart()),
        unnamed("a factor that changes", Ops.GRADIENT, () -> scaled(q -> 1 + 0.125 * q.d1())),
        unnamed(
            "scaled in some shapes",
            Ops.GRADIENT,
            () -> where(q -> q.d1() < q.d2(), scaled(q -> 3.0))));
  }

  private static double norm(Request q) {
    return Math.sqrt(right(q).values().stream().mapToDouble(m -> m.inner(m)).sum());
  }

  private static Program clippedApart() {
    return q -> printed(right(q), m -> m.scale(Math.min(1, 2 / Math.sqrt(m.inner(m)))));
  }

  private static Program filled(double number) {
    return q -> printed(right(q), m -> m.map(a -> number));
  }

  /** The answer, or the increment of an update, times a factor. */
  static Program scaled(ToDoubleFunction<Request> factor) {
    return q -> {
      Map<String, Matrix<Double>> all = new LinkedHashMap<>(right(q));
      all.replaceAll(
          (name, m) -> {
            Matrix<Double> base =
                q.op() == Ops.STEP ? q.matrix(name).roundTo(DOUBLES) : m.scale(0.0);
            return base.plus(m.minus(base).scale(factor.applyAsDouble(q)));
          });
      return printed(all, m -> m);
    };
  }

  // What an earlier request has left.

  private static List<Row> remembering() {
    return List.of(
        stale("the whole answer", Ops.STEP, q -> List.of(q.m(), q.at(), q.etaX(), q.etaY())),
        stale("from an earlier request", Ops.GRADIENT, q -> List.of(q.at())),
        stale("from an earlier request", Ops.SMOOTHED_HESSIAN, q -> List.of(q.m(), q.at())),
        new Row(
            "a residual kept by its X",
            Ops.GRADIENT,
            "stale-state",
            "the residual",
            WrongPrograms::keepingResiduals));
  }

  /** Answers what it has answered before to a request that is alike in some parts. */
  private static Row stale(String words, JudgedOp op, Function<Request, List<Object>> key) {
    return new Row(
        words,
        op,
        "stale-state",
        words,
        () -> {
          Map<List<Object>, Answer> kept = new HashMap<>();
          return q -> kept.computeIfAbsent(key.apply(q), k -> printed(right(q), m -> m));
        });
  }

  private static Program keepingResiduals() {
    Map<Matrix<Dyadic>, Matrix<Double>> kept = new HashMap<>();
    return q -> {
      Factors<Double> at = q.at().roundTo(DOUBLES);
      Matrix<Double> now = new MatrixFactorization<>(q.m().roundTo(DOUBLES)).residual(at);
      Matrix<Double> old = kept.computeIfAbsent(q.at().x(), x -> now);
      Matrix<Double> r = old.rows() == now.rows() && old.columns() == now.columns() ? old : now;
      return printed(
          ordered("gradX", r.times(at.y()), "gradY", r.transpose().times(at.x())), m -> m);
    };
  }

  // Digits that are lost.

  private static List<Row> inexact() {
    return List.of(
        named("truncated-output", "print 17", Ops.STEP, digits((name, d) -> rounded(d, 16))),
        named(
            "truncated-output",
            "the numbers of X are right but printed with too few digits, at most 6",
            Ops.STEP,
            digits((name, d) -> rounded(d, name.equals("X") ? 6 : 17))),
        named(
            "truncated-output",
            "at most 10; print 17",
            Ops.STEP,
            digits((name, d) -> new BigDecimal(rounded(d, 10)).toPlainString())),
        named(
            "truncated-output",
            "at most 6 after the point",
            Ops.GRADIENT,
            digits(
                (name, d) ->
                    new BigDecimal(d).setScale(6, RoundingMode.HALF_EVEN).toPlainString())),
        named("narrow-arithmetic", "bits or so", Ops.GRADIENT, digits((name, d) -> ofBits(d, 51))),
        named(
            "narrow-arithmetic",
            "those of binary32",
            Ops.GRADIENT,
            q -> printed(right(q), m -> m.map(a -> (double) a.floatValue()))),
        unnamed(
            "gradients below 1e-30 are zeros",
            Ops.GRADIENT,
            () -> q -> printed(right(q), m -> m.map(a -> Math.abs(a) < 1e-30 ? 0.0 : a))),
        unnamed(
            "noise lost in one shape",
            Ops.STEP,
            () -> where(q -> q.d1() == 1 && q.r() > 1, of(Fault.NOISE_Y_ONLY))),
        unnamed("one in a hundred by chance", Ops.STEP, () -> byChance(100, 1e-6)),
        unnamed("one in two by chance", Ops.GRADIENT, () -> byChance(2, 1e-3)));
  }

  private static String rounded(double d, int digits) {
    return d == 0 ? "0" : new BigDecimal(d).round(new MathContext(digits)).toString();
  }

  private static String ofBits(double d, int bits) {
    int e = Math.getExponent(d);
    return Literals.format(
        d == 0 ? 0 : Math.scalb(Math.rint(Math.scalb(d, bits - 1 - e)), e - bits + 1));
  }

  private static Program digits(BiFunction<String, Double, String> print) {
    return q -> {
      Map<String, ReadMatrix> fields = new LinkedHashMap<>();
      for (String name : right(q).keySet()) {
        Matrix<Double> m = right(q).get(name);
        List<ReadNumber> numbers = new ArrayList<>();
        m.entries().forEach(d -> numbers.add(ReadNumber.of(print.apply(name, d), DOUBLES)));
        fields.put(name, new ReadMatrix(m.rows(), m.columns(), numbers));
      }
      return new Answer(fields, Map.of());
    };
  }

  /** One number in so many answers, a random one, is off by a share of it. */
  private static Program byChance(int oneIn, double share) {
    Random random = new Random(31);
    return q ->
        printed(
            right(q),
            m -> {
              int i = random.nextInt(m.rows());
              int j = random.nextInt(m.columns());
              double v = m.get(i, j);
              double off = share * (v == 0 ? 1 : v) * (1 + random.nextDouble());
              return random.nextInt(oneIn) == 0
                  ? with(m, (a, b) -> a == i && b == j, a -> a + off)
                  : m;
            });
  }

  /** Some places of a matrix. */
  interface Place {
    boolean is(int i, int j);
  }

  /** The matrix with the numbers in some places changed. */
  static Matrix<Double> with(Matrix<Double> m, Place place, UnaryOperator<Double> change) {
    return Matrix.of(
        DOUBLES,
        m.rows(),
        m.columns(),
        (i, j) -> place.is(i, j) ? change.apply(m.get(i, j)) : m.get(i, j));
  }

  // Faults of the catalogue, made in part or two at once.

  private static List<Row> inPart() {
    List<Row> rows = new ArrayList<>();
    Map<Fault, JudgedOp> some = new LinkedHashMap<>();
    some.put(Fault.STEPS_SWAPPED, Ops.STEP);
    some.put(Fault.GAUSS_SEIDEL_FRESH, Ops.STEP);
    some.put(Fault.NOISE_KEPT, Ops.STEP);
    some.put(Fault.TARGET_MISSING, Ops.GRADIENT);
    some.put(Fault.NO_RESIDUAL, Ops.HESSIAN);
    some.forEach(
        (fault, op) -> {
          Program wrong = of(fault);
          rows.add(unnamed(fault + " where r > 1", op, () -> where(q -> q.r() > 1, wrong)));
          rows.add(unnamed(fault + " every second time", op, () -> everySecond(wrong)));
          rows.add(
              unnamed(
                  fault + " in the first row", op, () -> mixed(wrong, (a, b) -> firstRow(a, b))));
          rows.add(
              unnamed(
                  fault + " by a fraction",
                  op,
                  () -> mixed(wrong, (a, b) -> a.plus(b.minus(a).scale(0x1p-11)))));
        });
    rows.add(unnamed("two faults", Ops.GRADIENT, () -> of(Fault.SIGN_Y, Fault.TARGET_MISSING)));
    return rows;
  }

  private static Matrix<Double> firstRow(Matrix<Double> right, Matrix<Double> wrong) {
    return Matrix.of(
        DOUBLES, right.rows(), right.columns(), (i, j) -> (i == 0 ? wrong : right).get(i, j));
  }

  private static Program of(Fault... faults) {
    return q -> FaultyProgram.answerOrRight(q, Set.of(faults));
  }

  private static Program where(Predicate<Request> condition, Program wrong) {
    return q -> (condition.test(q) ? wrong : of()).apply(q);
  }

  private static Program everySecond(Program wrong) {
    int[] calls = {0};
    return q -> (calls[0]++ % 2 == 1 ? wrong : of()).apply(q);
  }

  /** Each matrix of the answer is made of the right one and the wrong one. */
  private static Program mixed(Program wrong, BinaryOperator<Matrix<Double>> mix) {
    return q -> {
      Map<String, ReadMatrix> others = wrong.apply(q).fields();
      Map<String, Matrix<Double>> image = right(q);
      image.replaceAll((name, m) -> mix.apply(m, others.get(name).roundTo(DOUBLES)));
      return printed(image, m -> m);
    };
  }

  static Map<String, Matrix<Double>> right(Request q) {
    Map<String, Matrix<Double>> image = new LinkedHashMap<>();
    RightQuantities.expected(q).forEach((name, m) -> image.put(name, m.roundTo(DOUBLES)));
    return image;
  }

  private static Map<String, Matrix<Double>> ordered(
      String one, Matrix<Double> x, String other, Matrix<Double> y) {
    Map<String, Matrix<Double>> fields = new LinkedHashMap<>();
    fields.put(one, x);
    fields.put(other, y);
    return fields;
  }

  static Answer printed(Map<String, Matrix<Double>> image, UnaryOperator<Matrix<Double>> change) {
    Map<String, ReadMatrix> fields = new LinkedHashMap<>();
    image.forEach((name, m) -> fields.put(name, FaultyProgram.printed(change.apply(m))));
    return new Answer(fields, Map.of());
  }
}
