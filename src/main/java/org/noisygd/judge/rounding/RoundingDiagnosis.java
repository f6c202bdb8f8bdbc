// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Code.Found;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.rounding.RoundingMistakes.Explanation;
import org.noisygd.judge.verdict.CaseResult;

/**
 * Names the mistakes that explain wrong conversions, format by format and rounding by rounding: a
 * mistake is named if it reproduces every number there. Unless it explains all failures, it is
 * printed with the places where it was seen.
 */
public final class RoundingDiagnosis {
  /** How many places are printed for one mistake. */
  private static final int TOLD = 4;

  /** The mistakes of a rounding that elements of blocks have as other numbers do. */
  private static final Set<Code> OF_ELEMENTS =
      Set.of(
          Code.ROUND_TRUNCATES,
          Code.ROUND_HALF_AWAY,
          Code.ROUND_HALF_ADDED,
          Code.ROUND_TIES,
          Code.ROUND_MODE,
          Code.ROUND_TWICE);

  /** The places where each mistake was seen. */
  private final Map<Found, Set<String>> seen = new LinkedHashMap<>();

  private final Set<String> failed = new LinkedHashSet<>();

  private RoundingDiagnosis() {}

  /** The mistakes that explain the results. */
  public static List<Found> of(List<CaseResult> results, Map<Case, Answer> answers) {
    Map<String, List<Case>> groups = new LinkedHashMap<>();
    Set<String> wrong = new LinkedHashSet<>();
    for (CaseResult result : results) {
      Case tested = result.tested();
      if (tested.request().fields().containsKey("values") && answers.containsKey(tested)) {
        String place = place(RoundingTask.of(tested.request()).setting());
        groups.computeIfAbsent(place, k -> new ArrayList<>()).add(tested);
        if (result.outcome() == CaseResult.Outcome.FAIL) {
          wrong.add(place);
        }
      }
    }
    RoundingDiagnosis diagnosis = new RoundingDiagnosis();
    ConversionDiagnosis conversions = new ConversionDiagnosis();
    Map<String, List<Explanation>> open = new LinkedHashMap<>();
    Map<String, RoundingTask.Setting> settings = new LinkedHashMap<>();
    groups.forEach(
        (place, cases) -> {
          if (wrong.contains(place)) {
            diagnosis.failed.add(place);
            List<Converted> all = cases.stream().map(c -> Converted.of(c, answers)).toList();
            settings.put(place, all.get(0).task().setting());
            boolean chance = all.get(0).task().setting().isStochastic();
            List<Explanation> found =
                notRounded(all)
                    .map(mistake -> List.of(Explanation.of(mistake)))
                    .orElseGet(() -> chance ? ChanceDiagnosis.of(all) : conversions.of(all));
            // Draws with another scale look like draws with another chance: what explains the
            // format without chance explains them.
            String to = all.get(0).task().setting().to();
            List<Explanation> nearest = open.getOrDefault(to + " nearest", List.of());
            boolean vague =
                found.isEmpty() || found.contains(Explanation.of(RoundingMistakes.BIASED));
            open.put(place, chance && vague && areOfScales(nearest) ? nearest : found);
          }
        });
    diagnosis.choose(withoutGuesses(open, settings));
    for (SeedJudge.Finding finding : SeedJudge.findings(answers)) {
      finding
          .mistake()
          .ifPresent(
              mistake -> {
                String place =
                    place(RoundingTask.of(finding.result().tested().request()).setting());
                // Draws that follow another law also agree too often with those of another seed.
                if (mistake.code() == Code.SEED_IGNORED || diagnosis.isOpen(place)) {
                  diagnosis.failed.add(place);
                  diagnosis.add(mistake, place);
                }
              });
    }
    return diagnosis.told();
  }

  /** The mistake that all numbers are zeros or the values themselves; empty if they are not. */
  private static Optional<Found> notRounded(List<Converted> all) {
    return all.stream().allMatch(Converted::areZeros)
        ? Optional.of(Code.ROUND_ZEROS.of("every number is zero"))
        : all.stream().allMatch(Converted::areValues)
            ? Optional.of(Code.INPUT_ECHOED.of("the values come back as they are, not rounded"))
            : Optional.empty();
  }

  private static String place(RoundingTask.Setting setting) {
    return setting.to() + " " + setting.mode();
  }

  private static boolean areOfScales(List<Explanation> all) {
    return !all.isEmpty()
        && all.stream()
            .flatMap(one -> one.mistakes().stream())
            .allMatch(mistake -> mistake.code() == Code.ROUND_SCALE);
  }

