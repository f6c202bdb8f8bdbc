// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Double-double in one vector of lanes: out[n] = out[n] + a[n] b for a run of entries, each its own
 * sum, so that no addition waits for the one before.
 *
 * <p>Sums are those of {@link DoubleDoubleLoops}, operation by operation. The low part of a product
 * is taken by one fused multiply-add instead of by splitting. Both are exact, and so equal, unless
 * a number is too large to be split or a partial product underflows; and but for the sign of a
 * zero, which is lost again unless the product's whole low part, e + (x yy + xx y), is zero. So
 * {@link #low} keeps the least absolute value of all those, as bits: where it is at least {@link
 * #LEAST} and the numbers are of bounded size, the results have the bits of the splitting. (From
 * |low part| &gt;= 2^-960 follows |x y| &gt; 2^-910, as it is below 2^-50 |x y| for normalized
 * pairs; so ulp(x) ulp(y) &gt;= 2^-106 |x y| is far above the least subnormal, and no partial
 * product underflows.)
 *
 * <p>Arrays are flat, entry n at n L; places and steps count entries.
 */
final class DoubleDoubleProducts {
  /** The bits of 2^-960. */
  static final long LEAST = Double.doubleToRawLongBits(0x1.0p-960);

  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> I = VectorSpecies.of(long.class, S.vectorShape());
  private static final int L = S.length();

  /** The least absolute values of low parts so far, a lane each, as bits. */
  private final long[] low = new long[L];

  /** Forgets the low parts seen. */
  void clear() {
    Arrays.fill(low, Long.MAX_VALUE);
  }

  /** Whether the first lanes had no low part that was too small. */
  boolean exact(int lanes) {
    for (int l = 0; l < Math.min(lanes, L); l++) {
      if (low[l] < LEAST) {
        return false;
      }
    }
    return true;
  }

  private static DoubleVector at(double[] a, int entry) {
    return DoubleVector.fromArray(S, a, entry * L);
  }

  private static LongVector size(DoubleVector lowPart) {
    return lowPart.reinterpretAsLongs().and(Long.MAX_VALUE);
  }

  /** The low part of the sum s of a and b. */
  private static DoubleVector sumLow(DoubleVector a, DoubleVector b, DoubleVector s) {
    DoubleVector c = s.sub(a);
    return a.sub(s.sub(c)).add(b.sub(c));
  }

  /** out[o + n] = a[p + n step] b[q], 0 &lt;= n &lt; count. */
  void first(double[][] out, int o, double[][] a, int p, int step, double[][] b, int q, int count) {
    DoubleVector bH = at(b[0], q);
    DoubleVector bL = at(b[1], q);
    LongVector least = LongVector.fromArray(I, low, 0);
    for (int n = 0; n < count; n++) {
      DoubleVector aH = at(a[0], p + n * step);
      DoubleVector h = aH.mul(bH);
      DoubleVector cross = aH.mul(bL).add(at(a[1], p + n * step).mul(bH));
      DoubleVector e = aH.fma(bH, h.neg()).add(cross);
      least = least.min(size(e));
      DoubleVector s = h.add(e);
      s.intoArray(out[0], (o + n) * L);
      e.sub(s.sub(h)).intoArray(out[1], (o + n) * L);
    }
    least.intoArray(low, 0);
  }

  /** out[o + n] = out[o + n] + a[p + n step] b[q], 0 &lt;= n &lt; count. */
  void next(double[][] out, int o, double[][] a, int p, int step, double[][] b, int q, int count) {
    DoubleVector bH = at(b[0], q);
    DoubleVector bL = at(b[1], q);
    LongVector least = LongVector.fromArray(I, low, 0);
    for (int n = 0; n < count; n++) {
      DoubleVector aH = at(a[0], p + n * step);
      DoubleVector h = aH.mul(bH);
      DoubleVector cross = aH.mul(bL).add(at(a[1], p + n * step).mul(bH));
      DoubleVector e = aH.fma(bH, h.neg()).add(cross);
      least = least.min(size(e));
      DoubleVector yH = h.add(e);
      DoubleVector yL = e.sub(yH.sub(h));
      DoubleVector xH = at(out[0], o + n);
      DoubleVector xL = at(out[1], o + n);
      DoubleVector s = xH.add(yH);
      DoubleVector u = xL.add(yL);
      DoubleVector w = sumLow(xH, yH, s).add(u);
      DoubleVector z = s.add(w);
      DoubleVector v = w.sub(z.sub(s)).add(sumLow(xL, yL, u));
      DoubleVector high = z.add(v);
      high.intoArray(out[0], (o + n) * L);
      v.sub(high.sub(z)).intoArray(out[1], (o + n) * L);
    }
    least.intoArray(low, 0);
  }

