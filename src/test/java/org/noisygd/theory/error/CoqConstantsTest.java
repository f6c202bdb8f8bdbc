// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/**
 * Cross-check: the counts and the underflow terms that the bounds use are those of the Coq
 * theorems, read from {@code FpConstants.v} and evaluated exactly, over shapes 1..3.
 */
final class CoqConstantsTest {
  private static final CoqDefinitions COQ =
      new CoqDefinitions(Path.of("proofs-notes", "coq", "rounding", "FpConstants.v"));
  private static final RationalArithmetic EXACT = RationalArithmetic.INSTANCE;
  private static final int LARGEST = 3;

  private static final SplittableRandom RANDOM = new SplittableRandom(4);

  /** One problem with random sixteenths. */
  private record Case(RoundingModel model, Matrix<BigFraction> m, Factors<BigFraction> at) {
    int d1() {
      return at.x().rows();
    }

    int d2() {
      return at.y().rows();
    }

    int r() {
      return at.r();
    }

    int conversions() {
      return model.conversionsPerProduct();
    }

    OpBounds bounds() {
      return new OpBounds(model);
    }

    BigFraction lambda() {
      return model.underflow().toRational();
    }
  }

  private interface Check {
    void of(Case sample);
  }

  private static void overShapes(String name, Check check) {
    for (int d1 = 1; d1 <= LARGEST; d1++) {
      for (int d2 = 1; d2 <= LARGEST; d2++) {
        for (int r = 1; r <= LARGEST; r++) {
          check.of(
              new Case(
                  RoundingModel.named(name),
                  random(d1, d2),
                  new Factors<>(random(d1, r), random(d2, r))));
        }
      }
    }
  }

  private static Matrix<BigFraction> random(int rows, int columns) {
    return Matrix.of(EXACT, rows, columns, (i, j) -> BigFraction.of(RANDOM.nextInt(-64, 65), 16));
  }

  private static Function<Object, Object> vector(Function<Integer, BigFraction> entry) {
    return j -> entry.apply(((BigFraction) j).intValue());
  }

