// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;
import org.noisygd.judge.protocol.Code;

/**
 * Tests for repeated numbers of the noise, with either sign: the number of values equal to one
 * number, and the number of equal pairs at one distance in the stream of numbers.
 *
 * <p><b>One pair.</b> A recovered number is within a factor exp(+-slack) of the original. So equal
 * originals are recovered within a width of 2 slack in their logarithms, and numbers recovered
 * within that width have originals within 4 slack. The density of ln|N(0,1)|, 2 x phi(x), is at
 * most 0.484. Given one number, another independent one is therefore within 4 slack with
 * probability at most 8 * 0.484 slack &lt; 4 slack. Noise of 20 bits, the fewest that the protocol
 * allows, adds its grain 2^(2 - 20), so
 *
 * <pre>  q = 4 slack + 2^-18.</pre>
 *
 * <p><b>One distance.</b> The pairs at one distance are the edges of a forest, of paths i, i + s, i
 * + 2s, .. in one stream, or of single edges between two. The bound q holds for any value of one
 * number of a pair. So k given edges all coincide with probability at most q^k, as leaves can be
 * removed one by one, and some k of the n edges with at most C(n, k) q^k &lt;= (n q)^k / k!.
 *
 * <p><b>All distances.</b> Pairs are counted within a request and between two requests, in the
 * stream of whole samples and in the factors' streams: at most K distances in all. So some distance
 * has k equal pairs with probability at most K (n q)^k / k!. In binary64, K = 1.5e7 and n = 141,813
 * make that 2e-12 at k = 17.
 */
final class DuplicateValues {
  /** Probability that two numbers are equal because both have 20 bits. */
  private static final double GRAIN = 0x1p-18;

  private static final int TESTS = 2; // of the family

  /** Changes of a distance: repeated whole samples are no longer equal at the changed distance. */
  private static final int[] ELSEWHERE = {101, 1009, -503};

  /** The order of distances with equally many pairs. */
  private static final Comparator<Distance> FIRST =
      Comparator.comparingInt(Distance::first)
          .thenComparingInt(Distance::second)
          .thenComparing(Distance::from)
          .thenComparing(Distance::to)
          .thenComparingInt(Distance::by);

  private final List<RecoveredNoise> noises;
  private final int[] starts;

  /** The request of each number. */
  private final int[] requests;

  private final double[] logs;

  /** The indices of all numbers, in the order of their logarithms. */
  private final Integer[] order;

  /** Maximum difference of logarithms of numbers that may have been equal. */
  private final double width;

  private final double q;

  private DuplicateValues(List<RecoveredNoise> noises) {
    this.noises = noises;
    width = 2 * RecoveredNoise.slack(noises);
    q = 2 * width + GRAIN;
    starts = new int[noises.size()];
    double[] all = RecoveredNoise.numbers(noises, Side.BOTH);
    Arrays.setAll(all, i -> logarithm(all[i]));
    logs = all;
    requests = new int[all.length];
    for (int k = 0, next = 0; k < starts.length; k++) {
      starts[k] = next;
      next += noises.get(k).count * noises.get(k).size(Side.BOTH);
      Arrays.fill(requests, starts[k], next, k);
    }
    Integer[] positions = new Integer[all.length];
    Arrays.setAll(positions, i -> i);
    Arrays.sort(positions, Comparator.comparingDouble(i -> all[i]));
    order = positions;
  }

  /** Tests noise whose magnitudes are known well enough. */
  static TestResult test(List<RecoveredNoise> noises) {
    return new DuplicateValues(noises).result();
  }

  /** The logarithm of a magnitude. A zero gets a logarithm that no other number has. */
  private static double logarithm(double v) {
    return v == 0 ? -1e3 : StrictMath.log(Math.abs(v));
  }

  private TestResult result() {
    int n = logs.length;
    int most = 0;
    for (int from = 0, to; from < n; from = to) {
      to = from + 1;
      while (to < n && logs[order[to]] - logs[order[from]] <= width) {
        to++;
      }
      most = Math.max(most, to - from);
    }
    Strongest best = new Strongest(TestFamily.DUPLICATES);
    double crowd = TailBounds.crowd(most, n, q);
    Optional<Code> code = atOneDistance(best, crowd > TestFamily.limit(TESTS));
    best.add(
        crowd,
        code,
        "%d of %d numbers of the noise (over their sigmas) are equal up to sign",
        most,
        n);
    return best.result();
  }