  /**
   * The explanations without those of blocks that numbers alone refute. A wrong rounding moves
   * elements as another scale does, and another scale as a wrong rounding does. So where numbers
   * alone are rounded wrongly, wrong blocks have that mistake, if need be beside others; where they
   * are right, and some blocks show another scale, the other blocks show one too, or nothing.
   */
  private static Map<String, List<Explanation>> withoutGuesses(
      Map<String, List<Explanation>> open, Map<String, RoundingTask.Setting> settings) {
    Map<String, Set<Code>> ofNumbers = new LinkedHashMap<>(); // by roundings
    settings.forEach(
        (place, setting) -> {
          if (!setting.conversion().hasBlocks()) {
            Set<Code> codes = codes(open.getOrDefault(place, List.of()));
            ofNumbers.computeIfAbsent(setting.mode(), k -> new LinkedHashSet<>()).addAll(codes);
          }
        });
    boolean scales =
        ofNumbers.isEmpty() && open.values().stream().anyMatch(RoundingDiagnosis::areOfScales);
    Map<String, List<Explanation>> left = new LinkedHashMap<>();
    open.forEach(
        (place, found) -> {
          RoundingTask.Setting setting = settings.get(place);
          boolean blocks = setting != null && setting.conversion().hasBlocks();
          Set<Code> needed = new LinkedHashSet<>();
          Set<Code> numbers =
              setting == null ? Set.of() : ofNumbers.getOrDefault(setting.mode(), Set.of());
          if (!Collections.disjoint(numbers, OF_ELEMENTS)) {
            needed.addAll(numbers);
          }
          if (scales) {
            needed.add(Code.ROUND_SCALE);
          }
          left.put(
              place,
              !blocks || needed.isEmpty()
                  ? found
                  : found.stream()
                      .filter(one -> !Collections.disjoint(codes(List.of(one)), needed))
                      .toList());
        });
    return left;
  }

  private static Set<Code> codes(List<Explanation> found) {
    return found.stream()
        .flatMap(one -> one.mistakes().stream())
        .map(Found::code)
        .collect(Collectors.toSet());
  }

  /** Repeatedly takes the mistakes that explain most of the places that are left. */
  private void choose(Map<String, List<Explanation>> open) {
    Map<String, List<Explanation>> left = new LinkedHashMap<>(open);
    left.values().removeIf(List::isEmpty);
    while (!left.isEmpty()) {
      Map<List<Found>, Integer> count = new LinkedHashMap<>();
      left.values()
          .forEach(
              all ->
                  all.stream()
                      .map(Explanation::mistakes)
                      .distinct()
                      .forEach(mistakes -> count.merge(mistakes, 1, Integer::sum)));
      // If there are several, the first is taken: the likeliest come first.
      List<Found> best =
          count.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElseThrow();
      left.entrySet()
          .removeIf(
              place -> {
                Optional<Explanation> found =
                    place.getValue().stream()
                        .filter(one -> one.mistakes().equals(best))
                        .findFirst();
                found.ifPresent(
                    one -> {
                      one.mistakes().forEach(mistake -> add(mistake, place.getKey()));
                      one.more().forEach(mistake -> add(mistake, place.getKey()));
                    });
                return found.isPresent();
              });
    }
  }

  /** Whether nothing has been found at a place yet. */
  private boolean isOpen(String place) {
    return seen.values().stream().noneMatch(places -> places.contains(place));
  }

  private void add(Found mistake, String place) {
    seen.computeIfAbsent(mistake, k -> new LinkedHashSet<>()).add(place);
  }

  /**
   * The mistakes, each with the places where it was seen, unless it was seen at all failures. That
   * some other scale fits is told only of a program of which nothing else is known.
   */
  private List<Found> told() {
    List<Found> told = new ArrayList<>();
    if (seen.size() > 1) {
      seen.remove(RoundingMistakes.OTHER_SCALE);
    }
    seen.forEach(
        (mistake, places) ->
            told.add(
                places.equals(failed)
                    ? mistake
                    : mistake.code().of(mistake.words() + " (" + words(places) + ")")));
    return told;
  }

  private static String words(Set<String> places) {
    String first = places.stream().limit(TOLD).collect(Collectors.joining(", "));
    return places.size() <= TOLD ? first : first + " and " + (places.size() - TOLD) + " more";
  }
}
