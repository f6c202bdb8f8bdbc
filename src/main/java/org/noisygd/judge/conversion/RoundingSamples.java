// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.number.format.StochasticRounding;

/** Samples of a stochastic rounding: for each value, the samples rounded away from zero. */
public final class RoundingSamples {
  public final RoundingTask task;
  private final ReadMatrix rounded;
  final int count;

  private final double[] fractions;

  /** The neighbour of each value towards zero, and the neighbour away from zero. */
  private final double[] below;

  private final double[] above;

  /** For each value, the samples in which it was rounded away from zero. */
  private final List<long[]> away = new ArrayList<>();

  /** The values with a random result: their two neighbours differ and are distinguishable. */
  public final Set<Integer> random = new LinkedHashSet<>();

  /** The values with a sample that is not one of their neighbours. */
  public final Set<Integer> wrong = new LinkedHashSet<>();

  /** The index, row by row, of the first number that is not a neighbour, or -1. */
  public final int firstWrong;

  /** True if all subnormal results are zeros. */
  final boolean flushed;

  /** Reads the samples of a reply. */
  public RoundingSamples(RoundingTask task, ReadMatrix rounded) {
    this.task = task;
    this.rounded = rounded;
    this.count = rounded.rows();
    int size = task.size();
    this.fractions = new double[size];
    this.below = new double[size];
    this.above = new double[size];
    for (int i = 0; i < size; i++) {
      fractions[i] = task.fraction(i);
      below[i] = task.rounded(i, StochasticRounding.PROPORTIONAL, 0);
      above[i] = task.rounded(i, StochasticRounding.PROPORTIONAL, -1);
    }
    this.flushed = areFlushed();
    int wrongIndex = -1;
    for (int i = 0; i < size; i++) {
      int first = read(i);
      if (first >= 0) {
        wrong.add(i);
        wrongIndex = wrongIndex < 0 ? first : Math.min(wrongIndex, first);
      }
    }
    this.firstWrong = wrongIndex;
  }

  /** The fraction of a value: 0 at the neighbour towards zero. */
  public double fraction(int i) {
    return fractions[i];
  }

  double below(int i) {
    return below[i];
  }

  public double above(int i) {
    return above[i];
  }

  private boolean isSubnormal(int i) {
    return !task.conversion().hasBlocks() && task.value(i) != 0 && task.isSubnormal(i);
  }

  /** Returns true if some results could be subnormal, and all of them are zero or normal. */
  private boolean areFlushed() {
    boolean any = false;
    for (int i = 0; i < task.size(); i++) {
      if (!isSubnormal(i)) {
        continue;
      }
      any |= below[i] != 0;
      for (int d = 0; d < count; d++) {
        double size = Math.abs(number(d, i).nearestDouble());
        if (size != 0 && size != task.element().smallestNormal()) {
          return false;
        }
      }
    }
    return any;
  }

  ReadNumber number(int sample, int i) {
    return rounded.entries().get(sample * task.size() + i);
  }

  /** The numbers of all samples of a value. */
  public Stream<ReadNumber> numbers(int i) {
    return IntStream.range(0, count).mapToObj(d -> number(d, i));
  }

  /** Returns true if a number is one of the two neighbours of a value. */
  public boolean isNeighbour(ReadNumber number, int i) {
    return task.is(number, below[i], i) || task.is(number, above[i], i);
  }

  /** The first sample of a value that is not one of its neighbours. */
  public double firstWrong(int i) {
    return numbers(i)
        .filter(n -> !isNeighbour(n, i))
        .mapToDouble(ReadNumber::nearestDouble)
        .findFirst()
        .orElseThrow();
  }

  /** Reads the samples of a value. Returns the index of the first that is no neighbour, or -1. */
  private int read(int i) {
    long[] went = new long[words(count)];
    away.add(went);
    boolean flush = flushed && isSubnormal(i);
    boolean fixed = Double.compare(below[i], above[i]) == 0;
    @Nullable ReadNumber lower = null;
    @Nullable ReadNumber upper = null;
    for (int d = 0; d < count; d++) {
      ReadNumber number = number(d, i);
      if (number == lower) {
        continue;
      }
      if (number == upper) {
        went[d >> 6] |= 1L << d;
      } else if (task.is(number, below[i], i) || (flush && number.nearestDouble() == 0)) {
        lower = number;
      } else if (!fixed && task.is(number, above[i], i)) {
        upper = number;
        went[d >> 6] |= 1L << d;
      } else {
        return d * task.size() + i;
      }
    }
    if (!fixed && !flush && fractions[i] > 0) {
      random.add(i);
    }
    return -1;
  }

  /** Number of samples in which a value was rounded away from zero. */
  int timesAway(int i) {
    return Arrays.stream(away.get(i)).mapToInt(Long::bitCount).sum();
  }

  /** The frequencies of rounding away from zero, for the values with a given fraction. */
  public DoubleStream frequencies(double fraction) {
    return random.stream()
        .filter(i -> fractions[i] == fraction)
        .mapToDouble(i -> (double) timesAway(i) / count);
  }

  /** The samples in which a value was rounded away from zero, a bit each. */
  long[] away(int i) {
    return away.get(i);
  }

  /** Number of words that hold so many bits. */
  static int words(int bits) {
    return (bits + Long.SIZE - 1) / Long.SIZE;
  }

  public boolean areOne() {
    return random.stream().allMatch(i -> timesAway(i) % count == 0);
  }
}
