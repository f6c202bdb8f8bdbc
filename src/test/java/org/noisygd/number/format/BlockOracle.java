// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.math.BigInteger;
import org.noisygd.number.format.Rounding.Directed;

/**
 * The oracle of block formats: integers alone. A number is num/den; what is rounded is its quotient
 * by a place, with the remainder compared in integers. Nothing of the code under test takes part
 * but the words for formats, rules and roundings.
 */
final class BlockOracle {
  /** p, emin, and the largest value as an integer times 2^exponent. */
  record Element(int p, int emin, long largest, int exponent) {
    static Element of(String format) {
      return switch (format) {
        case "mxfp8-e4m3", "e4m3" -> new Element(4, -6, 14, 5);
        case "mxfp8-e5m2" -> new Element(3, -14, 7, 13);
        case "mxfp6-e3m2" -> new Element(3, -2, 7, 2);
        case "mxfp6-e2m3" -> new Element(4, 0, 15, -1);
        case "mxfp4", "nvfp4" -> new Element(2, 0, 3, 1);
        case "binary32" -> new Element(24, -126, (1 << 24) - 1, 104);
        default -> throw new IllegalArgumentException(format);
      };
    }

    int topExponent() {
      return exponent + BigInteger.valueOf(largest).bitLength() - 1;
    }
  }

  /** num / den, den > 0. */
  record Ratio(BigInteger num, BigInteger den) {
    static Ratio of(double x) {
      long bits = Double.doubleToRawLongBits(x);
      int field = (int) (bits >>> 52 & 0x7ff);
      long fraction = bits & ((1L << 52) - 1);
      BigInteger significand = BigInteger.valueOf(field == 0 ? fraction : fraction | 1L << 52);
      Ratio size = new Ratio(significand, BigInteger.ONE).times(Math.max(field, 1) - 1075);
      return bits < 0 ? new Ratio(size.num.negate(), size.den) : size;
    }

    Ratio times(int power) {
      return power >= 0
          ? new Ratio(num.shiftLeft(power), den)
          : new Ratio(num, den.shiftLeft(-power));
    }

    Ratio over(Ratio that) {
      return new Ratio(num.multiply(that.den), den.multiply(that.num));
    }

    int compareTo(Ratio that) {
      return num.multiply(that.den).compareTo(that.num.multiply(den));
    }

    /** floor(log2) of a positive ratio. */
    int log() {
      int k = num.bitLength() - den.bitLength();
      return new Ratio(BigInteger.ONE, BigInteger.ONE).times(k).compareTo(this) <= 0 ? k : k - 1;
    }
  }

  private BlockOracle() {}

  /** |x| rounded to a format that saturates, as an integer times 2^last; of that sign. */
  static double round(Element format, Ratio x, Rounding rounding, long word) {
    if (x.num.signum() == 0) {
      return 0;
    }
    boolean negative = x.num.signum() < 0;
    Ratio size = new Ratio(x.num.abs(), x.den);
    int last = Math.max(size.log(), format.emin) - format.p + 1;
    Ratio places = size.times(-last);
    BigInteger[] parts = places.num.divideAndRemainder(places.den);
    boolean away = parts[1].signum() > 0 && away(rounding, parts, places.den, negative, word);
    Ratio whole = new Ratio(away ? parts[0].add(BigInteger.ONE) : parts[0], BigInteger.ONE);
    Ratio largest = new Ratio(BigInteger.valueOf(format.largest), BigInteger.ONE);
    Ratio kept = whole.times(last);
    kept =
        kept.compareTo(largest.times(format.exponent)) > 0 ? largest.times(format.exponent) : kept;
    double value = kept.num.doubleValue() / kept.den.doubleValue(); // powers of two below
    return negative ? -value : value;
  }

