// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A stage of {@link VectorDoubleDouble} in one vector of lanes: for terms t and entries n
 *
 * <pre>
 *   out[o + n] = out[o + n] + a[p + n aStep + t aTerm] b[q + t bTerm],
 *   0 &lt;= n &lt; count,  0 &lt;= t &lt; terms
 * </pre>
 *
 * <p>or a part of that, as each class says. t outside and n inside, each entry its own sum, so that
 * no addition waits for the one before. Sums are those of {@link DoubleDoubleLoops}, operation by
 * operation; the low part of a product is taken by one fused multiply-add instead of by splitting.
 *
 * <p>Arrays are (high, low), flat, entry n at n L; places and steps count entries. Where numbers
 * stand for vectors, entry n is at n.
 *
 * <p>Half of the additions in a sum are written as fused multiply-adds by one, the same numbers:
 * they run on the multipliers, which would idle.
 *
 * <p>Each stage is a class of its own, and all are called from one place: a call with so many
 * receivers C2 does not inline, so that every loop is compiled by itself and its vectors stay in
 * registers. The sum stands in each loop in full: a method of it is inlined only if it was not
 * compiled before by itself.
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

  /** out[n] = a[n] b, one term. */
  final class FirstProducts implements DoubleDoubleStage {
    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      DoubleVector bH = at(operands.b[0], operands.q);
      DoubleVector bL = at(operands.b[1], operands.q);
      DoubleVector minusB = bH.mul(-1);
      int p = operands.p;
      int step = operands.aStep;
      int end = operands.o + operands.count;
      for (int o = operands.o; o < end; o++, p += step) {
        DoubleVector aH = at(high, p);
        DoubleVector aL = at(low, p);
        DoubleVector h = aH.mul(bH);
        DoubleVector e = aH.mul(bL).add(aL.mul(bH)).sub(aH.fma(minusB, h));
        DoubleVector sum = h.add(e);
        sum.intoArray(outH, o * L);
        e.sub(sum.sub(h)).intoArray(outL, o * L);
      }
    }
  }

  /** out[n] = out[n] + a[n] b, term after term. */
  final class NextProducts implements DoubleDoubleStage {
    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      DoubleVector one = DoubleVector.broadcast(S, 1);
      int step = operands.aStep;
      for (int t = 0; t < operands.terms; t++) {
        DoubleVector bH = at(operands.b[0], operands.q + t * operands.bTerm);
        DoubleVector bL = at(operands.b[1], operands.q + t * operands.bTerm);
        DoubleVector minusB = bH.mul(-1);
        int p = operands.p + t * operands.aTerm;
        int end = operands.o + operands.count;
        for (int o = operands.o; o < end; o++, p += step) {
          DoubleVector aH = at(high, p);
          DoubleVector aL = at(low, p);
          DoubleVector h = aH.mul(bH);
          DoubleVector e = aH.mul(bL).fma(one, aL.mul(bH)).sub(aH.fma(minusB, h));
          DoubleVector yH = h.fma(one, e);
          DoubleVector yL = e.sub(yH.sub(h));
          DoubleVector xH = at(outH, o);
          DoubleVector xL = at(outL, o);
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

  /** out[n] = a[n] b with numbers a, one term. */
  final class FirstScaled implements DoubleDoubleStage {
    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      DoubleVector bH = at(operands.b[0], operands.q);
      DoubleVector bL = at(operands.b[1], operands.q);
      DoubleVector minusB = bH.mul(-1);
      int p = operands.p;
      int end = operands.o + operands.count;
      for (int o = operands.o; o < end; o++, p++) {
        DoubleVector aH = DoubleVector.broadcast(S, high[p]);
        DoubleVector aL = DoubleVector.broadcast(S, low[p]);
        DoubleVector h = aH.mul(bH);
        DoubleVector e = aH.mul(bL).add(aL.mul(bH)).sub(aH.fma(minusB, h));
        DoubleVector sum = h.add(e);
        sum.intoArray(outH, o * L);
        e.sub(sum.sub(h)).intoArray(outL, o * L);
      }
    }
  }

  /** out[n] = out[n] + a[n] b with numbers a, term after term. */
  final class NextScaled implements DoubleDoubleStage {
    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      DoubleVector one = DoubleVector.broadcast(S, 1);
      for (int t = 0; t < operands.terms; t++) {
        int q = operands.q + t * operands.bTerm;
        DoubleVector bH = at(operands.b[0], q);
        DoubleVector bL = at(operands.b[1], q);
        DoubleVector minusB = bH.mul(-1);
        int p = operands.p + t * operands.aTerm;
        int end = operands.o + operands.count;
        for (int o = operands.o; o < end; o++, p++) {
          DoubleVector aH = DoubleVector.broadcast(S, high[p]);
          DoubleVector aL = DoubleVector.broadcast(S, low[p]);
          DoubleVector h = aH.mul(bH);
          DoubleVector e = aH.mul(bL).fma(one, aL.mul(bH)).sub(aH.fma(minusB, h));
          DoubleVector yH = h.fma(one, e);
          DoubleVector yL = e.sub(yH.sub(h));
          DoubleVector xH = at(outH, o);
          DoubleVector xL = at(outL, o);
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

  /** out[n] = out[n] + a[n] or out[n] - a[n]. */
  final class Sums implements DoubleDoubleStage {
    private final double sign;

    /** Adds a times the sign, which is 1 or -1. */
    Sums(double sign) {
      this.sign = sign;
    }

    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      DoubleVector one = DoubleVector.broadcast(S, 1);
      int p = operands.p;
      int end = operands.o + operands.count;
      for (int o = operands.o; o < end; o++, p++) {
        DoubleVector yH = at(high, p).mul(sign);
        DoubleVector yL = at(low, p).mul(sign);
        DoubleVector xH = at(outH, o);
        DoubleVector xL = at(outL, o);
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

  /** out[n] = out[n] - a[n] with numbers a. */
  final class SubtractedNumbers implements DoubleDoubleStage {
    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      DoubleVector one = DoubleVector.broadcast(S, 1);
      int p = operands.p;
      int end = operands.o + operands.count;
      for (int o = operands.o; o < end; o++, p++) {
        DoubleVector yH = DoubleVector.broadcast(S, -high[p]);
        DoubleVector yL = DoubleVector.broadcast(S, -low[p]);
        DoubleVector xH = at(outH, o);
        DoubleVector xL = at(outL, o);
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

  private static DoubleVector at(double[] a, int entry) {
    return DoubleVector.fromArray(S, a, entry * L);
  }
}
