// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Code.Found;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.rounding.StochasticCases.Group;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.format.Rounding;

/**
 * Judges draws of several requests together: one seed must repeat its draws, others must differ;
 * and the chances that few random bits give, in all formats.
 */
public final class SeedJudge {
  private SeedJudge() {}

  /**
   * The finding on one format.
   *
   * @param result the verdict, on a case that stands for all requests
   * @param mistake what explains a failure
   */
  record Finding(CaseResult result, Optional<Found> mistake) {}

  /** The verdicts, one for each format with answered draws of several seeds. */
  public static List<CaseResult> judge(Map<Case, Answer> answers) {
    return findings(answers).stream().map(Finding::result).toList();
  }

  /** The verdicts, each with what explains it. */
  static List<Finding> findings(Map<Case, Answer> answers) {
    Map<String, Map<Group, Case>> formats = new LinkedHashMap<>();
    for (Case tested : answers.keySet()) {
      for (Group group : Group.ofSeeds()) {
        if (group.has(tested.name())) {
          formats
              .computeIfAbsent(group.without(tested.name()), k -> new LinkedHashMap<>())
              .put(group, tested);
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    formats.forEach(
        (name, cases) -> {
          Case first = cases.get(Group.SEED);
          if (first != null && cases.size() > 1) {
            findings.add(finding(name + "-seeds", first, cases, answers));
          }
        });
    if (findings.stream().allMatch(finding -> finding.mistake().isEmpty())) {
      findings.addAll(first(answers));
    }
    findings.addAll(ofBits(answers));
    return findings;
  }

  /** The findings on each number of random bits that was asked for, in all formats. */
  private static List<Finding> ofBits(Map<Case, Answer> answers) {
    Map<Integer, List<Draws>> all = new TreeMap<>();
    Map<Integer, Case> any = new TreeMap<>();
    for (Case tested : answers.keySet()) {
      if (Group.BITS.has(tested.name())) {
        Draws draws = Converted.of(tested, answers).draws();
        int bits = draws.task.bits().orElseThrow();
        if (draws.firstWrong < 0 && ChanceTests.ofLikeliest(draws).pass()) {
          all.computeIfAbsent(bits, b -> new ArrayList<>()).add(draws);
          any.putIfAbsent(bits, tested);
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    any.forEach(
        (bits, one) -> {
          Case tested =
              new Case(
                  "round/bits-" + bits, one.request(), true, "the chances of so many random bits");
          Optional<CaseResult.Failure> failure =
              ChanceTests.ofBits(all.getOrDefault(bits, List.of()), bits).failure();
          findings.add(
              new Finding(
                  ConversionJudge.result(tested, failure, List.of()),
                  failure.map(
                      f ->
                          Code.ROUND_BIASED.of(
                              "some chances k 2^-" + bits + " are off, though not on average"))));
        });
    return findings;
  }

  /** The finding on the first values of first draws, which show a seed that serves as a word. */
  private static List<Finding> first(Map<Case, Answer> answers) {
    Map<Long, Draws> seeds = new LinkedHashMap<>();
    Optional<Case> any = Optional.empty();
    for (Case tested : answers.keySet()) {
      if (Group.FRACTIONS.has(tested.name())
          || Group.SEED.has(tested.name())
          || Group.NEXT_SEED.has(tested.name())
          || Group.FAR_SEED.has(tested.name())) {
        Draws draws = Converted.of(tested, answers).draws();
        if (draws.chancy.contains(0) && isRight(draws)) {
          seeds.put(draws.task.seed(), draws);
          any = Optional.of(tested);
        }
      }
    }
    return any.map(one -> List.of(first(one, List.copyOf(seeds.values())))).orElse(List.of());
  }

  private static Finding first(Case any, List<Draws> seeds) {
    Case tested = new Case("round/first-of-seeds", any.request(), true, "the first random number");
    Optional<CaseResult.Failure> failure = ChanceTests.ofFirst(seeds).failure();
    return new Finding(
        ConversionJudge.result(tested, failure, List.of()),
        failure.map(
            f ->
                Code.ROUND_BIASED.of(
                    "the first random number is none: a seed is no random word, leave it out")));
  }

  /** Whether draws follow their law and are independent. */
  private static boolean isRight(Draws draws) {
    return draws.firstWrong < 0
        && ChanceTests.ofChances(draws, ChanceLaw.FRACTION).pass()
        && Agreements.of(draws, ChanceLaw.FRACTION).pass();
  }

  private static Finding finding(
      String name, Case first, Map<Group, Case> cases, Map<Case, Answer> answers) {
    Case tested = new Case(name, first.request(), true, "one seed's draws beside another's");
    for (Map.Entry<Group, Case> other : cases.entrySet()) {
      boolean large = other.getKey() == Group.NEXT_LARGE_SEED;
      Case one = cases.getOrDefault(large ? Group.LARGE_SEED : Group.SEED, first);
      if (other.getKey() != Group.LARGE_SEED && other.getKey() != Group.SEED) {
        Draws draws = Converted.of(one, answers).draws();
        Draws others = Converted.of(other.getValue(), answers).draws();
        if (draws.firstWrong < 0 && others.firstWrong < 0 && !isDirected(draws)) {
          Optional<Finding> wrong = compared(tested, other.getKey(), draws, others);
          if (wrong.isPresent()) {
            return wrong.get();
          }
        }
      }
    }
    return new Finding(
        ConversionJudge.result(tested, Optional.empty(), List.of()), Optional.empty());
  }

  /** What is wrong with the draws of one seed beside those of another; empty if nothing is. */
  private static Optional<Finding> compared(Case tested, Group group, Draws draws, Draws others) {
    String seeds = "the draws of the seeds " + draws.task.seed() + " and " + others.task.seed();
    boolean same = areSame(draws, others);
    if (group == Group.SAME_SEED) {
      return same
          ? Optional.empty()
          : Optional.of(
              wrong(
                  tested,
                  "the draws of seed " + draws.task.seed() + ", asked twice",
                  "the same",
                  "others",
                  "other draws for the same seed: take every random number from a generator that"
                      + " is started from seed alone"));
    }
    if (same) {
      String text =
          switch (group) {
            case HIGH_SEED ->
                "the same draws for seeds of which one high bit differs: use all bits of seed, or"
                    + " say in hello's seedBits how many you use";
            case FAR_SEED ->
                "the same draws for seeds whose last 32 bits are the same: use all bits of seed, or"
                    + " say in hello that seedBits is 32";
            case NEXT_LARGE_SEED ->
                "the same draws for seeds that no double tells apart: read seed as a whole number"
                    + " of 63 bits, or say in hello that seedBits is 53";
            default -> "the same draws whatever the seed: start the generator from seed";
          };
      return Optional.of(wrong(tested, seeds, "different", "the same", text));
    }
    if (!isRight(draws)) {
      return Optional.empty();
    }
    return RandomStream.ofSeeds(draws, others)
        .failure()
        .map(
            overlap ->
                new Finding(
                    ConversionJudge.result(tested, Optional.of(overlap), List.of()),
                    Optional.of(
                        Code.SEED_SHIFTED.of(
                            "seeds that are neighbours share draws: do not count draws by adding"
                                + " to seed"))));
  }

  private static Finding wrong(
      Case tested, String what, String expected, String actual, String text) {
    CaseResult.Failure failure =
        CaseResult.Failure.withoutNumbers(Place.of(what), expected, actual);
    return new Finding(
        ConversionJudge.result(tested, Optional.of(failure), List.of()),
        Optional.of(Code.SEED_IGNORED.of(text)));
  }

  /** Whether chance plays no part: a deterministic rounding gives every draw. */
  static boolean isDirected(Draws draws) {
    for (Rounding.Directed mode : Rounding.Directed.values()) {
      if (draws.chancy.stream().allMatch(i -> follows(draws, i, mode))) {
        return true;
      }
    }
    return false;
  }

  private static boolean follows(Draws draws, int i, Rounding.Directed mode) {
    boolean above = Double.compare(draws.task.rounded(i, mode, 0), draws.above[i]) == 0;
    return draws.timesAway(i) == (above ? draws.count : 0);
  }

  /** Whether every value was rounded the same way in both. */
  private static boolean areSame(Draws a, Draws b) {
    return a.chancy.stream().allMatch(i -> Arrays.equals(a.away(i), b.away(i)));
  }
}
