// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
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
      new CoqDefinitions(Path.of("proofs-notes/coq/judge/rounding/FpConstants.v"));
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

    Terms<BigFraction> terms() {
      return new Terms<>(m, at);
    }

    /** What each term for underflow has as a factor. */
    BigFraction unit() {
      return model.underflow().toRational().multiply(COQ.at("underflow_factor", conversions()));
    }
  }

  private static void overShapes(String name, Consumer<Case> check) {
    for (int d1 = 1; d1 <= LARGEST; d1++) {
      for (int d2 = 1; d2 <= LARGEST; d2++) {
        for (int r = 1; r <= LARGEST; r++) {
          check.accept(
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

  private static Matrix<BigFraction> sizes(Matrix<BigFraction> matrix) {
    return matrix.map(BigFraction::abs);
  }

  private static BigFraction sum(int n, IntFunction<BigFraction> term) {
    return IntStream.range(0, n).mapToObj(term).reduce(BigFraction.ZERO, BigFraction::add);
  }

  private static BigFraction rowSum(Matrix<BigFraction> matrix, int row) {
    return sum(matrix.columns(), k -> matrix.get(row, k).abs());
  }

  /** The sum over a matrix's rows of a function of the row's sum of absolute values. */
  private static BigFraction overRows(
      Matrix<BigFraction> matrix, UnaryOperator<BigFraction> function) {
    return sum(matrix.rows(), i -> function.apply(rowSum(matrix, i)));
  }

  /** |X| |Y|^T + |M|, or the same for the other factor. */
  private static Matrix<BigFraction> rho(
      Matrix<BigFraction> own, Matrix<BigFraction> other, Matrix<BigFraction> m) {
    return sizes(own).times(sizes(other).transpose()).plus(sizes(m));
  }

  private static Function<Object, Object> vector(IntFunction<BigFraction> entry) {
    return j -> entry.apply(((BigFraction) j).intValue());
  }

  /** The counts of a pair, by the number of rows of the other factor. */
  private static void assertRoundings(
      Case c, OpBounds.Pair pair, IntFunction<BigFraction> expected) {
    assertEquals(expected.apply(c.d2()), BigFraction.of(pair.x().roundings()));
    assertEquals(expected.apply(c.d1()), BigFraction.of(pair.y().roundings()));
  }

  private static void roundingsAreCoqs(Case c) {
    int r = c.r();
    int v = c.conversions();
    BigFraction s = BigFraction.of(1, 4);
    OpBounds bounds = new OpBounds(c.model());
    assertRoundings(c, bounds.gradient(c.m(), c.at()), d -> COQ.at("gradient_roundings", r, d, v));
    for (int wide = 0; wide <= 1; wide++) {
      int more = wide;
      assertRoundings(
          c,
          bounds.step(c.m(), c.at(), c.at(), s, s, wide == 1),
          d -> COQ.at("step_roundings", r, d, v, more));
    }
    assertRoundings(
        c,
        bounds.smoothedGradient(c.m(), c.at(), s, s),
        d -> COQ.at("smoothed_gradient_roundings", r, d, v));
    assertRoundings(
        c,
        bounds.hessianVectorProduct(c.m(), c.at(), c.at()),
        d -> COQ.at("hvp_roundings", c.d1(), c.d2(), r, d, v));
    BigFraction hessian = COQ.at("hessian_roundings", c.d1(), c.d2(), r, v);
    assertEquals(hessian, BigFraction.of(bounds.hessian(c.m(), c.at()).roundings()));
    assertEquals(hessian, BigFraction.of(bounds.smoothedHessian(c.m(), c.at(), s, s).roundings()));
    BigFraction smoothed = COQ.at("smoothed_loss_more", c.d1(), c.d2(), r);
    for (OpBounds.LossForm form : OpBounds.LossForm.values()) {
      boolean isResidual = form == OpBounds.LossForm.RESIDUAL;
      String count = isResidual ? "loss_roundings" : "expanded_roundings";
      BigFraction n = COQ.at(count, c.d1(), c.d2(), r, v);
      // Where products convert their operands, a scaled norm's count is larger: not held here.
      if (isResidual && v == 0) {
        assertEquals(n, COQ.at("scaled_norm_roundings", c.d1(), c.d2(), r, 0));
      }
      assertEquals(n, BigFraction.of(bounds.loss(c.m(), c.at(), form).roundings()));
      assertEquals(
          n.add(smoothed),
          BigFraction.of(bounds.smoothedLoss(c.m(), c.at(), s, s, form).roundings()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary16", "tf32", "bfloat16", "double-double", "decimal:7"})
  void roundings_ofEachOp_areCoqs(String name) {
    overShapes(name, CoqConstantsTest::roundingsAreCoqs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "tf32", "bfloat16", "decimal:7"})
  void hessian_underflow_isCoqs(String name) {
    overShapes(
        name,
        c -> {
          Matrix<BigFraction> hessian = c.terms().hessianUnderflow(c.model());
          Matrix<BigFraction> x = c.at().x().transpose();
          Matrix<BigFraction> y = c.at().y().transpose();
          BigFraction outside =
              COQ.at(
                  "hessian_off_underflow",
                  c.r(),
                  rowSum(c.at().x(), c.d1() - 1),
                  rowSum(c.at().y(), 0));
          String diagonal = "hessian_diagonal_underflow";
          int split = c.d1() * c.r();
          for (int k = 0; k < c.r(); k++) {
            for (int l = 0; l < c.r(); l++) {
              assertEquals(
                  c.unit().multiply(COQ.at(diagonal, c.d2(), rowSum(y, k), rowSum(y, l))),
                  hessian.get(k, l));
              assertEquals(
                  c.unit().multiply(COQ.at(diagonal, c.d1(), rowSum(x, k), rowSum(x, l))),
                  hessian.get(split + k, split + l));
              assertEquals(
                  c.unit().multiply(outside), hessian.get((c.d1() - 1) * c.r() + k, split + l));
            }
          }
        });
  }

  @Test
  void losses_underflow_isCoqs() {
    overShapes("binary16", CoqConstantsTest::lossUnderflowIsCoqs);
  }

  private static void lossUnderflowIsCoqs(Case c) {
    Matrix<BigFraction> x = c.at().x();
    Matrix<BigFraction> y = c.at().y();
    Matrix<BigFraction> rho = rho(x, y, c.m());
    int d1 = c.d1();
    int d2 = c.d2();
    BigFraction factor = COQ.at("loss_factor");
    BigFraction sumX = overRows(x, a -> a);
    BigFraction sumY = overRows(y, b -> b);
    BigFraction cells =
        sum(
            d1,
            i ->
                sum(
                    d2,
                    j ->
                        COQ.at(
                            "loss_cell_underflow",
                            c.r(),
                            rho.get(i, j),
                            rowSum(x, i),
                            rowSum(y, j))));
    assertEquals(
        factor.multiply(cells.add(COQ.at("loss_rest", d1, d2, c.r(), sumX, sumY))),
        c.terms().lossUnderflow());
    BigFraction largest = rho.entries().stream().reduce(BigFraction.ZERO, Rationals::max);
    assertEquals(
        factor.multiply(COQ.at("scaled_norm_underflow", d1, d2, largest)),
        c.terms().scaledNormUnderflow());
    BigFraction squaresX = overRows(x, a -> a.multiply(a));
    BigFraction squaresY = overRows(y, b -> b.multiply(b));
    assertEquals(
        factor.multiply(
            COQ.at("expanded_underflow", d1, d2, c.r(), sumX, sumY, squaresX, squaresY)),
        c.terms().expandedUnderflow());
    BigFraction s1 = BigFraction.of(3, 4);
    BigFraction s2 = BigFraction.of(5, 8);
    BigFraction ofX = COQ.at("noise_underflow", d1, d2, c.r(), s2, sumX, x.normSquared());
    BigFraction ofY = COQ.at("noise_underflow", d2, d1, c.r(), s1, sumY, y.normSquared());
    assertEquals(factor.multiply(ofX.add(ofY)), c.terms().noiseUnderflow(s1, s2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "tf32", "bfloat16", "decimal:7"})
  void update_underflow_isCoqs(String name) {
    BigFraction eta = BigFraction.of(3, 8);
    overShapes(
        name,
        c -> {
          Matrix<BigFraction> x = c.at().x();
          Matrix<BigFraction> y = c.at().y();
          assertEquals(underflow(c, eta, x, y, c.m()), c.terms().updateUnderflowX(eta, c.model()));
          assertEquals(
              underflow(c, eta, y, x, c.m().transpose()),
              c.terms().updateUnderflowY(eta, c.model()));
        });
  }

  /** The factor times {@code update_underflow}, entry by entry. */
  private static Matrix<BigFraction> underflow(
      Case c,
      BigFraction eta,
      Matrix<BigFraction> own,
      Matrix<BigFraction> other,
      Matrix<BigFraction> m) {
    Matrix<BigFraction> rho = rho(own, other, m);
    return Matrix.of(
        EXACT,
        own.rows(),
        c.r(),
        (i, k) ->
            c.unit()
                .multiply(
                    COQ.at(
                        "update_underflow",
                        c.r(),
                        other.rows(),
                        eta,
                        rowSum(own, i),
                        vector(j -> rowSum(other, j)),
                        vector(j -> other.get(j, k).abs()),
                        vector(j -> rho.get(i, j)))));
  }
}
