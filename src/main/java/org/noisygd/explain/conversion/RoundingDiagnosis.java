// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.noisygd.explain.conversion.RoundingFaults.Explanation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.conversion.ConversionAnswer;
import org.noisygd.judge.conversion.RoundingJudge;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.conversion.SeedComparison;
import org.noisygd.judge.conversion.SeedComparison.Pair;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;

/**
 * Names the faults that explain wrong conversions. Each format and rounding is explained
 * separately: a fault must reproduce all its numbers. A fault that does not explain all failures is
 * printed with the formats and roundings that it explains.
 */
public final class RoundingDiagnosis {
  /** Maximum number of formats and roundings printed for one fault, so that they fit a line. */
  private static final int SHOWN = 4;

  /** The codes whose probabilities samples hardly distinguish. */
  private static final Set<Code> OF_PROBABILITIES =
      Set.of(Code.ROUND_BIASED, Code.ROUND_FEW_BITS, Code.ROUND_DITHERED);

  /** A format and a rounding. */
  private record To(String format, String mode) {
    static To of(Case tested) {
      RoundingTask.Setting setting = RoundingTask.of(tested.request()).setting();
      return new To(setting.to(), setting.mode());
    }

    @Override
    public String toString() {
      return format + " " + mode;
    }
  }

  private final Map<To, List<ConversionAnswer>> groups = new LinkedHashMap<>();

  /** The formats and roundings where each fault was seen. */
  private final Map<Found, Set<To>> seen = new LinkedHashMap<>();

  private final Set<To> failed = new LinkedHashSet<>();

  private RoundingDiagnosis() {}

  /** The faults that explain the results. */
  public static List<Found> of(List<CaseResult> results, Map<Case, Answer> answers) {
    RoundingDiagnosis diagnosis = new RoundingDiagnosis();
    Map<Found, Set<To>> nonFinite = new LinkedHashMap<>();
    for (CaseResult result : results) {
      Case tested = result.tested();
      if (tested.request().fields().containsKey("values") && answers.containsKey(tested)) {
        To to = To.of(tested);
        ConversionAnswer answer = ConversionAnswer.of(tested, answers);
        if (tested.request().isFinite()) {
          diagnosis.groups.computeIfAbsent(to, k -> new ArrayList<>()).add(answer);
          if (result.hasFailed()) {
            diagnosis.failed.add(to);
          }
        } else {
          for (int n : RoundingJudge.wrongNonFinite(answer)) {
            double value = answer.task().value(n % answer.task().size());
            Found fault = RoundingFaults.nonFinite(value, answer.number(n));
            nonFinite.computeIfAbsent(fault, k -> new LinkedHashSet<>()).add(to);
          }
        }
      }
    }
    diagnosis.choose(diagnosis.explanations());
    diagnosis.measureBiased();
    nonFinite.values().forEach(where -> where.removeAll(diagnosis.failed)); // numbers come first
    nonFinite.forEach((fault, where) -> where.forEach(to -> diagnosis.add(fault, to)));
    Map<Case, List<Pair>> seeds = SeedComparison.pairs(results, answers);
    List<Pair> pairs = seeds.values().stream().flatMap(List::stream).toList();
    seeds.forEach(
        (tested, ofFormat) ->
            ofFormat.stream()
                .filter(Pair::isWrong)
                .limit(1)
                .map(new SeedDiagnosis(ofFormat, pairs)::fault)
                .forEach(fault -> diagnosis.add(fault, To.of(tested))));
    return diagnosis.faults();
  }

  /** The possible explanations for each format and rounding with wrong conversions. */
  private Map<To, List<Explanation>> explanations() {
    Map<To, List<Explanation>> open = new LinkedHashMap<>();
    groups.forEach(
        (to, all) -> {
          if (failed.contains(to)) {
            boolean stochastic = to.mode.equals(RoundingTask.STOCHASTIC);
            List<Explanation> found =
                all.stream().allMatch(RoundingFaults::areZeros)
                    ? List.of(Explanation.of(RoundingFaults.ZEROS))
                    : stochastic ? StochasticDiagnosis.of(all) : ConversionDiagnosis.of(all);
            // Samples with a wrong scale look biased, so the explanation for nearest is used.
            List<Explanation> nearest = open.getOrDefault(new To(to.format, "nearest"), List.of());
            boolean vague = stochastic && (found.isEmpty() || isBiased(found));
            open.put(to, vague && areOfScales(nearest) ? nearest : found);
          }
        });
    // Probabilities that fit one format are a guess if another format's samples fit none.
    if (open.values().stream().anyMatch(RoundingDiagnosis::isBiased)) {
      open.replaceAll(
          (to, found) ->
              !found.isEmpty() && OF_PROBABILITIES.containsAll(codes(found))
                  ? List.of(Explanation.of(RoundingFaults.BIASED))
                  : found);
    }
    return open;
  }

