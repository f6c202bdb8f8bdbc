// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Dyadic;
import org.noisygd.number.ExactRounding;
import org.noisygd.number.Numbers;

/**
 * Cross-checks: binary32 against Java's float, the others against every value of {@link Grid} and
 * its rounding of exact numbers.
 */
class EmulatedBinaryTest {
  private static final int TRIES = 60_000;

  private static EmulatedBinary format(String name) {
    return EmulatedBinary.named().stream().filter(f -> f.name().equals(name)).findFirst().get();
  }

  @Test
  void round_anyDouble_binary32IsJavasCast() {
    Numbers numbers = new Numbers(21);
    for (int n = 0; n < TRIES; n++) {
      double d = n % 2 == 0 ? numbers.anyFinite() : numbers.ofMagnitude(-152, 129);
      assertSameBits((float) d, EmulatedBinary.BINARY32.round(d));
    }
    for (double d : new double[] {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, -1e300}) {
      assertSameBits((float) d, EmulatedBinary.BINARY32.round(d));
    }
  }

  private static void assertSameBits(float expected, double actual) {
    // Compared as doubles, so that nothing rounds on the way; the sign of zero counts, NaN is one.
    assertEquals(
        Double.doubleToLongBits(expected), Double.doubleToLongBits(actual), () -> "" + expected);
  }

  @Test
  void operations_randomAndEdgeFloats_binary32IsJavasFloat() {
    Numbers numbers = new Numbers(22);
    float[] edges = {
      0,
      -0f,
      1,
      -1,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      Math.nextUp(1f),
      Math.nextDown(1f),
      3,
      0.1f
    };
    for (float a : edges) {
      for (float b : edges) {
        assertOperationsAreJavas(a, b);
      }
    }
    for (int n = 0; n < TRIES; n++) {
      int low = n % 3 == 0 ? -149 : -30;
      int high = n % 3 == 0 ? 127 : 30;
      float a = (float) numbers.ofMagnitude(low, high);
      assertOperationsAreJavas(a, (float) numbers.ofMagnitude(low, high));
      assertOperationsAreJavas(a, edges[numbers.below(edges.length)]);
    }
  }

  private static void assertOperationsAreJavas(float a, float b) {
    EmulatedBinary f = EmulatedBinary.BINARY32;
    Double x = (double) a;
    Double y = (double) b;
    assertSameBits(a + b, f.add(x, y));
    assertSameBits(a - b, f.subtract(x, y));
    assertSameBits(a * b, f.multiply(x, y));
    assertSameBits(a / b, f.divide(x, y));
    assertSameBits(-a, f.negate(x));
    // The square root of a float by way of double is the correctly rounded one: 53 >= 2 * 24 + 2
    // (Figueroa, SIGNUM Newsletter 30, 1995).
    assertSameBits((float) Math.sqrt(a), f.sqrt(x));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary16", "bfloat16", "tf32"})
  void operations_sampledOperands_areTheExactResultsRoundedOnce(String name) {
    Grid grid = Grid.of(name);
    EmulatedBinary f = format(name);
    int binade = 1 << (BinaryFormat.named(name).precision() - 1);
    int one = grid.below(Dyadic.ONE);
    Numbers numbers = new Numbers(23);
    double[] sample = new double[40];
    for (int n = 0; n < sample.length; n++) {
      int pattern = numbers.below(grid.values.size());
      // Uniform in the bits, then near one, then subnormal.
      sample[n] =
          switch (n % 4) {
            case 0 -> grid.value(pattern);
            case 1 -> -grid.value(one + pattern % binade);
            case 2 -> grid.value(1 + pattern % (binade - 1));
            default -> grid.value(one + numbers.below(9) - 4);
          };
    }
    for (double a : sample) {
      Dyadic x = Dyadic.of(a);
      for (double b : sample) {
        Dyadic y = Dyadic.of(b);
        String pair = name + ": " + a + ", " + b;
        assertEquals(nearest(grid, x.add(y)) + 0.0, f.add(a, b) + 0.0, pair);
        assertEquals(nearest(grid, x.subtract(y)) + 0.0, f.subtract(a, b) + 0.0, pair);
        assertEquals(nearest(grid, x.multiply(y)), f.multiply(a, b), pair);
        if (b != 0) {
          double quotient = nearest(grid, Grid.quotient(x, y));
          assertEquals(quotient, f.divide(a, b), pair);
          assertEquals(quotient, f.fromRational(x.toRational().divide(y.toRational())), pair);
        }
      }
      assertEquals(a, f.of(a));
      assertEquals(a, f.fromDouble(a));
      assertEquals(a, f.fromDecimal(new BigDecimal(f.print(a))), "print and read back");
    }
  }

  private static double nearest(Grid grid, Dyadic exact) {
    return grid.round(exact, "nearest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary16", "bfloat16"})
  void sqrt_everyNonNegativeValue_liesBetweenTheMidpoints(String name) {
    Grid grid = Grid.of(name);
    EmulatedBinary f = format(name);
    int fractionBits = BinaryFormat.named(name).precision() - 1;
    for (int n = 1; n < grid.values.size(); n += 3) {
      double a = grid.value(n);
      double root = f.sqrt(a);
      assertEquals(root, f.round(root));
      // Squares of midpoints have at most 2 p + 2 <= 24 bits, so they are exact doubles.
      double ulp = Math.scalb(1.0, Math.getExponent(root) - fractionBits);
      double below = root - (root == Math.scalb(1.0, Math.getExponent(root)) ? ulp / 4 : ulp / 2);
      double above = root + ulp / 2;
      assertTrue(below * below < a && a < above * above, () -> name + ": sqrt of " + a);
    }
  }

  @Test
  void fromRational_beyondTheDoubles_staysCorrect() {
    EmulatedBinary f = EmulatedBinary.BFLOAT16;
    BigFraction tiny = ExactRounding.powerOfTwo(-3000);
    assertEquals(0.0, f.fromRational(tiny));
    assertEquals(-0.0, f.fromRational(tiny.negate()));
    assertEquals(Double.NEGATIVE_INFINITY, f.fromRational(ExactRounding.powerOfTwo(3000).negate()));
    // A tie, and a tie broken by what no double can hold.
    BigFraction tie = BigFraction.ONE.add(ExactRounding.powerOfTwo(-8));
    assertEquals(1.0, f.fromRational(tie));
    assertEquals(1.0078125, f.fromRational(tie.add(tiny)));
    assertEquals(1.0, f.fromRational(tie.subtract(tiny)));
  }

  @Test
  void add_tieBrokenBelowBinary64_isNotRoundedTwice() {
    EmulatedBinary f = EmulatedBinary.BINARY32;
    double tie = 0x1p24; // the next value is 2^24 + 2
    double broken = f.add(f.add(tie, 1.0), 0.0);
    assertEquals(0x1p24, broken);
    // 2^60 + 2^36 is a tie of binary32; 2^-60 more is lost in binary64 but decides.
    double large = 0x1p60 + 0x1p37; // a neighbour of 2^60 with an odd last bit
    assertEquals(large + 0x1p37, f.add(large, 0x1p36));
    assertEquals(Math.nextUp((float) large), f.add(large, 0x1.000002p36).floatValue());
    assertEquals(0x1p60, f.subtract(0x1p60 + 0x1p37, 0x1.000002p36));
  }
}
