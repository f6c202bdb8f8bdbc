// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Programs whose updates make a mistake that the catalogue does not have, by their names. */
final class UncodedMistakes {
  private static final Binary64 DOUBLES = Binary64.INSTANCE;

  private static final Map<String, Supplier<WrongProgram>> ALL = new LinkedHashMap<>();

  private UncodedMistakes() {}

  /** All of them. */
  static Map<String, Supplier<WrongProgram>> updates() {
    return ALL;
  }

  private static Matrix<Double> each(Matrix<Double> m, DoubleUnaryOperator f) {
    return m.map(f::applyAsDouble);
  }

  private static Matrix<Double> at(Matrix<Double> m, int rows, int columns) {
    return Matrix.of(
        DOUBLES,
        m.rows(),
        m.columns(),
        (i, j) ->
            m.get(Math.floorMod(i + rows, m.rows()), Math.floorMod(j + columns, m.columns())));
  }

  private static Factors<Double> both(Factors<Double> f, UnaryOperator<Matrix<Double>> change) {
    return new Factors<>(change.apply(f.x()), change.apply(f.y()));
  }

  private static Factors<Double> zip(
      Factors<Double> a, Factors<Double> b, BinaryOperator<Double> f) {
    return new Factors<>(zip(a.x(), b.x(), f), zip(a.y(), b.y(), f));
  }

  private static Matrix<Double> zip(Matrix<Double> a, Matrix<Double> b, BinaryOperator<Double> f) {
    return Matrix.of(DOUBLES, a.rows(), a.columns(), (i, j) -> f.apply(a.get(i, j), b.get(i, j)));
  }

  private static Factors<Double> noise(Request q, int t) {
    return q.noises().get(t).roundTo(DOUBLES);
  }

  private static Matrix<Double> residual(Request q, Factors<Double> p) {
    return p.x().times(p.y().transpose()).minus(q.m().roundTo(DOUBLES));
  }

  private static Factors<Double> gradient(
      Request q, Factors<Double> p, UnaryOperator<Matrix<Double>> ofResidual) {
    Matrix<Double> r = ofResidual.apply(residual(q, p));
    return new Factors<>(r.times(p.y()), r.transpose().times(p.x()));
  }

  private static Factors<Double> gradient(Request q, Factors<Double> p) {
    return gradient(q, p, r -> r);
  }

  private static Factors<Double> descend(Request q, Factors<Double> from, Factors<Double> g) {
    return from.minus(g.scale(q.etaX().roundToDouble(), q.etaY().roundToDouble()));
  }

  private static void update(String name, WrongProgram.Update update) {
    ALL.put(name, () -> WrongProgram.updating(update));
  }

  /** The noise of step t is another one. */
  private static void noisy(String name, UnaryOperator<Matrix<Double>> change) {
    update(
        name,
        (q, t, states) -> {
          Factors<Double> at = states.get(t);
          return descend(q, at, gradient(q, at.plus(both(noise(q, t), change))));
        });
  }

  /** The residual is another one. */
  private static void residual(String name, UnaryOperator<Matrix<Double>> change) {
    update(
        name,
        (q, t, states) -> {
          Factors<Double> at = states.get(t);
          return descend(q, at, gradient(q, at.plus(noise(q, t)), change));
        });
  }

  /** The gradient is another one. */
  private static void descending(String name, UnaryOperator<Matrix<Double>> change) {
    update(
        name,
        (q, t, states) -> {
          Factors<Double> at = states.get(t);
          return descend(q, at, both(gradient(q, at.plus(noise(q, t))), change));
        });
  }

  /** The image is another one. */
  private static void image(String name, UnaryOperator<Matrix<Double>> change) {
    update(
        name,
        (q, t, states) -> {
          Factors<Double> at = states.get(t);
          return both(descend(q, at, gradient(q, at.plus(noise(q, t)))), change);
        });
  }

