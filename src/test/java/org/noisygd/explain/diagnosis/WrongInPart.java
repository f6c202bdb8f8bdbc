// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.noisygd.explain.diagnosis.WrongPrograms.Place;
import org.noisygd.explain.diagnosis.WrongPrograms.Program;
import org.noisygd.explain.diagnosis.WrongPrograms.Row;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/** Programs that are wrong in some requests, updates or entries, and what is said of where. */
final class WrongInPart {
  /** The factor of a wrong number. */
  private static final double OFF = 1.001;

  private static final JudgedOp GRAD = Ops.GRADIENT;

  private WrongInPart() {}

  private interface Update {
    boolean isWrong(Request run, int step);
  }

  private interface Entry {
    boolean isWrong(Request q, int i, int j);
  }

  static List<Row> all() {
    return List.of(
        in(GRAD, "r is 9 or more", q -> q.r() >= 9),
        in(GRAD, "r is 4 or less", q -> q.r() <= 4),
        in(Ops.STEP, "r is no multiple of 4", q -> q.r() % 4 != 0),
        in(Ops.STEP, "r mod 2 is 1", q -> q.r() % 2 == 1),
        in(Ops.STEP, "d1 is 20 or more", q -> q.d1() > 16),
        in(Ops.HVP, "d1 is no multiple of 8", q -> q.d1() % 8 != 0),
        in(Ops.HVP, "d2 mod 8 is 0", q -> q.d2() % 8 == 0),
        in(Ops.LOSS, "d2 is 128 or more", q -> q.d2() >= 128),
        in(Ops.LOSS, "d1 - d2 is 0", q -> q.d1() == q.d2()),
        in(Ops.HESSIAN, "d1 - d2 is not 0", q -> q.d1() != q.d2()),
        in(Ops.HESSIAN, "r is 2", q -> q.r() == 2),
        in(Ops.STEP, "d1 r is no multiple of 4", q -> q.d1() * q.r() % 4 != 0),
        in(Ops.STEP, "d2 r is 64 or more", q -> q.d2() * q.r() >= 64),
        in(Ops.LOSS, "d1 d2 is 256 or more", q -> q.d1() * q.d2() >= 256),
        in(Ops.STEP, "the largest |etaX| is 1 or more", q -> q.etaX().roundToDouble() >= 1),
        in(Ops.STEP, "the largest |noiseY| is 0", q -> size(q.direction().y(), true) == 0),
        in(GRAD, "the smallest |X| is 0", q -> size(q.at().x(), false) == 0),
        in(GRAD, "the largest |M| is 1.", q -> size(q.m(), true) > 1e6),
        in(Ops.SMOOTHED_GRADIENT, "largest |sigma2|", q -> q.sigma2().roundToDouble() > 1e3),
        in(Ops.SMOOTHED_LOSS, "r mod 4 is 3", q -> q.r() % 4 == 3),
        from("r is 7 or more", (q, t) -> q.r() > 4),
        from("the last recorded step is 10 or more", (q, t) -> t > 8),
        from("the longest gap between records is 9 or more", (q, t) -> gap(q, t) > 8),
        from("the longest gap between records is 2 or more", (q, t) -> gap(q, t) > 1),
        from("", (q, t) -> t == 1),
        at(Ops.STEP, " in Y where the row (from 0) is 8 or more", (q, i, j) -> i > 7),
        at(Ops.STEP, " where the row (from 0) is 8 or more", (q, i, j) -> i > 7),
        at(Ops.STEP, " in X where the row (from 0) is 0", (q, i, j) -> i == 0),
        at(Ops.STEP, " in X", (q, i, j) -> true),
        at(GRAD, " in gradX where row - 4 floor(rows / 4)", (q, i, j) -> i >= q.d1() / 4 * 4),
        at(GRAD, " where column - 8 floor(columns / 8) is 0 or", (q, i, j) -> j >= q.r() / 8 * 8),
        at(GRAD, " where the column (from 0) is 4 or more", (q, i, j) -> j > 3),
        at(GRAD, " where the column (from 0) mod 2 is 1", (q, i, j) -> j % 2 == 1),
        at(GRAD, " in gradY where row - rows is -1", (q, i, j) -> i == q.d2() - 1),
        at(Ops.HESSIAN, " where the row (from 0) is 16 or more", (q, i, j) -> i > 15),
        at(Ops.HVP, " where the row (from 0) mod 4 is 3", (q, i, j) -> i % 4 == 3),
        at(GRAD, "", (q, i, j) -> (i + j) % 3 == 1),
        in(Ops.STEP, "", q -> q.etaX().significand().bitCount() % 3 == 0),
        in(Ops.STEP, "", q -> q.r() >= 3 && q.d1() % 2 == 1),
        in(Ops.LOSS, "", q -> q.at().x().get(0, 0).signum() < 0));
  }

  private static Row row(JudgedOp op, String words, Program program) {
    return new Row(words, op, "", words, () -> program);
  }

  private static Row in(JudgedOp op, String words, Predicate<Request> wrong) {
    return row(op, words, WrongPrograms.scaled(q -> wrong.test(q) ? OFF : 1));
  }

  private static Row from(String words, Update wrong) {
    return row(
        Ops.RUN,
        words,
        WrongUpdates.of(
            (q, t, s) -> {
              double factor = wrong.isWrong(q, t + 1) ? OFF : 1;
              return WrongUpdates.step(q, t, s).map(v -> v * factor);
            }));
  }

  private static Row at(JudgedOp op, String words, Entry wrong) {
    return row(
        op,
        words.isEmpty() ? "" : "wrong entries only" + words,
        q -> {
          Map<String, Matrix<Double>> image = new LinkedHashMap<>();
          WrongPrograms.right(q)
              .forEach(
                  (field, m) -> {
                    boolean here = !words.startsWith(" in ") || words.contains(" in " + field);
                    Place place = (i, j) -> here && wrong.isWrong(q, i, j);
                    image.put(field, WrongPrograms.with(m, place, v -> v * OFF));
                  });
          return WrongPrograms.printed(image, m -> m);
        });
  }

  private static double size(Matrix<Dyadic> m, boolean largest) {
    var all =
        m.entries().stream().mapToDouble(d -> Math.abs(d.roundToDouble())).summaryStatistics();
    return largest ? all.getMax() : all.getMin();
  }

  /** The updates since the last recorded state, if a state is recorded. */
  private static int gap(Request q, int t) {
    int before = q.record().stream().mapToInt(s -> s < t ? s : 0).max().orElse(0);
    return q.record().contains(t) ? t - before : 0;
  }
}
