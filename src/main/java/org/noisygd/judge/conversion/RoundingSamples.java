// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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

/** Samples of a stochastic rounding, and those in which each value was rounded away from zero. */
public final class RoundingSamples {
  public final RoundingTask task;
  private final ReadMatrix rounded;
  final int count;

  private final double[] fractions;

  /** The neighbour of each value towards zero, and the neighbour away from zero. */
  private final double[] below;

  private final double[] above;

  /** For each value, the samples in which it was rounded away from zero. */
  private final List<BitSet> away = new ArrayList<>();

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
    this.firstWrong = IntStream.range(0, size).map(this::read).filter(n -> n >= 0).min().orElse(-1);
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
    double normal = task.element().smallestNormal();
    int[] small = IntStream.range(0, task.size()).filter(this::isSubnormal).toArray();
    return Arrays.stream(small).anyMatch(i -> below[i] != 0)
        && Arrays.stream(small)
            .boxed()
            .flatMap(this::numbers)
            .mapToDouble(number -> Math.abs(number.nearestDouble()))
            .allMatch(size -> size == 0 || size == normal);
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
    BitSet went = new BitSet();
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
        went.set(d);
      } else if (task.is(number, below[i], i) || (flush && number.nearestDouble() == 0)) {
        lower = number;
      } else if (!fixed && task.is(number, above[i], i)) {
        upper = number;
        went.set(d);
      } else {
        wrong.add(i);
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
    return away.get(i).cardinality();
  }

  /** The frequencies of rounding away from zero, for the values with a given fraction. */
  public DoubleStream frequencies(double fraction) {
    return random.stream()
        .filter(i -> fractions[i] == fraction)
        .mapToDouble(i -> (double) timesAway(i) / count);
  }

  /** The samples in which a value was rounded away from zero. */
  BitSet away(int i) {
    return away.get(i);
  }

  public boolean areOne() {
    return random.stream().allMatch(i -> timesAway(i) % count == 0);
  }
}