  /** The step sizes of step t are multiplied. */
  private static void scheduled(String name, DoubleUnaryOperator schedule) {
    update(
        name,
        (q, t, states) -> {
          Factors<Double> at = states.get(t);
          double c = schedule.applyAsDouble(t);
          return descend(q, at, gradient(q, at.plus(noise(q, t))).scale(c, c));
        });
  }

  private static double mean(Matrix<Double> m) {
    return m.entries().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static UnaryOperator<Matrix<Double>> entry(int i, int j, DoubleUnaryOperator f) {
    return m ->
        Matrix.of(
            DOUBLES,
            m.rows(),
            m.columns(),
            (a, b) -> a == i && b == j ? f.applyAsDouble(m.get(a, b)) : m.get(a, b));
  }

  /** One number in so many answers, a random one, is off by a share of it. */
  static Supplier<WrongProgram> byChance(int oneIn, double share) {
    return () -> {
      Random random = new Random(31);
      return WrongProgram.mixed(
          (right, same) ->
              random.nextInt(oneIn) != 0
                  ? right
                  : entry(
                          random.nextInt(right.rows()),
                          random.nextInt(right.columns()),
                          v -> v + share * (v == 0 ? 1 : v) * random.nextGaussian())
                      .apply(right),
          WrongProgram.right());
    };
  }

  private static double soft(double z) {
    return Math.tanh(z);
  }

  static {
    noisy("noise through tanh", z -> each(z, UncodedMistakes::soft));
    noisy("noise without its sign", z -> each(z, Math::abs));
    noisy("noise of the row below", z -> at(z, 1, 0));
    noisy("noise centred", z -> each(z, v -> v - mean(z)));
    noisy("noise rounded to 2^-10", z -> each(z, v -> Math.rint(v * 1024) / 1024));
    noisy(
        "noise rounded to 2^-20", z -> each(z, v -> Math.scalb(Math.rint(Math.scalb(v, 20)), -20)));
    noisy("noise of the first row for all", z -> at0(z));
    noisy("noise lost in the first entry", entry(0, 0, v -> 0));
    noisy("noise off in the first entry", entry(0, 0, v -> 1.01 * v));
    noisy("noise plus a constant", z -> each(z, v -> v + 0.001));
    residual("residual through tanh", r -> each(r, UncodedMistakes::soft));
    residual(
        "residual without its diagonal",
        r -> Matrix.of(DOUBLES, r.rows(), r.columns(), (i, j) -> i == j ? 0.0 : r.get(i, j)));
    residual(
        "residual without its last row",
        r ->
            Matrix.of(
                DOUBLES, r.rows(), r.columns(), (i, j) -> i == r.rows() - 1 ? 0.0 : r.get(i, j)));
    residual(
        "residual in blocks of 3",
        r ->
            Matrix.of(
                DOUBLES,
                r.rows(),
                r.columns(),
                (i, j) -> i >= r.rows() / 3 * 3 ? 0.0 : r.get(i, j)));
    residual("residual of the row below", r -> at(r, 1, 0));
    residual("residual plus a thousandth", r -> each(r, v -> v + 1e-3));
    residual("residual plus a millionth", r -> each(r, v -> v + 1e-6));
    descending("gradient centred", g -> each(g, v -> v - mean(g)));
    descending("gradient of the row below", g -> at(g, 1, 0));
    descending(
        "gradient without its first row",
        g -> Matrix.of(DOUBLES, g.rows(), g.columns(), (i, j) -> i == 0 ? 0.0 : g.get(i, j)));
    descending("gradient plus 1e-8", g -> each(g, v -> v + 1e-8));
    descending("gradient plus 1e-12", g -> each(g, v -> v + 1e-12));
    descending("gradient in binary32", g -> each(g, v -> (float) v));
    update(
        "perturbed iterate in binary32",
        (q, t, s) ->
            descend(
                q,
                s.get(t),
                gradient(q, s.get(t).plus(noise(q, t)).map(v -> (double) v.floatValue()))));
    image("image off by 5e-14 in one entry", entry(0, 0, v -> v + 5e-14));
    image("image off by 1e-9 in one entry", entry(0, 0, v -> v + 1e-9));
    image("image off by a share of 1e-4 in one entry", entry(0, 0, v -> v * (1 + 1e-4)));
    image("image of the row below", m -> at(m, 1, 0));
    image("image clipped to [-1, 1]", m -> each(m, v -> Math.max(-1, Math.min(1, v))));
    image(
        "image rounded to 2^-30", m -> each(m, v -> Math.scalb(Math.rint(Math.scalb(v, 30)), -30)));
    image("image times 1 + 1e-10", m -> each(m, v -> v * (1 + 1e-10)));
    scheduled("step size warmed up", t -> Math.min(1, (t + 1) / 5));
    scheduled("step size by a cosine", t -> 0.5 * (1 + Math.cos(t / 10)));
    update(
        "noise of the step after the next",
        (q, t, s) ->
            descend(
                q,
                s.get(t),
                gradient(q, s.get(t).plus(noise(q, Math.min(t + 2, q.noises().size() - 1))))));
    update(
        "noise of this step and half of the last",
        (q, t, s) ->
            descend(
                q,
                s.get(t),
                gradient(
                    q,
                    s.get(t)
                        .plus(noise(q, t))
                        .plus(noise(q, Math.max(0, t - 1)).scale(0.5, 0.5)))));
    update(
        "noise fading with the steps",
        (q, t, s) ->
            descend(
                q,
                s.get(t),
                gradient(q, s.get(t).plus(noise(q, t).scale(1.0 / (t + 1), 1.0 / (t + 1))))));
    update(
        "gradient at the state before",
        (q, t, s) ->
            descend(q, s.get(t), gradient(q, s.get(Math.max(0, t - 1)).plus(noise(q, t)))));
    update(
        "gradient at both ends",
        (q, t, s) -> {
          Factors<Double> at = s.get(t);
          Factors<Double> one = descend(q, at, gradient(q, at.plus(noise(q, t))));
          return descend(q, at, gradient(q, one.plus(noise(q, t))));
        });
    update(
        "antithetic noise",
        (q, t, s) -> {
          Factors<Double> at = s.get(t);
          Factors<Double> g =
              gradient(q, at.plus(noise(q, t))).plus(gradient(q, at.minus(noise(q, t))));
          return descend(q, at, g.scale(0.5, 0.5));
        });
    update(
        "noise times the iterate",
        (q, t, s) ->
            descend(
                q,
                s.get(t),
                gradient(q, s.get(t).plus(zip(s.get(t), noise(q, t), (a, b) -> a * b)))));
    update(
        "noise left in a hundredth",
        (q, t, s) ->
            descend(
                q,
                s.get(t).plus(noise(q, t).scale(0.01, 0.01)),
                gradient(q, s.get(t).plus(noise(q, t)))));
    update(
        "weights averaged",
        (q, t, s) ->
            descend(q, s.get(t), gradient(q, s.get(t).plus(noise(q, t))))
                .scale(0.5, 0.5)
                .plus(s.get(t).scale(0.5, 0.5)));
    update(
        "cubic weight decay",
        (q, t, s) ->
            descend(
                q,
                s.get(t),
                gradient(q, s.get(t).plus(noise(q, t))).plus(s.get(t).map(v -> 0.01 * v * v * v))));
    update(
        "gradients averaged with the last",
        (q, t, s) -> {
          Factors<Double> g = gradient(q, s.get(t).plus(noise(q, t)));
          Factors<Double> h =
              gradient(q, s.get(Math.max(0, t - 1)).plus(noise(q, Math.max(0, t - 1))));
          return descend(q, s.get(t), g.plus(h).scale(0.5, 0.5));
        });
    update(
        "Adam with other averages",
        (q, t, s) -> {
          Factors<Double> m = Factors.zeros(DOUBLES, q.d1(), q.d2(), q.r());
          Factors<Double> v = m;
          for (int k = 0; k <= t; k++) {
            Factors<Double> g = gradient(q, s.get(k).plus(noise(q, k)));
            m = m.scale(0.8, 0.8).plus(g.scale(0.2, 0.2));
            v = v.scale(0.95, 0.95).plus(g.map(x -> 0.05 * x * x));
          }
          double a = 1 - Math.pow(0.8, t + 1);
          double b = 1 - Math.pow(0.95, t + 1);
          return descend(q, s.get(t), zip(m, v, (x, y) -> x / a / (Math.sqrt(y / b) + 1e-6)));
        });
    update(
        "Adagrad",
        (q, t, s) -> {
          Factors<Double> v = Factors.zeros(DOUBLES, q.d1(), q.d2(), q.r());
          Factors<Double> g = v;
          for (int k = 0; k <= t; k++) {
            g = gradient(q, s.get(k).plus(noise(q, k)));
            v = v.plus(g.map(x -> x * x));
          }
          return descend(q, s.get(t), zip(g, v, (x, y) -> x / (Math.sqrt(y) + 1e-10)));
        });
    update(
        "gradient over its root mean square",
        (q, t, s) -> {
          Factors<Double> g = gradient(q, s.get(t).plus(noise(q, t)));
          double rms = Math.sqrt(g.inner(g) / q.at().variables());
          return descend(q, s.get(t), rms == 0 ? g : g.scale(1 / rms, 1 / rms));
        });
    update(
        "half a Gauss-Seidel update",
        (q, t, s) -> {
          Factors<Double> at = s.get(t).plus(noise(q, t));
          Factors<Double> one = descend(q, s.get(t), gradient(q, at));
          Factors<Double> late = descend(q, s.get(t), gradient(q, new Factors<>(one.x(), at.y())));
          return new Factors<>(one.x(), one.y().plus(late.y()).scale(0.5));
        });
    update(
        "X' from Y' in its first row",
        (q, t, s) -> {
          Factors<Double> at = s.get(t).plus(noise(q, t));
          Factors<Double> one = descend(q, s.get(t), gradient(q, at));
          Factors<Double> late = descend(q, s.get(t), gradient(q, new Factors<>(at.x(), one.y())));
          return new Factors<>(
              Matrix.of(
                  DOUBLES,
                  q.d1(),
                  q.r(),
                  (i, j) -> i == 0 ? late.x().get(i, j) : one.x().get(i, j)),
              one.y());
        });
    update(
        "restored by subtraction",
        (q, t, s) -> {
          Factors<Double> z = noise(q, t);
          Factors<Double> at = s.get(t).plus(z);
          return descend(q, at.minus(z), gradient(q, at));
        });
    update(
        "gradient by differences",
        (q, t, s) -> {
          Factors<Double> at = s.get(t).plus(noise(q, t));
          List<Double> v = at.toVariables();
          List<Double> g = new ArrayList<>();
          for (int n = 0; n < v.size(); n++) {
            List<Double> up = new ArrayList<>(v);
            List<Double> down = new ArrayList<>(v);
            up.set(n, v.get(n) + 1e-5);
            down.set(n, v.get(n) - 1e-5);
            g.add((loss(q, up) - loss(q, down)) / 2e-5);
          }
          return descend(q, s.get(t), Factors.ofVariables(DOUBLES, q.d1(), q.d2(), q.r(), g));
        });
    ALL.put("one in a hundred by chance, a tenth", byChance(100, 0.1));
    ALL.put("one in a hundred by chance, a millionth", byChance(100, 1e-6));
    ALL.put("one in ten by chance", byChance(10, 0.5));
    ALL.put("one in two by chance", byChance(2, 1e-3));
  }

  private static double loss(Request q, List<Double> v) {
    Matrix<Double> r = residual(q, Factors.ofVariables(DOUBLES, q.d1(), q.d2(), q.r(), v));
    return 0.5 * r.inner(r);
  }

  private static Matrix<Double> at0(Matrix<Double> z) {
    return Matrix.of(DOUBLES, z.rows(), z.columns(), (i, j) -> z.get(0, j));
  }
}
