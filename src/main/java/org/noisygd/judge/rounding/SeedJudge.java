// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.request.Request;

/**
 * Judges draws of several requests together: one seed must repeat its draws, others must differ.
 */
public final class SeedJudge {
  private SeedJudge() {}

  /**
   * The finding on one format.
   *
   * @param result the verdict, on a case that stands for all requests
   * @param fault the explanation of a failure
   */
  record Finding(CaseResult result, Optional<Found> fault) {}

  /** The draws of two requests, and the bits in which their seeds differ. */
  private record Pair(Draws one, Draws other, long bits) {
    boolean isWrong() {
      return areSame() != (bits == 0);
    }

    boolean areSame() {
      return one.chancy.stream().allMatch(i -> Arrays.equals(one.away(i), other.away(i)));
    }

    boolean isOfDoubles() {
      return one.task.seed() >>> ChanceLaw.MOST_BITS == 0;
    }
  }

  /** The verdicts, one for each format with answered draws of several seeds. */
  public static List<CaseResult> judge(Map<Case, Answer> answers) {
    return findings(answers).stream().map(Finding::result).toList();
  }

  /** The verdicts, each with its explanation. */
  static List<Finding> findings(Map<Case, Answer> answers) {
    Map<Case, List<Pair>> formats = new LinkedHashMap<>();
    List<Case> cases = new ArrayList<>(answers.keySet());
    for (Case first : cases) {
      List<Case> others =
          cases.stream()
              .filter(one -> one.name().startsWith(first.name() + StochasticCases.AND_SEED))
              .toList();
      if (!others.isEmpty()) {
        formats.put(
            new Case(first.name() + "s", first.request(), true, "draws of several seeds"),
            pairs(first, others, answers));
      }
    }
    List<Pair> all = formats.values().stream().flatMap(List::stream).toList();
    return formats.entrySet().stream().map(e -> finding(e.getKey(), e.getValue(), all)).toList();
  }

  /** The pairs of requests whose draws are neighbours of their values, left to chance. */
  private static List<Pair> pairs(Case first, List<Case> others, Map<Case, Answer> answers) {
    List<Pair> pairs = new ArrayList<>();
    Draws one = Converted.of(first, answers).draws();
    for (Case tested : others) {
      Draws other = Converted.of(tested, answers).draws();
      if (one.firstWrong < 0 && other.firstWrong < 0 && !one.areOne()) {
        pairs.add(new Pair(one, other, one.task.seed() ^ other.task.seed()));
      }
    }
    return pairs;
  }

  /**
   * The finding on a format.
   *
   * @param all the pairs of all formats
   */
  private static Finding finding(Case tested, List<Pair> pairs, List<Pair> all) {
    Optional<Pair> wrong = pairs.stream().filter(Pair::isWrong).findFirst();
    return new Finding(
        ConversionJudge.result(tested, wrong.map(SeedJudge::failure), List.of()),
        wrong.map(
            pair ->
                Code.SEED_IGNORED.of(
                    pair.bits == 0
                        ? "other draws for the same seed: take every random number from a"
                            + " generator that is started from seed alone"
                        : sameDraws(pairs, all))));
  }

  private static CaseResult.Failure failure(Pair wrong) {
    boolean again = wrong.bits == 0;
    return CaseResult.Failure.withoutNumbers(
        Place.of(
            "the draws of the seeds " + wrong.one.task.seed() + " and " + wrong.other.task.seed()),
        again ? "the same" : "different",
        again ? "others" : "the same");
  }

  /** The bits of seeds that count and those that do not, in all formats if they agree. */
  private static String sameDraws(List<Pair> pairs, List<Pair> all) {
    boolean alike = Collections.disjoint(bits(all, true), bits(all, false));
    SortedSet<Integer> same = bits(alike ? all : pairs, true);
    SortedSet<Integer> others = bits(alike ? all : pairs, false);
    if (!pairs.get(0).isOfDoubles()) {
      return "the same draws for seeds that no double tells apart: read seed as a whole number of"
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

  /** The bits, counted from 0, that alone tell two seeds apart whose draws are the same or not. */
  private static SortedSet<Integer> bits(List<Pair> pairs, boolean same) {
    return pairs.stream()
        .filter(p -> Long.bitCount(p.bits) == 1 && p.isOfDoubles() && p.areSame() == same)
        .map(p -> Long.numberOfTrailingZeros(p.bits))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