  /** Adds the measured probabilities to the fault of unknown probabilities. */
  private void measureBiased() {
    Set<To> biased = seen.remove(RoundingFaults.BIASED);
    if (biased != null) {
      Map<To, List<ConversionAnswer>> there = new LinkedHashMap<>(groups);
      there.keySet().retainAll(biased);
      seen.put(StochasticDiagnosis.biased(List.copyOf(there.values())), biased);
    }
  }

  private static boolean isBiased(List<Explanation> found) {
    return found.contains(Explanation.of(RoundingFaults.BIASED));
  }

  private static boolean areOfScales(List<Explanation> all) {
    return !all.isEmpty() && codes(all).equals(Set.of(Code.ROUND_SCALE));
  }

  private static Set<Code> codes(List<Explanation> found) {
    return found.stream()
        .flatMap(one -> one.faults().stream())
        .map(Found::code)
        .collect(Collectors.toSet());
  }

  /** Repeatedly chooses the faults that explain most of the unexplained formats and roundings. */
  private void choose(Map<To, List<Explanation>> open) {
    open.values().removeIf(List::isEmpty);
    while (!open.isEmpty()) {
      Map<List<Found>, Long> count =
          open.values().stream()
              .flatMap(all -> all.stream().map(Explanation::faults).distinct())
              .collect(
                  Collectors.groupingBy(
                      faults -> faults, LinkedHashMap::new, Collectors.counting()));
      // If there are several, the first is taken: the likeliest come first.
      List<Found> best =
          count.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      open.entrySet()
          .removeIf(
              entry -> {
                Optional<Explanation> chosen =
                    entry.getValue().stream().filter(one -> one.faults().equals(best)).findFirst();
                chosen.stream().flatMap(Explanation::all).forEach(f -> add(f, entry.getKey()));
                return chosen.isPresent();
              });
    }
  }

  private void add(Found fault, To to) {
    failed.add(to);
    seen.computeIfAbsent(fault, k -> new LinkedHashSet<>()).add(to);
  }

  /**
   * The faults, each with its formats and roundings unless it explains all failures. A wrong scale
   * without a known cause is named only if no other fault is found.
   */
  private List<Found> faults() {
    List<Found> all = new ArrayList<>();
    if (seen.size() > 1) {
      seen.remove(RoundingFaults.OTHER_SCALE);
    }
    seen.forEach(
        (fault, where) ->
            all.add(
                where.equals(failed)
                    ? fault
                    : fault.code().of(fault.words() + " (" + words(where) + ")")));
    return all;
  }

  private static String words(Set<To> where) {
    String first = where.stream().limit(SHOWN).map(To::toString).collect(Collectors.joining(", "));
    return where.size() <= SHOWN ? first : first + " and " + (where.size() - SHOWN) + " more";
  }

  /** Explains wrong coincidences between seeds, by the pairs of one format and of all formats. */
  private record SeedDiagnosis(List<Pair> pairs, List<Pair> all) {
    /** The fault that makes a pair wrong. */
    Found fault(Pair wrong) {
      return Code.SEED_IGNORED.of(
          wrong.bits() == 0
              ? "other samples for the same seed: take every random number from a generator that is"
                  + " started from seed alone"
              : sameSamples());
    }

    /** The text on the bits of seeds that affect samples and the bits that do not. */
    private String sameSamples() {
      boolean alike = Collections.disjoint(bits(all, true), bits(all, false));
      SortedSet<Integer> same = bits(alike ? all : pairs, true);
      SortedSet<Integer> others = bits(alike ? all : pairs, false);
      if (!pairs.get(0).isOfDoubles()) {
        return "the same samples for seeds that no double distinguishes: read seed as a whole number"
            + " of 63 bits, or say in hello that seedBits is 53";
      }
      if (others.isEmpty() && same.size() > 1) {
        return "the same samples whatever the seed: start the generator from seed";
      }
      boolean low = !others.isEmpty() && !same.isEmpty() && others.last() < same.first();
      return "the same samples for seeds that differ "
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

    /** The bits, from 0, each the only difference of two seeds with equal, or unequal, samples. */
    private static SortedSet<Integer> bits(List<Pair> pairs, boolean same) {
      return pairs.stream()
          .filter(p -> Long.bitCount(p.bits()) == 1 && p.isOfDoubles() && p.areSame() == same)
          .map(p -> Long.numberOfTrailingZeros(p.bits()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
