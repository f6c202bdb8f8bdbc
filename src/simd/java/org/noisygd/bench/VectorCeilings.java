// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The ceilings of the core that runs this: the best of the turns that fit into a short time. */
public final class VectorCeilings implements Roofline.Ceilings {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** The time for all turns, in nanoseconds. */
  private static final long SPENT = 40_000_000;

  /** Rounds of operations in a call. */
  private static final int ROUNDS = 1000;

  /** Doubles operated on or read in a turn, so that it takes some microseconds or more. */
  private static final int TURN = 1 << 20;

  /** Chains of products, and as many of sums: with a constant they fit into 16 registers. */
  private static final int CHAINS = 7;

  /** Vectors read in a round. */
  private static final int READS = 8;

  /** What was computed, kept so that it is not left out. */
  private double kept;

  /** Calls both loops so often and so shortly that they are compiled before they are measured. */
  public VectorCeilings() {
    operationsPerNano(ROUNDS / 20);
    bytesPerNano(1);
  }

  @Override
  public double operationsPerNano() {
    return operationsPerNano(ROUNDS);
  }

  private double operationsPerNano(int rounds) {
    double[] ones = new double[L];
    Arrays.fill(ones, 1);
    return best(2 * CHAINS * L * rounds, turn -> operate(ones, rounds));
  }

  /** Of the places where reading may begin in a line of the cache each has its turns. */
  @Override
  public double bytesPerNano(long size) {
    int block = READS * L;
    int entries = (int) Math.max(size / Double.BYTES / block, 1) * block;
    double[] array = new double[entries + L];
    return Double.BYTES * best(entries, turn -> read(array, turn % L, entries));
  }

  /** The most doubles a nanosecond, where a call operates on or reads so many of them. */
  private double best(int doubles, IntToDoubleFunction call) {
    int calls = Math.max(TURN / doubles, 1);
    double best = 0;
    long begun = System.nanoTime();
    long before = begun;
    for (int turn = 0; turn <= L || before - begun < SPENT; turn++) {
      for (int k = 0; k < calls; k++) {
        kept += call.applyAsDouble(turn);
      }
      long now = System.nanoTime();
      best = Math.max(best, (double) calls * doubles / (now - before));
      before = now;
    }
    return best;
  }

  private static double operate(double[] ones, int rounds) {
    DoubleVector c = DoubleVector.fromArray(S, ones, 0);
    DoubleVector s0 = c;
    DoubleVector s1 = c;
    DoubleVector s2 = c;
    DoubleVector s3 = c;
    DoubleVector s4 = c;
    DoubleVector s5 = c;
    DoubleVector s6 = c;
    DoubleVector p0 = c;
    DoubleVector p1 = c;
    DoubleVector p2 = c;
    DoubleVector p3 = c;
    DoubleVector p4 = c;
    DoubleVector p5 = c;
    DoubleVector p6 = c;
    for (int n = 0; n < rounds; n++) {
      s0 = s0.add(c);
      p0 = p0.mul(c);
      s1 = s1.add(c);
      p1 = p1.mul(c);
      s2 = s2.add(c);
      p2 = p2.mul(c);
      s3 = s3.add(c);
      p3 = p3.mul(c);
      s4 = s4.add(c);
      p4 = p4.mul(c);
      s5 = s5.add(c);
      p5 = p5.mul(c);
      s6 = s6.add(c);
      p6 = p6.mul(c);
    }
    DoubleVector sums = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6);
    DoubleVector products = p0.add(p1).add(p2).add(p3).add(p4).add(p5).add(p6);
    return sums.add(products).reduceLanes(VectorOperators.ADD);
  }

  private static double read(double[] array, int from, int entries) {
    DoubleVector s0 = DoubleVector.broadcast(S, 0);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
    for (int n = from; n < from + entries; n += READS * L) {
      s0 = s0.add(DoubleVector.fromArray(S, array, n));
      s1 = s1.add(DoubleVector.fromArray(S, array, n + L));
      s2 = s2.add(DoubleVector.fromArray(S, array, n + 2 * L));
      s3 = s3.add(DoubleVector.fromArray(S, array, n + 3 * L));
      s4 = s4.add(DoubleVector.fromArray(S, array, n + 4 * L));
      s5 = s5.add(DoubleVector.fromArray(S, array, n + 5 * L));
      s6 = s6.add(DoubleVector.fromArray(S, array, n + 6 * L));
      s7 = s7.add(DoubleVector.fromArray(S, array, n + 7 * L));
    }
    DoubleVector sums = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7);
    return sums.reduceLanes(VectorOperators.ADD);
  }
}
