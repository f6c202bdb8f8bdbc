// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A stage of {@link VectorDoubleDouble} in one vector of lanes: the same operations on a row of
 * entries, those of {@link DoubleDoubleLoops}, one by one.
 *
 * <p>Arrays are (high, low), flat, entry n at n L; places and steps count entries. Where numbers
 * stand for vectors, entry n is at n.
 *
 * <p>Some additions are written as fused multiply-adds by one, the same numbers: they run on the
 * multipliers, which would idle.
 *
 * <p>Each stage is a class of its own, and all are called from one place: a call with so many
 * receivers C2 does not inline, so that every loop is compiled by itself and its vectors stay in
 * registers. The operations stand in each loop in full: a method of them is inlined only if it was
 * not compiled before by itself.
 */
interface DoubleDoubleStage {
  /** The lanes. */
  VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

  /** Doubles in a vector. */
  int L = S.length();

  /** Runs the stage; see the class header. */
  void run(Operands operands);

  /** The arrays and places of a stage, set anew for each run. */
  final class Operands {
    private static final double[][] NONE = new double[2][0];
    double[][] out = NONE;
    int o;
    double[][] a = NONE;
    int p;
    int aStep;
    int aTerm;
    double[][] b = NONE;
    int q;
    int bTerm;
    int count;
    int terms;
  }

  /** out[n] = out[n] + a[n] or out[n] - a[n]; the entries of a are vectors or numbers. */
  final class Sums implements DoubleDoubleStage {
    private final double sign;
    private final boolean numbers;

    /** Adds a times the sign, which is 1 or -1. */
    Sums(double sign, boolean numbers) {
      this.sign = sign;
      this.numbers = numbers;
    }

    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      boolean broadcast = numbers;
      DoubleVector one = DoubleVector.broadcast(S, 1);
      int p = operands.p;
      int end = operands.o + operands.count;
      for (int o = operands.o; o < end; o++, p++) {
        DoubleVector aH =
            broadcast ? DoubleVector.broadcast(S, high[p]) : DoubleVector.fromArray(S, high, p * L);
        DoubleVector aL =
            broadcast ? DoubleVector.broadcast(S, low[p]) : DoubleVector.fromArray(S, low, p * L);
        DoubleVector yH = aH.mul(sign);
        DoubleVector yL = aL.mul(sign);
        DoubleVector xH = DoubleVector.fromArray(S, outH, o * L);
        DoubleVector xL = DoubleVector.fromArray(S, outL, o * L);
        DoubleVector s = xH.fma(one, yH);
        DoubleVector u = xL.fma(one, yL);
        DoubleVector c = s.sub(xH);
        DoubleVector w = xH.sub(s.sub(c)).fma(one, yH.sub(c)).fma(one, u);
        DoubleVector z = s.fma(one, w);
        DoubleVector d = u.sub(xL);
        DoubleVector v = w.sub(z.sub(s)).add(xL.sub(u.sub(d)).fma(one, yL.sub(d)));
        DoubleVector sum = z.fma(one, v);
        sum.intoArray(outH, o * L);
        v.sub(sum.sub(z)).intoArray(outL, o * L);
      }
    }
  }
}
