// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.rounding.StochasticCases.Group;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.format.Rounding;

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

  /** The verdicts, one for each format with answered draws of several seeds. */
  public static List<CaseResult> judge(Map<Case, Answer> answers) {
    return findings(answers).stream().map(Finding::result).toList();
  }

  /** The verdicts, each with its explanation. */
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
    return findings;
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
            case HIGH_SEED, HIGHEST_SEED ->
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
    return Optional.empty();
  }

  private static Finding wrong(
      Case tested, String what, String expected, String actual, String text) {
    CaseResult.Failure failure =
        CaseResult.Failure.withoutNumbers(Place.of(what), expected, actual);
    return new Finding(
        ConversionJudge.result(tested, Optional.of(failure), List.of()),
        Optional.of(Code.SEED_IGNORED.of(text)));
  }

  /** Returns true if chance plays no part: a deterministic rounding gives every draw. */
  private static boolean isDirected(Draws draws) {
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
