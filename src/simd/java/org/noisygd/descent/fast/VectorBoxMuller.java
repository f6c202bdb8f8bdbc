// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.noisygd.number.random.BoxMuller;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.Philox4x32;

/**
 * The deviates of a {@link BoxMullerStream} for a vector of replicates at once, operation by
 * operation as {@link BoxMuller} has them, so the same bits.
 *
 * <p>In four passes over arrays, since C2 gives up inlining in methods with too many vectors, and a
 * vector that crosses a call becomes an object.
 */
public final class VectorBoxMuller implements BatchNormals.Maker {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> I = VectorSpecies.of(long.class, S.vectorShape());
  private static final int L = S.length();

  private static final double[] RADIUS = BoxMuller.radiusCoefficients();
  private static final double[] SINE = BoxMuller.sineCoefficients();
  private static final double[] COSINE = BoxMuller.cosineCoefficients();
  private static final double Q0 = RADIUS[0];
  private static final double Q1 = RADIUS[1];
  private static final double Q2 = RADIUS[2];
  private static final double Q3 = RADIUS[3];
  private static final double Q4 = RADIUS[4];
  private static final double Q5 = RADIUS[5];
  private static final double Q6 = RADIUS[6];
  private static final double S0 = SINE[0];
  private static final double S1 = SINE[1];
  private static final double S2 = SINE[2];
  private static final double S3 = SINE[3];
  private static final double S4 = SINE[4];
  private static final double S5 = SINE[5];
  private static final double C0 = COSINE[0];
  private static final double C1 = COSINE[1];
  private static final double C2 = COSINE[2];
  private static final double C3 = COSINE[3];
  private static final double C4 = COSINE[4];
  private static final double C5 = COSINE[5];
  private static final double C6 = COSINE[6];

  @Override
  public BatchNormals make(long seed) {
    return new Fill(seed);
  }

  /** A stream's deviates, with the working arrays. */
  private static final class Fill implements BatchNormals {
    private final long seed;
    private long[][] words = new long[Philox4x32.WORDS][0];
    private double[] rho = new double[0];
    private double[] sine = new double[0];
    private double[] cosine = new double[0];
    private double[][] z = new double[0][0];
    private long first;
    private long step;
    private FactorId factor = FactorId.NOISE_X;

    Fill(long seed) {
      this.seed = seed;
    }

    @Override
    public void fill(double[][] z, int size, long first, long step, FactorId factor) {
      BoxMullerStream.requirePlace(first, step);
      BoxMullerStream.requirePlace(first + size - 1, step);
      int lanes = ReplicateBatch.padded(size);
      this.z = z;
      int blocks = blocks();
      if (rho.length != blocks * lanes) {
        words = new long[Philox4x32.WORDS][blocks * lanes];
        rho = new double[blocks * lanes];
        sine = new double[blocks * lanes];
        cosine = new double[blocks * lanes];
      }
      this.first = first;
      this.step = step;
      this.factor = factor;
      for (int pair = 0; pair < 2; pair++) {
        for (Pass pass : PASSES) {
          pass.over(this, pair);
        }
      }
    }

    void words(int pair) {
      int lanes = words[0].length / blocks();
      for (int b = 0; b < blocks() && pair == 0; b++) {
        philox(words, b * lanes, lanes, seed, BoxMullerStream.counter0(factor, b), first, step);
      }
    }

    void radii(int pair) {
      radius(rho, words[2 * pair]);
    }

    void angles(int pair) {
      angle(sine, cosine, words[2 * pair + 1]);
    }

    void deviates(int pair) {
      long[] word = words[2 * pair + 1];
      int lanes = word.length / blocks();
      for (int n = 2 * pair; n < z.length; n += Philox4x32.WORDS) {
        int place = n / Philox4x32.WORDS * lanes;
        turn(z[n], rho, cosine, sine, word, place, 1L << 30);
        if (n + 1 < z.length) {
          turn(z[n + 1], rho, sine, cosine, word, place, 0);
        }
      }
    }

    private int blocks() {
      return (z.length + Philox4x32.WORDS - 1) / Philox4x32.WORDS;
    }
  }

  /**
   * A pass over the arrays. There are four at one place of call, which C2 therefore leaves a call;
   * inlined together they would be too large for it.
   */
  private interface Pass {
    void over(Fill fill, int pair);
  }

  private static final Pass[] PASSES = {Fill::words, Fill::radii, Fill::angles, Fill::deviates};

