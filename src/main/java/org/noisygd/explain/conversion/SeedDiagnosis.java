// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.noisygd.judge.conversion.SeedComparison.Pair;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.judge.request.Request;

/**
 * Explains wrong coincidences of samples of several seeds, by the pairs of one format and of all.
 */
record SeedDiagnosis(List<Pair> pairs, List<Pair> all) {
  /** The fault that makes a pair wrong. */
  Found fault(Pair wrong) {
    return Code.SEED_IGNORED.of(
        wrong.bits() == 0
            ? "other draws for the same seed: take every random number from a generator that is"
                + " started from seed alone"
            : sameSamples());
  }

  /** The bits of seeds that count and those that do not, in all formats if they agree. */
  private String sameSamples() {
    boolean alike = Collections.disjoint(bits(all, true), bits(all, false));
    SortedSet<Integer> same = bits(alike ? all : pairs, true);
    SortedSet<Integer> others = bits(alike ? all : pairs, false);
    if (!pairs.get(0).isOfDoubles()) {
      return "the same draws for seeds that no double distinguishes: read seed as a whole number of"
          + " 63 bits, or say in hello that seedBits is 53";
    }
    if (others.isEmpty() && same.size() > 1) {
      return "the same draws whatever the seed: start the generator from seed";
    }
    boolean low = !others.isEmpty() && !same.isEmpty() && others.last() < same.first();
    return "the same draws for seeds that differ "
        + (same.isEmpty() ? "by little" : "in " + words(same) + " alone")
        + (others.isEmpty() ? "" : ", others where " + words(others) + " differs")
        + ": use all bits of seed"
        + (low && same.first() >= Request.FEWEST_SEED_BITS
            ? ", or say in hello's seedBits how many you use"
            : "");
  }

  private static String words(SortedSet<Integer> bits) {
    return bits.stream().map(String::valueOf).collect(Collectors.joining(" or ", "bit ", ""));
  }

  /** The bits, from 0, in which alone two seeds differ, whose samples are the same or not. */
  private static SortedSet<Integer> bits(List<Pair> pairs, boolean same) {
    return pairs.stream()
        .filter(p -> Long.bitCount(p.bits()) == 1 && p.isOfDoubles() && p.areSame() == same)
        .map(p -> Long.numberOfTrailingZeros(p.bits()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
