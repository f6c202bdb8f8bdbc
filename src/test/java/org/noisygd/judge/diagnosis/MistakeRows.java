// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.FaultyProgram;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.MistakeCatalogue;
import org.noisygd.judge.mistake.MistakeFamily;
import org.noisygd.judge.mistake.PartialMistake;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** The rows of the matrix of mistakes against names. */
final class MistakeRows {
  private static final int PAIRS = 40;

  private MistakeRows() {}

  private static List<JudgedOp> ops() {
    return Ops.OF_THE_PROBLEM.without(Ops.of(Ops.SAMPLE)).all();
  }

  private static List<Mistake> mistakes(JudgedOp op) {
    List<Mistake> all = new ArrayList<>(MistakeCatalogue.concerning(op.parts()));
    for (MistakeFamily family : MistakeCatalogue.families(op.parts())) {
      all.add(family.of(FaultyProgram.SIZE));
    }
    return all;
  }

  /** A way in which a mistake is made in part. */
  private record Partly(
      String words, Function<WrongProgram, WrongProgram> made, boolean inFields) {}

  private static BinaryOperator<Matrix<Double>> entries(BiPredicate<Integer, Integer> wrong) {
    return (right, m) ->
        right.rows() != m.rows() || right.columns() != m.columns()
            ? right
            : Matrix.of(
                Binary64.INSTANCE,
                m.rows(),
                m.columns(),
                (i, j) -> wrong.test(i, j) ? m.get(i, j) : right.get(i, j));
  }

  private static BinaryOperator<Matrix<Double>> share(double share) {
    return (right, m) ->
        right.rows() != m.rows() || right.columns() != m.columns()
            ? right
            : right.plus(m.minus(right).scale(share));
  }

  private static final List<Partly> PARTLY =
      List.of(
          new Partly("where d1 < d2", p -> WrongProgram.where(q -> q.d1() < q.d2(), p), true),
          new Partly("where r > 1", p -> WrongProgram.where(q -> q.r() > 1, p), true),
          new Partly(
              "where M begins below zero",
              p -> WrongProgram.where(q -> q.m().get(0, 0).signum() < 0, p),
              true),
          new Partly("every second time", p -> WrongProgram.at((q, n, t) -> n % 2 == 1, p), true),
          new Partly("every sixth time", p -> WrongProgram.at((q, n, t) -> n % 6 == 5, p), true),
          new Partly(
              "in every second step", p -> WrongProgram.at((q, n, t) -> t % 2 == 1, p), false),
          new Partly(
              "in every sixth step", p -> WrongProgram.at((q, n, t) -> t % 6 == 5, p), false),
          new Partly("from step 3 on", p -> WrongProgram.at((q, n, t) -> t >= 3, p), false),
          new Partly(
              "in steps 2 and 3", p -> WrongProgram.at((q, n, t) -> t == 2 || t == 3, p), false),
          new Partly(
              "in the first row", p -> WrongProgram.mixed(entries((i, j) -> i == 0), p), true),
          new Partly(
              "in the first column", p -> WrongProgram.mixed(entries((i, j) -> j == 0), p), true),
          new Partly(
              "in the last entries",
              p -> WrongProgram.mixed(entries((i, j) -> i > 0 && j > 0), p),
              true),
          new Partly("by half", p -> WrongProgram.mixed(share(0.5), p), true),
          new Partly("by a 2048th", p -> WrongProgram.mixed(share(0x1p-11), p), true),
          new Partly("by 2^-24", p -> WrongProgram.mixed(share(0x1p-24), p), true),
          new Partly("by 2^-48", p -> WrongProgram.mixed(share(0x1p-48), p), true));

  /** Each mistake of the catalogue in each op that it concerns. */
  static Stream<MistakeMatrix.Row> made() {
    return ops().stream()
        .flatMap(op -> mistakes(op).stream().map(m -> row(op, m.name(), Set.of(m), p -> p)));
  }

  private static MistakeMatrix.Row row(
      JudgedOp op, String name, Set<Mistake> made, Function<WrongProgram, WrongProgram> how) {
    Set<String> codes = made.stream().map(m -> m.code().toString()).collect(Collectors.toSet());
    return new MistakeMatrix.Row(
        name, op, () -> how.apply(WrongProgram.making(made)), codes, Set.of());
  }

  /** Each mistake, made in part. */
  static Stream<MistakeMatrix.Row> partly() {
    return ops().stream()
        .flatMap(
            op ->
                mistakes(op).stream()
                    .filter(m -> !(m instanceof PartialMistake))
                    .flatMap(
                        m ->
                            PARTLY.stream()
                                .filter(way -> way.inFields() || op == Ops.RUN)
                                .map(
                                    way ->
                                        row(
                                            op,
                                            m.name() + " " + way.words(),
                                            Set.of(m),
                                            way.made()))));
  }

  /** Mistakes two by two, drawn at random. */
  static Stream<MistakeMatrix.Row> pairs() {
    Random random = new Random(31);
    return ops().stream()
        .flatMap(
            op -> {
              List<Mistake> all = mistakes(op);
              return Stream.generate(
                      () ->
                          List.of(
                              all.get(random.nextInt(all.size())),
                              all.get(random.nextInt(all.size()))))
                  .filter(two -> !two.get(0).equals(two.get(1)))
                  .limit(PAIRS)
                  .map(
                      two ->
                          row(
                              op,
                              two.get(0).name() + " and " + two.get(1).name(),
                              Set.copyOf(two),
                              p -> p));
            });
  }

  /** Mistakes that the catalogue does not have. */
  static Stream<MistakeMatrix.Row> uncoded() {
    List<MistakeMatrix.Row> rows = new ArrayList<>();
    for (Map.Entry<String, Supplier<WrongProgram>> one : UncodedMistakes.updates().entrySet()) {
      for (JudgedOp op : List.of(Ops.STEP, Ops.RUN)) {
        Set<String> alsoTrue =
            one.getKey().endsWith("binary32")
                ? Set.of(Code.NARROW_ARITHMETIC.toString())
                : one.getKey().startsWith("restored")
                    ? Set.of(Code.RESTORED_BY_SUBTRACTION.toString())
                    : Set.of();
        rows.add(new MistakeMatrix.Row(one.getKey(), op, one.getValue(), alsoTrue, alsoTrue));
      }
    }
    return rows.stream();
  }
}
