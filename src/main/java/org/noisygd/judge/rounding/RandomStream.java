// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.Arrays;
import java.util.List;
import org.noisygd.judge.rounding.ChanceTests.Count;
import org.noisygd.judge.rounding.ChanceTests.Family;

/**
 * The random numbers behind some draws, in an order in which they may have been drawn: draw after
 * draw, or entry after entry. A value without chance keeps its place, since a number may have been
 * drawn for it.
 *
 * <p>Of each number one bit is kept: whether a tie was rounded away from zero. Under the law these
 * are independent fair coins. So pairs of them agree as fair coins do, at any distance in one
 * stream, and however the places of two streams are paired.
 */
final class RandomStream {
  /** Fewer pairs of coins than this show nothing. */
  private static final int FEW = 48;

  /** Ties are compared at smaller distances than this; what is rare shows larger ones. */
  private static final int LAGS = 1 << 12;

  /** What is this near to a tie counts as one: elements of nvfp4 are never asked at ties. */
  private static final double NEAR = 0x1p-6;

  /** A value is rarely rounded against the odds if the chance of that is below this. */
  private static final double RARE = 0x1p-10;

  /** If more values are rounded against the odds, the chances are wrong, which other tests see. */
  private static final int MOST_RARE = 1000;

  /** For each j, the bits whose number has a 0 as its j-th binary digit. */
  private static final long[] ZEROS = {
    0x5555555555555555L, 0x3333333333333333L, 0x0f0f0f0f0f0f0f0fL,
    0x00ff00ff00ff00ffL, 0x0000ffff0000ffffL, 0x00000000ffffffffL
  };

  private final Draws draws;
  private final boolean byDraws;
  private final int length;

  private final Bits bits;

  /** Given all numbers before it, a coin's chance is at most this far from 1/2. */
  private double slack = ChanceLaw.SLACK;

  private RandomStream(Draws draws, boolean byDraws) {
    this.draws = draws;
    this.byDraws = byDraws;
    length = draws.count * draws.task.size();
    long[] ties = new long[Draws.words(length)];
    long[] away = new long[Draws.words(length)];
    for (int i : draws.chancy) {
      double off = Math.abs(draws.fractions[i] - 0.5);
      if (off <= NEAR) {
        slack = Math.max(slack, off + ChanceLaw.SLACK);
        for (int d = 0; d < draws.count; d++) {
          int at = place(draws, byDraws, i, d);
          ties[at >> 6] |= 1L << at;
          away[at >> 6] |= (draws.away(i)[d >> 6] >>> d & 1) << at;
        }
      }
    }
    bits = new Bits(ties, away);
  }

  private static int place(Draws draws, boolean byDraws, int i, int d) {
    return byDraws ? d * draws.task.size() + i : i * draws.count + d;
  }

  /**
   * Tests whether the random numbers come again at any distance, of draws that follow their law.
   */
  static ChanceTests ofPeriods(Draws draws) {
    ChanceTests tests = new ChanceTests(draws, ChanceLaw.FRACTION);
    for (boolean byDraws : new boolean[] {true, false}) {
      RandomStream stream = new RandomStream(draws, byDraws);
      if (stream.isOfTies()) {
        stream.eachLag(stream, LAGS, (lag, count) -> stream.add(tests, lag, count));
      }
      if (draws.task.bits().isEmpty()) {
        stream.testRarePeriods(tests);
      }
    }
    return tests;
  }

  private void add(ChanceTests tests, int lag, Count count) {
    if (lag > 0) {
      tests.add(Family.PERIODS, count, () -> atDistance(lag));
    }
  }

  /** Whether nearly all values are ties, and more than the requests of other seeds have. */
  private boolean isOfTies() {
    boolean many = length > LAGS || draws.task.conversion().hasBlocks();
    return many && 2 * Arrays.stream(bits.ties).mapToInt(Long::bitCount).sum() > length;
  }

  private String atDistance(int lag) {
    String one = byDraws ? "draw" : "entry";
    return "numbers at the distance " + lag + ", counted " + one + " by " + one;
  }

  /**
   * Tests whether the random numbers come again, by values that are rounded against the odds: two
   * such events are as rare as the square of one. Pairs at one distance that have no place in
   * common are independent, so k of N come about with a probability of at most (N q)^k / k!.
   */
  private void testRarePeriods(ChanceTests tests) {
    List<Integer> rare = draws.chancy.stream().filter(i -> leastChance(i) < RARE).toList();
    double chance = ChanceLaw.SLACK + rare.stream().mapToDouble(this::leastChance).max().orElse(0);
    int[] places =
        rare.stream()
            .flatMapToInt(i -> draws.againstTheOdds(i).map(d -> place(draws, byDraws, i, d)))
            .sorted()
            .toArray();
    // A distance that no two events have is a test that passes.
    tests.expect(Family.PERIODS, rare.isEmpty() ? 0 : length);
    int[] lags = lags(places.length > MOST_RARE ? new int[0] : places);
    int same = 0;
    for (int at = 0; at < lags.length; at++) {
      int lag = lags[at];
      same = at > 0 && lags[at - 1] == lag ? same + 1 : 1;
      double pairs = length - lag;
      tests.add(
          Family.PERIODS,
          Count.ofRare(pairs, same, chance * chance),
          () -> atDistance(lag) + ", both rounded against the odds");
    }
  }

