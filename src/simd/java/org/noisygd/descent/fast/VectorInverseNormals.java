// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.FixedLogarithm;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.InverseNormal;
import org.noisygd.number.random.Philox4x64;

/**
 * The deviates of a {@link GaussianStream} for a vector of replicates at once, operation by
 * operation as {@link Philox4x64}, {@link InverseNormal} and {@link FixedLogarithm} have them, so
 * the same bits.
 *
 * <p>Every word gets the central form; those outside of the central region, 15 in 100, are then
 * gathered and overwritten by the form of the middle of the tails, and the far ones, 3 in 10^11, by
 * {@code InverseNormal} itself. In passes over arrays; polynomials and products are written out
 * where they stand, since C2 does not always inline what takes vectors.
 */
public final class VectorInverseNormals implements BatchNormals.Maker {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> I = VectorSpecies.of(long.class, S.vectorShape());
  private static final int L = S.length();

  /** Half a word. */
  private static final int HALF = 32;

  private static final long LOW = 0xFFFF_FFFFL;

  private static final long M0 = Philox4x64.MULTIPLIER_0;
  private static final long M1 = Philox4x64.MULTIPLIER_1;

  /** 2^52 as bits: a number below 2^52 put into these bits is 2^52 more. */
  private static final long TWO_52_BITS = 0x4330000000000000L;

  private static final long SQRT_HALF_BITS = Double.doubleToRawLongBits(FixedLogarithm.SQRT_HALF);
  private static final double[] A = InverseNormal.centralCoefficients().get(0);
  private static final double[] B = InverseNormal.centralCoefficients().get(1);
  private static final double[] C = InverseNormal.middleCoefficients().get(0);
  private static final double[] D = InverseNormal.middleCoefficients().get(1);
  private static final double[] P = FixedLogarithm.coefficients();

  @Override
  public BatchNormals make(long seed) {
    return new Fill(seed);
  }

  /** A stream's deviates, with the working arrays: of a word for every entry and lane. */
  private static final class Fill implements BatchNormals {
    private final long seed;
    private long[] words = new long[0];
    private double[] offsets = new double[0];
    private double[] deviates = new double[0];
    private double[] tails = new double[0];
    private int[] places = new int[0];
    private int tailCount;
    private double[][] z = new double[0][0];
    private long first;
    private long step;
    private FactorId factor = FactorId.NOISE_X;

    Fill(long seed) {
      this.seed = seed;
    }

    @Override
    public void fill(double[][] z, int size, long first, long step, FactorId factor) {
      GaussianStream.requirePlace(first, step);
      GaussianStream.requirePlace(first + size - 1, step);
      int blocks = (z.length + Philox4x64.WORDS - 1) / Philox4x64.WORDS;
      int length = blocks * Philox4x64.WORDS * ReplicateBatch.padded(size);
      if (words.length != length) {
        words = new long[length];
        offsets = new double[length];
        deviates = new double[length];
        tails = new double[length];
        places = new int[length];
      }
      this.z = z;
      this.first = first;
      this.step = step;
      this.factor = factor;
      for (Pass pass : PASSES) {
        pass.over(this);
      }
    }

    void words() {
      int lanes = z[0].length;
      for (int entry = 0; entry < z.length; entry += Philox4x64.WORDS) {
        philox(
            words, entry * lanes, lanes, seed, GaussianStream.counter0(entry), factor, step, first);
      }
    }

    void central() {
      VectorInverseNormals.central(deviates, offsets, words);
    }

    /** Notes the places outside of the central region and their offsets. */
    void gather() {
      int count = 0;
      for (int n = 0; n < offsets.length; n++) {
        tails[count] = offsets[n];
        places[count] = n;
        count += Math.abs(offsets[n]) > InverseNormal.CENTRAL_LIMIT ? 1 : 0;
      }
      tailCount = count;
    }

    void middle() {
      VectorInverseNormals.middle(tails, tailCount);
    }

    void scatter() {
      for (int n = 0; n < tailCount; n++) {
        deviates[places[n]] = tails[n];
      }
      for (int n = 0; n < words.length; n++) {
        if ((words[n] >> 28) + 1 >>> 1 == 0) { // p < 2^-36, as it is wherever r > 5
          deviates[n] = InverseNormal.fromWord(words[n]);
        }
      }
      int lanes = z[0].length;
      for (int entry = 0; entry < z.length; entry++) {
        System.arraycopy(deviates, entry * lanes, z[entry], 0, lanes);
      }
    }
  }

  /** A pass over the arrays; at one place of call, which C2 therefore leaves a call. */
  private interface Pass {
    void over(Fill fill);
  }

  private static final Pass[] PASSES = {
    Fill::words, Fill::central, Fill::gather, Fill::middle, Fill::scatter
  };

