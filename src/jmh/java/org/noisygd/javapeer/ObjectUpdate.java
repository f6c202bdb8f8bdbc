// SPDX-License-Identifier: Apache-2.0
package org.noisygd.javapeer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.commons.numbers.core.DD;
import org.apfloat.Apfloat;

/** Loops over immutable numbers, residual form: Commons Numbers' double-double, and Apfloat. */
final class ObjectUpdate<T> implements PeerUpdate {
  private final int d1;
  private final int d2;
  private final int r;
  private final BinaryOperator<T> plus;
  private final BinaryOperator<T> minus;
  private final BinaryOperator<T> times;
  private final Function<T, String> printed;
  private final T eta;
  private final T[] m;
  private final T[] x;
  private final T[] y;
  private final T[][] noiseX;
  private final T[][] noiseY;
  private final T[] xt;
  private final T[] yt;
  private final T[] residual;

  private ObjectUpdate(
      PeerProblem p,
      Class<T> type,
      Function<BigInteger, T> number,
      BinaryOperator<T> plus,
      BinaryOperator<T> minus,
      BinaryOperator<T> times,
      Function<T, String> printed) {
    d1 = p.d1;
    d2 = p.d2;
    r = p.r;
    this.plus = plus;
    this.minus = minus;
    this.times = times;
    this.printed = printed;
    eta = number.apply(p.eta);
    m = all(type, number, p.m);
    x = all(type, number, p.x);
    y = all(type, number, p.y);
    noiseX = slots(type, number, p.noiseX);
    noiseY = slots(type, number, p.noiseY);
    xt = x.clone();
    yt = y.clone();
    residual = m.clone();
  }

  /** DD, whose numbers are sums of two doubles. */
  static PeerUpdate ofPairs(PeerProblem p) {
    Function<BigInteger, DD> number =
        k -> {
          double hi = k.doubleValue();
          double lo = k.subtract(new BigDecimal(hi).toBigIntegerExact()).doubleValue();
          return DD.ofSum(Math.scalb(hi, -p.bits), Math.scalb(lo, -p.bits));
        };
    return new ObjectUpdate<>(
        p,
        DD.class,
        number,
        DD::add,
        DD::subtract,
        DD::multiply,
        a -> Double.toHexString(a.hi()) + "|" + Double.toHexString(a.lo()));
  }

  /** Apfloat, each number with the precision that the problem asks for. */
  static PeerUpdate ofApfloats(PeerProblem p) {
    long digits = (long) Math.ceil(p.bits * Math.log10(2));
    Apfloat one = new Apfloat(BigInteger.ONE.shiftLeft(p.bits), digits + 2);
    return new ObjectUpdate<>(
        p,
        Apfloat.class,
        k -> new Apfloat(k, digits + 2).divide(one).precision(digits),
        Apfloat::add,
        Apfloat::subtract,
        Apfloat::multiply,
        Apfloat::toString);
  }

  private static <T> T[] all(Class<T> type, Function<BigInteger, T> number, BigInteger[] all) {
    T[] values = array(type, all.length);
    for (int n = 0; n < values.length; n++) {
      values[n] = number.apply(all[n]);
    }
    return values;
  }

  @SuppressWarnings("unchecked") // an array of that type
  private static <T> T[] array(Class<T> type, int length) {
    return (T[]) java.lang.reflect.Array.newInstance(type, length);
  }

  private static <T> T[][] slots(
      Class<T> type, Function<BigInteger, T> number, BigInteger[][] slots) {
    return Arrays.stream(slots)
        .map(slot -> all(type, number, slot))
        .toArray(length -> Arrays.copyOf(array2(type), length));
  }

  @SuppressWarnings("unchecked") // an array of arrays of that type
  private static <T> T[][] array2(Class<T> type) {
    return (T[][]) java.lang.reflect.Array.newInstance(type, 0, 0);
  }

  @Override
  public void step(int slot) {
    for (int n = 0; n < x.length; n++) {
      xt[n] = plus.apply(x[n], noiseX[slot][n]);
    }
    for (int n = 0; n < y.length; n++) {
      yt[n] = plus.apply(y[n], noiseY[slot][n]);
    }
    for (int i = 0; i < d1; i++) {
      for (int j = 0; j < d2; j++) {
        T sum = times.apply(xt[i * r], yt[j * r]);
        for (int k = 1; k < r; k++) {
          sum = plus.apply(sum, times.apply(xt[i * r + k], yt[j * r + k]));
        }
        residual[i * d2 + j] = minus.apply(sum, m[i * d2 + j]);
      }
    }
    descend(x, yt, d1, d2, d2, 1);
    descend(y, xt, d2, d1, 1, d2);
  }

  /** The residual is at i rowStride + j columnStride. */
  private void descend(T[] a, T[] other, int rows, int terms, int rowStride, int columnStride) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < r; k++) {
        T sum = times.apply(residual[i * rowStride], other[k]);
        for (int j = 1; j < terms; j++) {
          T term = times.apply(residual[i * rowStride + j * columnStride], other[j * r + k]);
          sum = plus.apply(sum, term);
        }
        a[i * r + k] = minus.apply(a[i * r + k], times.apply(eta, sum));
      }
    }
  }

  @Override
  public void print(StringBuilder out) {
    for (T[] factor : Arrays.asList(x, y)) {
      for (T entry : factor) {
        out.append(printed.apply(entry)).append(' ');
      }
    }
  }
}