  private static BigFraction rowSum(Matrix<BigFraction> matrix, int row) {
    BigFraction sum = BigFraction.ZERO;
    for (int k = 0; k < matrix.columns(); k++) {
      sum = sum.add(matrix.get(row, k).abs());
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary16", "tf32", "bfloat16", "double-double", "decimal:7"})
  void gradient_roundings_areCoqs(String name) {
    overShapes(
        name,
        c -> {
          OpBounds.Pair pair = c.bounds().gradient(c.m(), c.at());
          assertEquals(
              COQ.at("gradient_roundings", c.r(), c.d2(), c.conversions()),
              BigFraction.of(pair.x().roundings()));
          assertEquals(
              COQ.at("gradient_roundings", c.r(), c.d1(), c.conversions()),
              BigFraction.of(pair.y().roundings()));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary16", "tf32", "bfloat16", "double-double", "decimal:7"})
  void step_roundings_areCoqs(String name) {
    overShapes(
        name,
        c -> {
          for (int wide = 0; wide <= 1; wide++) {
            BigFraction eta = BigFraction.of(1, 8);
            OpBounds.Pair pair = c.bounds().step(c.m(), c.at(), c.at(), eta, eta, wide == 1);
            assertEquals(
                COQ.at("step_roundings", c.r(), c.d2(), c.conversions(), wide),
                BigFraction.of(pair.x().roundings()));
            assertEquals(
                COQ.at("step_roundings", c.r(), c.d1(), c.conversions(), wide),
                BigFraction.of(pair.y().roundings()));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary16", "tf32", "bfloat16", "double-double", "decimal:7"})
  void otherOps_roundings_areCoqs(String name) {
    overShapes(
        name,
        c -> {
          BigFraction s = BigFraction.of(1, 4);
          BigFraction hessian = COQ.at("hessian_roundings", c.d1(), c.d2(), c.r(), c.conversions());
          assertEquals(hessian, BigFraction.of(c.bounds().hessian(c.m(), c.at()).roundings()));
          assertEquals(
              hessian, BigFraction.of(c.bounds().smoothedHessian(c.m(), c.at(), s, s).roundings()));
          OpBounds.Pair smoothed = c.bounds().smoothedGradient(c.m(), c.at(), s, s);
          assertEquals(
              COQ.at("smoothed_gradient_roundings", c.r(), c.d2(), c.conversions()),
              BigFraction.of(smoothed.x().roundings()));
          OpBounds.Pair times = c.bounds().hessianVectorProduct(c.m(), c.at(), c.at());
          assertEquals(
              COQ.at("hvp_roundings", c.d1(), c.d2(), c.r(), c.d2(), c.conversions()),
              BigFraction.of(times.x().roundings()));
          assertEquals(
              COQ.at("hvp_roundings", c.d1(), c.d2(), c.r(), c.d1(), c.conversions()),
              BigFraction.of(times.y().roundings()));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "tf32", "bfloat16", "decimal:7"})
  void hessian_underflow_isCoqs(String name) {
    overShapes(
        name,
        c -> {
          Matrix<BigFraction> hessian = new Terms<>(c.m(), c.at()).hessianUnderflow(c.model());
          BigFraction unit = c.lambda().multiply(COQ.at("underflow_factor", c.conversions()));
          int split = c.d1() * c.r();
          for (int k = 0; k < c.r(); k++) {
            for (int l = 0; l < c.r(); l++) {
              assertEquals(
                  unit.multiply(
                      COQ.at(
                          "hessian_diagonal_underflow",
                          c.d2(),
                          rowSum(c.at().y().transpose(), k),
                          rowSum(c.at().y().transpose(), l))),
                  hessian.get(k, l));
              assertEquals(
                  unit.multiply(
                      COQ.at(
                          "hessian_diagonal_underflow",
                          c.d1(),
                          rowSum(c.at().x().transpose(), k),
                          rowSum(c.at().x().transpose(), l))),
                  hessian.get(split + k, split + l));
              assertEquals(
                  unit.multiply(
                      COQ.at(
                          "hessian_off_underflow",
                          c.r(),
                          rowSum(c.at().x(), c.d1() - 1),
                          rowSum(c.at().y(), 0))),
                  hessian.get((c.d1() - 1) * c.r() + k, split + l));
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary16", "tf32", "bfloat16", "double-double", "decimal:7"})
  void losses_roundings_areCoqs(String name) {
    overShapes(
        name,
        c -> {
          BigFraction s = BigFraction.of(1, 4);
          BigFraction more = COQ.at("smoothed_loss_more", c.d1(), c.d2(), c.r());
          for (OpBounds.LossForm form : OpBounds.LossForm.values()) {
            String counts =
                switch (form) {
                  case RESIDUAL -> "loss_roundings";
                  case EXPANDED -> "expanded_roundings";
                };
            BigFraction n = COQ.at(counts, c.d1(), c.d2(), c.r(), c.conversions());
            // Where products convert their operands, a scaled norm's count is larger: not held
            // here.
            if (form == OpBounds.LossForm.RESIDUAL && c.conversions() == 0) {
              assertEquals(n, COQ.at("scaled_norm_roundings", c.d1(), c.d2(), c.r(), 0));
            }
            assertEquals(n, BigFraction.of(c.bounds().loss(c.m(), c.at(), form).roundings()));
            assertEquals(
                n.add(more),
                BigFraction.of(c.bounds().smoothedLoss(c.m(), c.at(), s, s, form).roundings()));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = "binary16")
  void losses_underflowBesides_isCoqs(String name) {
    overShapes(
        name,
        c -> {
          Terms<BigFraction> terms = new Terms<>(c.m(), c.at());
          BigFraction factor = COQ.at("loss_factor");
          BigFraction largest = BigFraction.ZERO;
          for (int i = 0; i < c.d1(); i++) {
            for (int j = 0; j < c.d2(); j++) {
              largest = Rationals.max(largest, rho(c, c.at().x(), c.at().y(), c.m(), i, j));
            }
          }
          assertEquals(
              factor.multiply(COQ.at("scaled_norm_underflow", c.d1(), c.d2(), largest)),
              terms.scaledNormUnderflow());
          Matrix<BigFraction> x = c.at().x();
          Matrix<BigFraction> y = c.at().y();
          assertEquals(
              factor.multiply(
                  COQ.at(
                      "expanded_underflow",
                      c.d1(),
                      c.d2(),
                      c.r(),
                      overRows(x, a -> a),
                      overRows(y, b -> b),
                      overRows(x, a -> a.multiply(a)),
                      overRows(y, b -> b.multiply(b)))),
              terms.expandedUnderflow());
          BigFraction s1 = BigFraction.of(3, 4);
          BigFraction s2 = BigFraction.of(5, 8);
          BigFraction ofX =
              COQ.at("noise_underflow", c.d1(), c.d2(), c.r(), s2, overRows(x, a -> a), squares(x));
          BigFraction ofY =
              COQ.at("noise_underflow", c.d2(), c.d1(), c.r(), s1, overRows(y, b -> b), squares(y));
          assertEquals(factor.multiply(ofX.add(ofY)), terms.noiseUnderflow(s1, s2));
        });
  }

  /** The sum over a matrix's rows of a function of the row's sum of absolute values. */
  private static BigFraction overRows(
      Matrix<BigFraction> matrix, Function<BigFraction, BigFraction> f) {
    BigFraction sum = BigFraction.ZERO;
    for (int i = 0; i < matrix.rows(); i++) {
      sum = sum.add(f.apply(rowSum(matrix, i)));
    }
    return sum;
  }

  private static BigFraction squares(Matrix<BigFraction> matrix) {
    BigFraction sum = BigFraction.ZERO;
    for (BigFraction entry : matrix.entries()) {
      sum = sum.add(entry.multiply(entry));
    }
    return sum;
  }

  private static BigFraction rho(
      Case c,
      Matrix<BigFraction> own,
      Matrix<BigFraction> other,
      Matrix<BigFraction> m,
      int i,
      int j) {
    BigFraction rho = m.get(i, j).abs();
    for (int l = 0; l < c.r(); l++) {
      rho = rho.add(own.get(i, l).multiply(other.get(j, l)).abs());
    }
    return rho;
  }

  @ParameterizedTest
  @ValueSource(strings = "binary16")
  void loss_underflow_isCoqs(String name) {
    overShapes(
        name,
        c -> {
          BigFraction sum = BigFraction.ZERO;
          BigFraction sumA = BigFraction.ZERO;
          BigFraction sumB = BigFraction.ZERO;
          for (int i = 0; i < c.d1(); i++) {
            sumA = sumA.add(rowSum(c.at().x(), i));
            for (int j = 0; j < c.d2(); j++) {
              BigFraction rho = rho(c, c.at().x(), c.at().y(), c.m(), i, j);
              BigFraction alpha = rowSum(c.at().x(), i);
              BigFraction beta = rowSum(c.at().y(), j);
              sum = sum.add(COQ.at("loss_cell_underflow", c.r(), rho, alpha, beta));
            }
          }
          for (int j = 0; j < c.d2(); j++) {
            sumB = sumB.add(rowSum(c.at().y(), j));
          }
          BigFraction rest = COQ.at("loss_rest", c.d1(), c.d2(), c.r(), sumA, sumB);
          assertEquals(
              COQ.at("loss_factor").multiply(sum.add(rest)),
              new Terms<>(c.m(), c.at()).lossUnderflow());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "tf32", "bfloat16", "decimal:7"})
  void update_underflow_isCoqs(String name) {
    overShapes(
        name,
        c -> {
          BigFraction eta = BigFraction.of(3, 8);
          Terms<BigFraction> terms = new Terms<>(c.m(), c.at());
          Matrix<BigFraction> x = terms.updateUnderflowX(eta, c.model());
          Matrix<BigFraction> y = terms.updateUnderflowY(eta, c.model());
          Matrix<BigFraction> mt = c.m().transpose();
          for (int k = 0; k < c.r(); k++) {
            for (int i = 0; i < c.d1(); i++) {
              assertEquals(
                  underflow(c, eta, c.at().x(), c.at().y(), c.m(), i, k), x.get(i, k), name);
            }
            for (int j = 0; j < c.d2(); j++) {
              assertEquals(underflow(c, eta, c.at().y(), c.at().x(), mt, j, k), y.get(j, k), name);
            }
          }
        });
  }

  /** lambda times the factor times {@code update_underflow}, with loops written apart. */
  private static BigFraction underflow(
      Case c,
      BigFraction eta,
      Matrix<BigFraction> own,
      Matrix<BigFraction> other,
      Matrix<BigFraction> m,
      int i,
      int k) {
    BigFraction sensitivity =
        COQ.at(
            "update_underflow",
            c.r(),
            other.rows(),
            eta,
            rowSum(own, i),
            vector(j -> rowSum(other, j)),
            vector(j -> other.get(j, k).abs()),
            vector(j -> rho(c, own, other, m, i, j)));
    return c.lambda().multiply(COQ.at("underflow_factor", c.conversions())).multiply(sensitivity);
  }
}