  /** out[o + n] = c[n] b[q] for all n. */
  void firstScaled(double[][] out, int o, double[] cH, double[] cL, double[][] b, int q) {
    DoubleVector bH = at(b[0], q);
    DoubleVector bL = at(b[1], q);
    LongVector least = LongVector.fromArray(I, low, 0);
    for (int n = 0; n < cH.length; n++) {
      DoubleVector aH = DoubleVector.broadcast(S, cH[n]);
      DoubleVector h = aH.mul(bH);
      DoubleVector e = aH.fma(bH, h.neg()).add(aH.mul(bL).add(bH.mul(cL[n])));
      least = least.min(size(e));
      DoubleVector s = h.add(e);
      s.intoArray(out[0], (o + n) * L);
      e.sub(s.sub(h)).intoArray(out[1], (o + n) * L);
    }
    least.intoArray(low, 0);
  }

  /** out[o + n] = out[o + n] + c[n] b[q] for all n. */
  void nextScaled(double[][] out, int o, double[] cH, double[] cL, double[][] b, int q) {
    DoubleVector bH = at(b[0], q);
    DoubleVector bL = at(b[1], q);
    LongVector least = LongVector.fromArray(I, low, 0);
    for (int n = 0; n < cH.length; n++) {
      DoubleVector aH = DoubleVector.broadcast(S, cH[n]);
      DoubleVector h = aH.mul(bH);
      DoubleVector e = aH.fma(bH, h.neg()).add(aH.mul(bL).add(bH.mul(cL[n])));
      least = least.min(size(e));
      DoubleVector yH = h.add(e);
      DoubleVector yL = e.sub(yH.sub(h));
      DoubleVector xH = at(out[0], o + n);
      DoubleVector xL = at(out[1], o + n);
      DoubleVector s = xH.add(yH);
      DoubleVector u = xL.add(yL);
      DoubleVector w = sumLow(xH, yH, s).add(u);
      DoubleVector z = s.add(w);
      DoubleVector v = w.sub(z.sub(s)).add(sumLow(xL, yL, u));
      DoubleVector high = z.add(v);
      high.intoArray(out[0], (o + n) * L);
      v.sub(high.sub(z)).intoArray(out[1], (o + n) * L);
    }
    least.intoArray(low, 0);
  }

  /** out[o + n] = a[p + n] + b[q + n], or with the negative of b. */
  static void add(
      double[][] out, int o, double[][] a, int p, double[][] b, int q, int count, boolean minus) {
    DoubleVector sign = DoubleVector.broadcast(S, minus ? -1 : 1);
    for (int n = 0; n < count; n++) {
      DoubleVector xH = at(a[0], p + n);
      DoubleVector xL = at(a[1], p + n);
      DoubleVector yH = at(b[0], q + n).mul(sign);
      DoubleVector yL = at(b[1], q + n).mul(sign);
      DoubleVector s = xH.add(yH);
      DoubleVector u = xL.add(yL);
      DoubleVector w = sumLow(xH, yH, s).add(u);
      DoubleVector z = s.add(w);
      DoubleVector v = w.sub(z.sub(s)).add(sumLow(xL, yL, u));
      DoubleVector high = z.add(v);
      high.intoArray(out[0], (o + n) * L);
      v.sub(high.sub(z)).intoArray(out[1], (o + n) * L);
    }
  }
}