  private static boolean away(
      Rounding rounding, BigInteger[] parts, BigInteger den, boolean negative, long word) {
    int half = parts[1].shiftLeft(1).compareTo(den);
    boolean odd = parts[0].testBit(0);
    if (rounding instanceof Directed directed) {
      return switch (directed) {
        case NEAREST -> half > 0 || (half == 0 && odd);
        case NEAREST_AWAY -> half >= 0;
        case ZERO -> false;
        case UP -> !negative;
        case DOWN -> negative;
        case ODD -> !odd;
      };
    }
    StochasticRounding stochastic = (StochasticRounding) rounding;
    int bits = stochastic.bits();
    BigInteger[] cut = parts[1].shiftLeft(bits).divideAndRemainder(den);
    BigInteger chance = cut[0];
    if (stochastic.cutToEven()) {
      int rest = cut[1].shiftLeft(1).compareTo(den);
      boolean up = rest > 0 || (rest == 0 && cut[0].testBit(0));
      chance = up ? cut[0].add(BigInteger.ONE) : cut[0];
    }
    BigInteger upper = new BigInteger(Long.toUnsignedString(word >>> (64 - bits)));
    return chance.add(upper).bitLength() > bits;
  }

  /** The exponent of a scale by a rule, not clamped. */
  static int exponent(Element element, String rule, double largestOfBlock) {
    Ratio m = Ratio.of(largestOfBlock);
    int floor = m.log() - element.topExponent();
    return switch (rule) {
      case "floor" -> floor;
      case "ceil" -> m.num.bitCount() == 1 && m.den.bitCount() == 1 ? floor : floor + 1;
      case "even" -> {
        Element unlimited = new Element(element.p, m.log(), 1, 2000);
        // p bits of m, as an integer: p + 1 bits of it mean that it was rounded up to 2^(log + 1).
        Ratio places = m.times(element.p - 1 - m.log());
        BigInteger[] parts = places.num.divideAndRemainder(places.den);
        boolean up = away(Directed.NEAREST, parts, places.den, false, 0);
        BigInteger rounded = up ? parts[0].add(BigInteger.ONE) : parts[0];
        yield rounded.bitLength() > unlimited.p ? floor + 1 : floor;
      }
      case "rceil" -> {
        Ratio largest = new Ratio(BigInteger.valueOf(element.largest), BigInteger.ONE);
        int k = floor - 2;
        while (largest.times(element.exponent + k).compareTo(m) < 0) {
          k++;
        }
        yield k;
      }
      default -> throw new IllegalArgumentException(rule);
    };
  }

  /** A block as it is stored; name is that of the format with its rule. */
  static double[] store(String name, double[] block, double all, Rounding rounding, long[] words) {
    String[] parts = name.split("/", -1);
    Element element = Element.of(parts[0]);
    double m = 0;
    for (double v : block) {
      m = Math.max(m, Math.abs(v));
    }
    double scale = m == 0 ? 1 : scale(element, parts, m, all);
    double[] stored = new double[block.length];
    for (int i = 0; i < block.length; i++) {
      Ratio v = Ratio.of(block[i]);
      stored[i] =
          scale == 0 ? 0 : round(element, v.over(Ratio.of(scale)), rounding, words[i]) * scale;
    }
    return stored;
  }

  private static double scale(Element element, String[] name, double m, double all) {
    if (name.length == 2) {
      int k = Math.max(-127, Math.min(127, exponent(element, name[1], m)));
      return Math.scalb(1.0, k);
    }
    Ratio range = new Ratio(BigInteger.valueOf(2688), BigInteger.ONE);
    double g = round(Element.of("binary32"), Ratio.of(all).over(range), Directed.NEAREST, 0);
    Ratio six = new Ratio(BigInteger.valueOf(6), BigInteger.ONE);
    if (g == 0) {
      return 0;
    }
    Ratio quotient = Ratio.of(m).over(Ratio.of(g)).over(six);
    return g * round(Element.of("e4m3"), quotient, Directed.NEAREST, 0);
  }
}
