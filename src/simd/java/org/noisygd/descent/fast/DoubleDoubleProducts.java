// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.noisygd.descent.fast.DoubleDoubleStage.Operands;

/**
 * Sums of products as stages of {@link VectorDoubleDouble}, in one vector of lanes:
 *
 * <pre>
 *   out[o + n] = sum over t of a[p + n aStep + t aTerm] b[q + t bTerm],
 *   0 &lt;= n &lt; count,  0 &lt;= t &lt; terms, ascending
 * </pre>
 *
 * <p>from 0, by the operations of {@link DoubleDoubleLoops#addProduct}. Five sums are carried at a
 * time, so that no addition waits long for the one before. The entries of a are vectors or numbers;
 * C2 takes that question out of the loop. Loads are spelled out: C2 inlines the incubator's own
 * methods however long a method has become, but not ours.
 */
final class DoubleDoubleProducts {
  private static final VectorSpecies<Double> S = DoubleDoubleStage.S;
  private static final int L = DoubleDoubleStage.L;

  private DoubleDoubleProducts() {}

  /** Vectors or numbers times a vector, five sums at a time; what is left of count is not done. */
  static final class Five implements DoubleDoubleStage {
    private final boolean numbers;

    Five(boolean numbers) {
      this.numbers = numbers;
    }

    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      double[] rightH = operands.b[0];
      double[] rightL = operands.b[1];
      int step = operands.aStep;
      int aTerm = operands.aTerm;
      int bTerm = operands.bTerm;
      int terms = operands.terms;
      boolean broadcast = numbers;
      DoubleVector one = DoubleVector.broadcast(S, 1);
      int end = operands.o + operands.count;
      int first = operands.p;
      for (int o = operands.o; o + 4 < end; o += 5, first += 5 * step) {
        DoubleVector x0H = DoubleVector.zero(S);
        DoubleVector x0L = DoubleVector.zero(S);
        DoubleVector x1H = DoubleVector.zero(S);
        DoubleVector x1L = DoubleVector.zero(S);
        DoubleVector x2H = DoubleVector.zero(S);
        DoubleVector x2L = DoubleVector.zero(S);
        DoubleVector x3H = DoubleVector.zero(S);
        DoubleVector x3L = DoubleVector.zero(S);
        DoubleVector x4H = DoubleVector.zero(S);
        DoubleVector x4L = DoubleVector.zero(S);
        int p = first;
        int q = operands.q;
        for (int t = 0; t < terms; t++, p += aTerm, q += bTerm) {
          DoubleVector bH = DoubleVector.fromArray(S, rightH, q * L);
          DoubleVector bL = DoubleVector.fromArray(S, rightL, q * L);
          DoubleVector minusB = bH.neg();
          DoubleVector a0H =
              broadcast
                  ? DoubleVector.broadcast(S, high[p])
                  : DoubleVector.fromArray(S, high, (p) * L);
          DoubleVector a0L =
              broadcast
                  ? DoubleVector.broadcast(S, low[p])
                  : DoubleVector.fromArray(S, low, (p) * L);
          DoubleVector h0 = a0H.mul(bH);
          DoubleVector e0 = a0H.mul(bL).fma(one, a0L.mul(bH)).sub(a0H.fma(minusB, h0));
          DoubleVector s0 = x0H.add(h0);
          DoubleVector c0 = s0.sub(x0H);
          DoubleVector w0 = x0H.sub(s0.sub(c0)).add(h0.sub(c0)).add(x0L.fma(one, e0));
          x0H = s0.add(w0);
          x0L = w0.sub(x0H.sub(s0));
          DoubleVector a1H =
              broadcast
                  ? DoubleVector.broadcast(S, high[p + step])
                  : DoubleVector.fromArray(S, high, (p + step) * L);
          DoubleVector a1L =
              broadcast
                  ? DoubleVector.broadcast(S, low[p + step])
                  : DoubleVector.fromArray(S, low, (p + step) * L);
          DoubleVector h1 = a1H.mul(bH);
          DoubleVector e1 = a1H.mul(bL).fma(one, a1L.mul(bH)).sub(a1H.fma(minusB, h1));
          DoubleVector s1 = x1H.add(h1);
          DoubleVector c1 = s1.sub(x1H);
          DoubleVector w1 = x1H.sub(s1.sub(c1)).add(h1.sub(c1)).add(x1L.fma(one, e1));
          x1H = s1.add(w1);
          x1L = w1.sub(x1H.sub(s1));
          DoubleVector a2H =
              broadcast
                  ? DoubleVector.broadcast(S, high[p + 2 * step])
                  : DoubleVector.fromArray(S, high, (p + 2 * step) * L);
          DoubleVector a2L =
              broadcast
                  ? DoubleVector.broadcast(S, low[p + 2 * step])
                  : DoubleVector.fromArray(S, low, (p + 2 * step) * L);
          DoubleVector h2 = a2H.mul(bH);
          DoubleVector e2 = a2H.mul(bL).fma(one, a2L.mul(bH)).sub(a2H.fma(minusB, h2));
          DoubleVector s2 = x2H.add(h2);
          DoubleVector c2 = s2.sub(x2H);
          DoubleVector w2 = x2H.sub(s2.sub(c2)).add(h2.sub(c2)).add(x2L.fma(one, e2));
          x2H = s2.add(w2);
          x2L = w2.sub(x2H.sub(s2));
          DoubleVector a3H =
              broadcast
                  ? DoubleVector.broadcast(S, high[p + 3 * step])
                  : DoubleVector.fromArray(S, high, (p + 3 * step) * L);
          DoubleVector a3L =
              broadcast
                  ? DoubleVector.broadcast(S, low[p + 3 * step])
                  : DoubleVector.fromArray(S, low, (p + 3 * step) * L);
          DoubleVector h3 = a3H.mul(bH);
          DoubleVector e3 = a3H.mul(bL).fma(one, a3L.mul(bH)).sub(a3H.fma(minusB, h3));
          DoubleVector s3 = x3H.add(h3);
          DoubleVector c3 = s3.sub(x3H);
          DoubleVector w3 = x3H.sub(s3.sub(c3)).add(h3.sub(c3)).add(x3L.fma(one, e3));
          x3H = s3.add(w3);
          x3L = w3.sub(x3H.sub(s3));
          DoubleVector a4H =
              broadcast
                  ? DoubleVector.broadcast(S, high[p + 4 * step])
                  : DoubleVector.fromArray(S, high, (p + 4 * step) * L);
          DoubleVector a4L =
              broadcast
                  ? DoubleVector.broadcast(S, low[p + 4 * step])
                  : DoubleVector.fromArray(S, low, (p + 4 * step) * L);
          DoubleVector h4 = a4H.mul(bH);
          DoubleVector e4 = a4H.mul(bL).fma(one, a4L.mul(bH)).sub(a4H.fma(minusB, h4));
          DoubleVector s4 = x4H.add(h4);
          DoubleVector c4 = s4.sub(x4H);
          DoubleVector w4 = x4H.sub(s4.sub(c4)).add(h4.sub(c4)).add(x4L.fma(one, e4));
          x4H = s4.add(w4);
          x4L = w4.sub(x4H.sub(s4));
        }
        x0H.intoArray(outH, o * L);
        x0L.intoArray(outL, o * L);
        x1H.intoArray(outH, (o + 1) * L);
        x1L.intoArray(outL, (o + 1) * L);
        x2H.intoArray(outH, (o + 2) * L);
        x2L.intoArray(outL, (o + 2) * L);
        x3H.intoArray(outH, (o + 3) * L);
        x3L.intoArray(outL, (o + 3) * L);
        x4H.intoArray(outH, (o + 4) * L);
        x4L.intoArray(outL, (o + 4) * L);
      }
    }
  }

  /** Vectors or numbers times a vector, sum by sum. */
  static final class One implements DoubleDoubleStage {
    private final boolean numbers;

    One(boolean numbers) {
      this.numbers = numbers;
    }

    @Override
    public void run(Operands operands) {
      double[] outH = operands.out[0];
      double[] outL = operands.out[1];
      double[] high = operands.a[0];
      double[] low = operands.a[1];
      double[] rightH = operands.b[0];
      double[] rightL = operands.b[1];
      int step = operands.aStep;
      int aTerm = operands.aTerm;
      int bTerm = operands.bTerm;
      int terms = operands.terms;
      boolean broadcast = numbers;
      DoubleVector one = DoubleVector.broadcast(S, 1);
      int end = operands.o + operands.count;
      int first = operands.p;
      for (int o = operands.o; o < end; o++, first += step) {
        DoubleVector xH = DoubleVector.zero(S);
        DoubleVector xL = DoubleVector.zero(S);
        int p = first;
        int q = operands.q;
        for (int t = 0; t < terms; t++, p += aTerm, q += bTerm) {
          DoubleVector bH = DoubleVector.fromArray(S, rightH, q * L);
          DoubleVector bL = DoubleVector.fromArray(S, rightL, q * L);
          DoubleVector minusB = bH.neg();
          DoubleVector aH =
              broadcast
                  ? DoubleVector.broadcast(S, high[p])
                  : DoubleVector.fromArray(S, high, (p) * L);
          DoubleVector aL =
              broadcast
                  ? DoubleVector.broadcast(S, low[p])
                  : DoubleVector.fromArray(S, low, (p) * L);
          DoubleVector h = aH.mul(bH);
          DoubleVector e = aH.mul(bL).fma(one, aL.mul(bH)).sub(aH.fma(minusB, h));
          DoubleVector s = xH.add(h);
          DoubleVector c = s.sub(xH);
          DoubleVector w = xH.sub(s.sub(c)).add(h.sub(c)).add(xL.fma(one, e));
          xH = s.add(w);
          xL = w.sub(xH.sub(s));
        }
        xH.intoArray(outH, o * L);
        xL.intoArray(outL, o * L);
      }
    }
  }
}