  /**
   * Adds the test of the distance with the most equal pairs.
   *
   * @param crowded true if too many numbers equal a single one, as with few possible values
   * @return the code of repeated numbers, or empty if numbers do not repeat at one distance
   */
  private Optional<Code> atOneDistance(Strongest best, boolean crowded) {
    Repeats repeats = commonest();
    // N_a + N_b distances of whole samples of two requests, twice that of the four pairs of
    // factors.
    double all = StrictMath.log(3.0 * (noises.size() + 1) * logs.length);
    double nats = TailBounds.coincidences(repeats.equal, repeats.pairs * q) - all;
    // Numbers on a coarse grid or from a table repeat at other distances too.
    double elsewhere =
        IntStream.of(ELSEWHERE).mapToDouble(by -> repeats.at(by).fraction()).max().orElse(0);
    boolean here =
        TailBounds.coincidences(repeats.equal, repeats.pairs * Math.max(q, elsewhere))
            > TestFamily.limit(TESTS) + all;
    Optional<Code> ofDistribution =
        crowded ? Optional.of(Code.NOISE_DISTRIBUTION) : Optional.empty();
    Optional<Code> code = here ? Optional.of(repeats.code()) : ofDistribution;
    best.add(
        Math.max(0, nats),
        code,
        "%d of %d numbers of the noise of %s (over their sigmas) recur %s, %d of them with the other"
            + " sign",
        repeats.equal,
        repeats.pairs,
        repeats.distance.from,
        repeats.distance.where(),
        repeats.opposite);
    return code;
  }

  /**
   * The distance of two numbers: index p in one stream and index p + by in another.
   *
   * @param first the request of the first number
   * @param second the request of the second number, not an earlier one
   * @param from the factor of the first number, or BOTH for the stream of whole samples
   * @param to the factor of the second number
   */
  private record Distance(int first, int second, Side from, Side to, int by) {
    private String where() {
      String stream = first == second ? "" : " of another request";
      return by == 0
          ? "at the same index of " + to + stream
          : Math.abs(by) + (by > 0 ? " numbers later in " : " numbers earlier in ") + to + stream;
    }
  }

  /** The distance with the most equal pairs among neighbours in magnitude; first of several. */
  private Repeats commonest() {
    Map<Distance, Integer> found = new TreeMap<>(FIRST);
    for (int i = 1; i < order.length; i++) {
      if (logs[order[i]] - logs[order[i - 1]] <= width) {
        int a = Math.min(order[i], order[i - 1]);
        int b = Math.max(order[i], order[i - 1]);
        found.merge(distance(a, b, true), 1, Integer::sum);
        found.merge(distance(a, b, false), 1, Integer::sum);
      }
    }
    found.putIfAbsent(new Distance(0, 0, Side.BOTH, Side.BOTH, 1), 0); // if no pair is equal
    return new Repeats(Collections.max(found.entrySet(), Map.Entry.comparingByValue()).getKey());
  }

  private Distance distance(int a, int b, boolean whole) {
    int first = requests[a];
    int second = requests[b];
    int atA = a - starts[first];
    int atB = b - starts[second];
    RecoveredNoise s = noises.get(first);
    RecoveredNoise t = noises.get(second);
    if (whole) {
      return new Distance(first, second, Side.BOTH, Side.BOTH, atB - atA);
    }
    Side from = atA % s.size(Side.BOTH) < s.inX ? Side.X : Side.Y;
    Side to = atB % t.size(Side.BOTH) < t.inX ? Side.X : Side.Y;
    return new Distance(first, second, from, to, inFactor(t, to, atB) - inFactor(s, from, atA));
  }

  private static int inFactor(RecoveredNoise s, Side factor, int position) {
    int all = s.size(Side.BOTH);
    return position / all * s.size(factor) + position % all - (factor == Side.Y ? s.inX : 0);
  }

  /** All pairs at a distance, and those that are equal. */
  private final class Repeats {
    private final Distance distance;
    private int pairs;
    private int equal;
    private int opposite;
    private int inSample;
    private int acrossInSample;

    Repeats(Distance distance) {
      this.distance = distance;
      RecoveredNoise s = noises.get(distance.first);
      RecoveredNoise t = noises.get(distance.second);
      double[] u = s.numbers(distance.from);
      double[] v = t.numbers(distance.to);
      int inU = s.size(distance.from);
      int inV = t.size(distance.to);
      for (int p = Math.max(0, -distance.by); p < u.length && p + distance.by < v.length; p++) {
        int next = p + distance.by;
        pairs++;
        if (Math.abs(logarithm(u[p]) - logarithm(v[next])) <= width) {
          equal++;
          opposite += u[p] > 0 == v[next] > 0 ? 0 : 1;
          boolean same = p / inU == next / inV;
          inSample += same ? 1 : 0;
          boolean whole = distance.from == Side.BOTH;
          acrossInSample += same && whole && p % inU < s.inX && next % inV >= s.inX ? 1 : 0;
        }
      }
    }

    /** The pairs at a distance larger by {@code by}. */
    private Repeats at(int by) {
      return new Repeats(
          new Distance(
              distance.first, distance.second, distance.from, distance.to, distance.by + by));
    }

    private double fraction() {
      return pairs == 0 ? 0 : (double) equal / pairs;
    }

    private Code code() {
      if (distance.first != distance.second) {
        return distance.by == 0 ? Code.SEED_IGNORED : Code.DRAWS_REPEATED;
      }
      boolean across = distance.from != distance.to || 2 * acrossInSample > equal;
      return across
          ? Code.NOISE_CORRELATED
          : 2 * inSample > equal ? Code.DRAWS_SHARED : Code.DRAWS_REPEATED;
    }
  }
}