  private double leastChance(int i) {
    return Math.min(draws.fractions[i], 1 - draws.fractions[i]);
  }

  /**
   * The distances of pairs of places, sorted; the pairs at one distance have no place in common.
   */
  private static int[] lags(int[] places) {
    int[] lags = new int[places.length * (places.length - 1) / 2];
    int n = 0;
    for (int b = 0; b < places.length; b++) {
      for (int a = 0; a < b; a++) {
        int lag = places[b] - places[a];
        if (places[a] / lag % 2 == 0) {
          lags[n++] = lag;
        }
      }
    }
    return Arrays.stream(lags, 0, n).sorted().toArray();
  }

  /**
   * Tests whether one seed's random numbers are another's, shifted by any number, with places
   * exchanged whose numbers differ in the same bits, or with draws in another order.
   */
  static ChanceTests ofSeeds(Draws draws, Draws others) {
    ChanceTests tests = new ChanceTests(draws, ChanceLaw.FRACTION);
    RandomStream one = new RandomStream(draws, true);
    RandomStream two = new RandomStream(others, true);
    String what = "numbers of two seeds, shifted by ";
    one.eachLag(two, one.length, (lag, count) -> tests.add(Family.DRAWS, count, () -> what + lag));
    two.eachLag(one, one.length, (lag, count) -> tests.add(Family.DRAWS, count, () -> what + -lag));
    int words = one.bits.away.length;
    if (Integer.bitCount(one.length) != 1 || words % draws.count != 0) {
      return tests;
    }
    for (int low = 0; low < Long.SIZE; low++) {
      Bits turned = two.bits.exchanged(low);
      for (int high = 0; high < words; high++) {
        int mask = Long.SIZE * high + low;
        tests.add(
            Family.DRAWS,
            one.agreeing(0, words, turned, high, 0),
            () -> "numbers n and n xor " + mask + " of two seeds");
      }
    }
    int each = words / draws.count;
    for (int d = 0; d < draws.count; d++) {
      for (int e = 0; e < draws.count; e++) {
        String which = "draw " + d + " of one seed and draw " + e + " of the other";
        tests.add(
            Family.DRAWS,
            one.agreeing(d * each, (d + 1) * each, two.bits, 0, (e - d) * each),
            () -> which);
      }
    }
    return tests;
  }

  /** Takes what was counted at a distance. */
  private interface AtLag {
    void take(int lag, Count count);
  }

  /**
   * Compares each place with another stream's place that is further on, by every distance up to
   * one.
   */
  private void eachLag(RandomStream other, int most, AtLag counted) {
    int end = Math.min(most, length - FEW);
    for (int low = 0; low < Long.SIZE; low++) {
      Bits later = other.bits.shifted(low);
      for (int words = 0; Long.SIZE * words + low < end; words++) {
        counted.take(
            Long.SIZE * words + low, agreeing(0, bits.away.length - words, later, 0, words));
      }
    }
  }

  /** The w-th word of some bits, counted from the bit {@code lag} on. */
  static long shifted(long[] bits, int w, int lag) {
    int at = w + (lag >> 6);
    long low = bits[at] >>> lag;
    return (lag & 63) == 0 || at + 1 == bits.length ? low : low | bits[at + 1] << -lag;
  }

  /** The places of ties, a bit each, and those of ties that were rounded away from zero. */
  private static final class Bits {
    private final long[] ties;
    private final long[] away;

    Bits(long[] ties, long[] away) {
      this.ties = ties;
      this.away = away;
    }

    /** Without the first few, fewer than a word has. */
    Bits shifted(int lag) {
      return new Bits(shifted(ties, lag), shifted(away, lag));
    }

    private static long[] shifted(long[] bits, int lag) {
      long[] later = new long[bits.length];
      Arrays.setAll(later, w -> RandomStream.shifted(bits, w, lag));
      return later;
    }

    /** Exchanges the places whose numbers in a word differ in the digits of a mask. */
    Bits exchanged(int mask) {
      return new Bits(exchanged(ties, mask), exchanged(away, mask));
    }

    private static long[] exchanged(long[] bits, int mask) {
      long[] turned = bits.clone();
      for (int j = 0; j < ZEROS.length; j++) {
        for (int w = 0; w < turned.length && (mask >> j & 1) == 1; w++) {
          turned[w] = (turned[w] & ZEROS[j]) << (1 << j) | (turned[w] >>> (1 << j) & ZEROS[j]);
        }
      }
      return turned;
    }
  }

  /**
   * Counts pairs of ties that went the same way, in some words here and those of another whose
   * numbers differ by a mask, and then by a distance.
   */
  private Count agreeing(int from, int to, Bits other, int mask, int apart) {
    int pairs = 0;
    int unequal = 0;
    for (int w = from; w < to; w++) {
      int at = (w ^ mask) + apart;
      long both = bits.ties[w] & other.ties[at];
      pairs += both == -1 ? Long.SIZE : Long.bitCount(both);
      unequal += Long.bitCount(both & (bits.away[w] ^ other.away[at]));
    }
    return new Count(pairs, pairs - unequal, 0.5 - slack, 0.5 + slack);
  }
}
