// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;
import org.noisygd.number.Text;

/**
 * Judges samples of several requests together: one seed must repeat its samples, other seeds must
 * give others.
 */
public final class SeedComparison {
  private SeedComparison() {}

  /** The samples of two requests, and the bits in which their seeds differ. */
  public record Pair(RoundingSamples one, RoundingSamples other, long bits) {
    /** Returns true if equal seeds have different samples, or different seeds have equal ones. */
    public boolean isWrong() {
      return areSame() != (bits == 0);
    }

    public boolean areSame() {
      return one.random.stream().allMatch(i -> one.away(i).equals(other.away(i)));
    }

    public boolean isOfDoubles() {
      return one.task.seed() >>> RoundingProbability.MOST_BITS == 0;
    }
  }

  /** The verdicts, one for each format with samples of several seeds. */
  public static List<CaseResult> judge(Map<Case, Answer> answers) {
    Map<Case, List<Pair>> pairs = pairs(answers);
    return pairs.entrySet().stream()
        .map(
            e ->
                RoundingJudge.result(
                    e.getKey(),
                    e.getValue().stream()
                        .filter(Pair::isWrong)
                        .findFirst()
                        .map(SeedComparison::failure)))
        .toList();
  }

  /** The pairs if a verdict on several seeds failed, else an empty map. */
  public static Map<Case, List<Pair>> pairs(List<CaseResult> results, Map<Case, Answer> answers) {
    // The verdict on several seeds belongs to no single answer.
    boolean wrong =
        results.stream().anyMatch(r -> r.hasFailed() && !answers.containsKey(r.tested()));
    return wrong ? pairs(answers) : Map.of();
  }

  /**
   * The pairs of requests whose random samples are neighbours of their values: for each format the
   * pairs with its first request, keyed by a case that represents them.
   */
  private static Map<Case, List<Pair>> pairs(Map<Case, Answer> answers) {
    Map<String, List<Case>> seeds =
        answers.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    tested -> tested.name().replaceFirst(StochasticCases.AND_SEED + ".*", ""),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Map<Case, List<Pair>> formats = new LinkedHashMap<>();
    seeds.forEach(
        (name, cases) -> {
          Case first = cases.get(0);
          if (cases.size() > 1 && first.name().equals(name)) {
            formats.put(
                new Case(name + "s", first.request(), true, "samples of several seeds"),
                pairsOf(cases, answers));
          }
        });
    return formats;
  }

  private static List<Pair> pairsOf(List<Case> cases, Map<Case, Answer> answers) {
    List<Pair> pairs = new ArrayList<>();
    RoundingSamples one = ConversionAnswer.of(cases.get(0), answers).samples();
    for (Case tested : cases.subList(1, cases.size())) {
      RoundingSamples other = ConversionAnswer.of(tested, answers).samples();
      if (one.firstWrong < 0 && other.firstWrong < 0 && !one.areOne()) {
        pairs.add(new Pair(one, other, one.task.seed() ^ other.task.seed()));
      }
    }
    return pairs;
  }

  private static CaseResult.Failure failure(Pair wrong) {
    boolean again = wrong.bits == 0;
    return CaseResult.Failure.withoutNumbers(
        Place.of(
            Text.format(
                "the samples of the seeds %d and %d",
                wrong.one.task.seed(), wrong.other.task.seed())),
        again ? "the same" : "different",
        again ? "others" : "the same");
  }
}