  /**
   * The words of one block for every lane, from {@code place} on, a row of lanes for each. The high
   * half of an unsigned product comes from products of halves; no sum of them reaches 2^64.
   */
  private static void philox(
      long[] words,
      int place,
      int lanes,
      long seed,
      long counter0,
      FactorId factor,
      long step,
      long first) {
    LongVector numbers = LongVector.broadcast(I, 0).addIndex(1).add(first);
    for (int lane = 0; lane < lanes; lane += L) {
      LongVector x0 = LongVector.broadcast(I, counter0);
      LongVector x1 = LongVector.broadcast(I, factor.id());
      LongVector x2 = LongVector.broadcast(I, step);
      LongVector x3 = numbers.add(lane);
      long k0 = seed;
      long k1 = 0;
      for (int round = 0; round < Philox4x64.ROUNDS; round++) {
        LongVector upper0 = x0.lanewise(VectorOperators.LSHR, HALF);
        LongVector lower0 = x0.and(LOW);
        LongVector cross0 =
            upper0.mul(M0 & LOW).add(lower0.mul(M0 & LOW).lanewise(VectorOperators.LSHR, HALF));
        LongVector carry0 = lower0.mul(M0 >>> HALF).add(cross0.and(LOW));
        LongVector high0 =
            upper0
                .mul(M0 >>> HALF)
                .add(cross0.lanewise(VectorOperators.LSHR, HALF))
                .add(carry0.lanewise(VectorOperators.LSHR, HALF));
        LongVector upper1 = x2.lanewise(VectorOperators.LSHR, HALF);
        LongVector lower1 = x2.and(LOW);
        LongVector cross1 =
            upper1.mul(M1 & LOW).add(lower1.mul(M1 & LOW).lanewise(VectorOperators.LSHR, HALF));
        LongVector carry1 = lower1.mul(M1 >>> HALF).add(cross1.and(LOW));
        LongVector high1 =
            upper1
                .mul(M1 >>> HALF)
                .add(cross1.lanewise(VectorOperators.LSHR, HALF))
                .add(carry1.lanewise(VectorOperators.LSHR, HALF));
        LongVector low0 = x0.mul(M0);
        LongVector low1 = x2.mul(M1);
        x0 = high1.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.XOR, k0);
        x1 = low1;
        x2 = high0.lanewise(VectorOperators.XOR, x3).lanewise(VectorOperators.XOR, k1);
        x3 = low0;
        k0 += Philox4x64.WEYL_0;
        k1 += Philox4x64.WEYL_1;
      }
      x0.intoArray(words, place + lane);
      x1.intoArray(words, place + lanes + lane);
      x2.intoArray(words, place + 2 * lanes + lane);
      x3.intoArray(words, place + 3 * lanes + lane);
    }
  }

  /** The offsets q of all words, and their deviates as if all were central. */
  private static void central(double[] deviates, double[] offsets, long[] words) {
    for (int n = 0; n < deviates.length; n += L) {
      DoubleVector q =
          LongVector.fromArray(I, words, n)
              .lanewise(VectorOperators.LSHR, 12)
              .or(TWO_52_BITS)
              .reinterpretAsDoubles()
              .sub(0x1.8p52)
              .add(0.5)
              .mul(0x1.0p-52);
      DoubleVector t = DoubleVector.broadcast(S, InverseNormal.CENTRAL_SHIFT).sub(q.mul(q));
      q.intoArray(offsets, n);
      DoubleVector a = t.mul(A[7]).add(A[6]).mul(t).add(A[5]).mul(t).add(A[4]);
      a = a.mul(t).add(A[3]).mul(t).add(A[2]).mul(t).add(A[1]).mul(t).add(A[0]);
      DoubleVector b = t.mul(B[7]).add(B[6]).mul(t).add(B[5]).mul(t).add(B[4]);
      b = b.mul(t).add(B[3]).mul(t).add(B[2]).mul(t).add(B[1]).mul(t).add(B[0]);
      q.mul(a).div(b).intoArray(deviates, n);
    }
  }

  /** The offsets of the middle of the tails become their deviates. */
  private static void middle(double[] tails, int count) {
    for (int n = 0; n < count; n += L) {
      DoubleVector q = DoubleVector.fromArray(S, tails, n);
      LongVector bits = DoubleVector.broadcast(S, 0.5).sub(q.abs()).reinterpretAsLongs();
      LongVector k = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 52);
      DoubleVector m = bits.sub(k.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles();
      DoubleVector e = k.add(1024).or(TWO_52_BITS).reinterpretAsDoubles().sub(0x1.0p52 + 1024);
      DoubleVector s = m.sub(1).div(m.add(1));
      DoubleVector w = s.mul(s);
      DoubleVector p = w.mul(P[10]).add(P[9]).mul(w).add(P[8]).mul(w).add(P[7]).mul(w).add(P[6]);
      p = p.mul(w).add(P[5]).mul(w).add(P[4]).mul(w).add(P[3]).mul(w).add(P[2]);
      DoubleVector logM = s.mul(2).mul(p.mul(w).add(P[1]).mul(w).add(P[0]));
      DoubleVector log =
          e.mul(FixedLogarithm.LN2_HIGH).add(logM.add(e.mul(FixedLogarithm.LN2_LOW)));
      DoubleVector t = log.neg().sqrt().sub(InverseNormal.MIDDLE_SHIFT);
      DoubleVector c = t.mul(C[7]).add(C[6]).mul(t).add(C[5]).mul(t).add(C[4]);
      c = c.mul(t).add(C[3]).mul(t).add(C[2]).mul(t).add(C[1]).mul(t).add(C[0]);
      DoubleVector d = t.mul(D[7]).add(D[6]).mul(t).add(D[5]).mul(t).add(D[4]);
      d = d.mul(t).add(D[3]).mul(t).add(D[2]).mul(t).add(D[1]).mul(t).add(D[0]);
      c.div(d)
          .reinterpretAsLongs()
          .lanewise(VectorOperators.XOR, q.reinterpretAsLongs().and(Long.MIN_VALUE))
          .reinterpretAsDoubles()
          .intoArray(tails, n);
    }
  }
}