  /** The words of one block for every lane, from {@code place} on. */
  private static void philox(
      long[][] words, int place, int lanes, long seed, long counter0, long first, long step) {
    long last = BoxMullerStream.counter3(0, step);
    LongVector numbers = LongVector.broadcast(I, 0).addIndex(1).add(first);
    for (int lane = 0; lane < lanes; lane += L) {
      LongVector replicates = numbers.add(lane);
      LongVector x0 = LongVector.broadcast(I, counter0);
      LongVector x1 = replicates.and(Philox4x32.MASK);
      LongVector x2 = LongVector.broadcast(I, step & Philox4x32.MASK);
      LongVector x3 = replicates.lanewise(VectorOperators.LSHR, 32).or(last);
      long k0 = seed & Philox4x32.MASK;
      long k1 = seed >>> 32;
      for (int round = 0; round < Philox4x32.ROUNDS; round++) {
        LongVector product0 = x0.mul(Philox4x32.MULTIPLIER_0);
        LongVector product1 = x2.mul(Philox4x32.MULTIPLIER_1);
        LongVector high0 = product0.lanewise(VectorOperators.LSHR, 32);
        LongVector high1 = product1.lanewise(VectorOperators.LSHR, 32);
        x0 = high1.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.XOR, k0);
        x1 = product1.and(Philox4x32.MASK);
        x2 = high0.lanewise(VectorOperators.XOR, x3).lanewise(VectorOperators.XOR, k1);
        x3 = product0.and(Philox4x32.MASK);
        k0 = (k0 + Philox4x32.WEYL_0) & Philox4x32.MASK;
        k1 = (k1 + Philox4x32.WEYL_1) & Philox4x32.MASK;
      }
      x0.intoArray(words[0], place + lane);
      x1.intoArray(words[1], place + lane);
      x2.intoArray(words[2], place + lane);
      x3.intoArray(words[3], place + lane);
    }
  }

  /** A word below 2^52 plus 2^52, exactly. */
  private static DoubleVector shifted(LongVector word) {
    return word.or(BoxMuller.TWO_52_BITS).reinterpretAsDoubles();
  }

  private static void radius(double[] rho, long[] words) {
    for (int n = 0; n < rho.length; n += L) {
      LongVector word = LongVector.fromArray(I, words, n);
      LongVector bits = shifted(word.add(word).or(1)).sub(BoxMuller.TWO_52).reinterpretAsLongs();
      LongVector k = bits.sub(BoxMuller.SQRT_HALF_BITS).lanewise(VectorOperators.LSHR, 52);
      DoubleVector m = bits.sub(k.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles();
      DoubleVector s = m.sub(1).div(m.add(1));
      shifted(k)
          .sub(BoxMuller.TWO_52 + 33)
          .mul(BoxMuller.MINUS_2_LN_2)
          .add(s.mul(logarithm(s.mul(s))))
          .sqrt()
          .intoArray(rho, n);
    }
  }

  private static DoubleVector logarithm(DoubleVector w) {
    DoubleVector sum = w.mul(Q6).add(Q5).mul(w).add(Q4).mul(w).add(Q3);
    return sum.mul(w).add(Q2).mul(w).add(Q1).mul(w).add(Q0);
  }

  private static void angle(double[] sine, double[] cosine, long[] words) {
    for (int n = 0; n < sine.length; n += L) {
      DoubleVector t =
          shifted(LongVector.fromArray(I, words, n).and(0x3FFFFFFFL))
              .sub(BoxMuller.TWO_52 + 0x1.0p29)
              .add(0.5)
              .mul(0x1.0p-29);
      DoubleVector v = t.mul(t);
      t.mul(sine(v)).intoArray(sine, n);
      cosine(v).intoArray(cosine, n);
    }
  }

  private static DoubleVector sine(DoubleVector v) {
    return v.mul(S5).add(S4).mul(v).add(S3).mul(v).add(S2).mul(v).add(S1).mul(v).add(S0);
  }

  private static DoubleVector cosine(DoubleVector v) {
    DoubleVector sum = v.mul(C6).add(C5).mul(v).add(C4).mul(v).add(C3);
    return sum.mul(v).add(C2).mul(v).add(C1).mul(v).add(C0);
  }

  /**
   * z = rho times {@code even} or, where q is odd, {@code odd}; negated where bit 31 of the word
   * plus {@code ahead} is set.
   */
  private static void turn(
      double[] z, double[] rho, double[] even, double[] odd, long[] words, int place, long ahead) {
    for (int lane = 0; lane < z.length; lane += L) {
      int n = place + lane;
      LongVector word = LongVector.fromArray(I, words, n);
      LongVector odds = word.lanewise(VectorOperators.LSHL, 33).lanewise(VectorOperators.ASHR, 63);
      LongVector sign = word.add(ahead).lanewise(VectorOperators.LSHL, 32).and(Long.MIN_VALUE);
      LongVector evens = DoubleVector.fromArray(S, even, n).reinterpretAsLongs();
      LongVector differ =
          evens.lanewise(
              VectorOperators.XOR, DoubleVector.fromArray(S, odd, n).reinterpretAsLongs());
      DoubleVector.fromArray(S, rho, n)
          .mul(evens.lanewise(VectorOperators.XOR, differ.and(odds)).reinterpretAsDoubles())
          .reinterpretAsLongs()
          .lanewise(VectorOperators.XOR, sign)
          .reinterpretAsDoubles()
          .intoArray(z, lane);
    }
  }
}
