// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.noisygd.explain.conversion.Hypothesis.Where;
import org.noisygd.explain.conversion.RoundingFaults.Explanation;
import org.noisygd.explain.diagnosis.Search;
import org.noisygd.judge.conversion.BinomialStatistics;
import org.noisygd.judge.conversion.CoincidenceStatistics;
import org.noisygd.judge.conversion.ConversionAnswer;
import org.noisygd.judge.conversion.RoundingProbability;
import org.noisygd.judge.conversion.RoundingSamples;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.number.Text;

/**
 * Explains samples of one format that do not follow their distribution.
 *
 * @param all the samples of each answer
 */
record StochasticDiagnosis(
    List<ConversionAnswer> answers, List<RoundingSamples> all, List<Hypothesis> hypotheses) {
  private static final Found SHARED =
      Code.DRAWS_SHARED.of("one random number serves several entries; draw one for each entry");

  private static final Found REPEATED =
      Code.DRAWS_REPEATED.of("samples repeat; continue the random numbers from sample to sample");

  private static final Hypothesis OVERFLOW =
      Hypothesis.ofProbability(
              Code.ROUND_OVERFLOW,
              "overflows with another probability than f, the fraction on the grid with unlimited"
                  + " exponents",
              RoundingProbability.OBSERVED.probability())
          .only(Where.BEYOND);

  /** The possible explanations of the answers. */
  static List<Explanation> of(List<ConversionAnswer> answers) {
    StochasticDiagnosis diagnosis =
        new StochasticDiagnosis(
            answers,
            answers.stream().map(ConversionAnswer::samples).toList(),
            Hypotheses.of(answers.get(0).task().setting()));
    return diagnosis.all.stream().allMatch(samples -> samples.firstWrong < 0)
        ? diagnosis.ofNeighbours().stream().map(Explanation::of).toList()
        : diagnosis.noNeighbours();
  }

  /**
   * The fault of unknown probabilities, with those measured at f = 1/4, 1/2 and 3/4.
   *
   * @param formats the answers, by formats and roundings
   */
  static Found biased(List<List<ConversionAnswer>> formats) {
    List<String> seen =
        DoubleStream.of(0.25, 0.5, 0.75).mapToObj(f -> probability(formats, f)).toList();
    return seen.contains("")
        ? RoundingFaults.BIASED
        : Code.ROUND_BIASED.of(
            RoundingFaults.BIASED.words()
                + "; at f = 1/4, 1/2, 3/4 it is "
                + String.join(", ", seen));
  }

  /** The range of the probabilities measured at a fraction; empty if there are none. */
  private static String probability(List<List<ConversionAnswer>> formats, double f) {
    DoubleSummaryStatistics seen = new DoubleSummaryStatistics();
    for (List<ConversionAnswer> answers : formats) {
      answers.stream()
          .map(ConversionAnswer::samples)
          .filter(samples -> samples.task.bits().isEmpty() && samples.firstWrong < 0)
          .flatMapToDouble(samples -> samples.frequencies(f))
          .average()
          .ifPresent(seen);
    }
    String least = Text.format("%.2f", seen.getMin());
    String most = Text.format("%.2f", seen.getMax());
    return seen.getCount() == 0 ? "" : least.equals(most) ? least : least + " to " + most;
  }

  /** The faults each of which may explain samples that are all neighbours of their values. */
  private List<Found> ofNeighbours() {
    List<BinomialStatistics> dependent =
        all.stream()
            .map(samples -> CoincidenceStatistics.of(samples, RoundingProbability.OBSERVED))
            .filter(tests -> !tests.pass())
            .toList();
    // Only independent samples show the probabilities, so independence is tested first.
    return new Search<Found>()
        .last(() -> !dependent.isEmpty(), () -> ofDependence(dependent))
        .last(
            () -> all.stream().allMatch(one -> BinomialStatistics.ofLikeliest(one).pass()),
            Stream::empty)
        .hypothesis(() -> explaining(hypotheses.stream().filter(h -> h.assumptions() == 0)))
        .hypothesis(() -> explaining(Stream.of(OVERFLOW)))
        .hypothesis(() -> explaining(hypotheses.stream().filter(h -> h.assumptions() == 1)))
        .last(() -> all.stream().allMatch(RoundingSamples::areOne), () -> Stream.of(REPEATED))
        .hypothesis(() -> Stream.of(RoundingFaults.BIASED))
        .found();
  }

  private static Stream<Found> ofDependence(List<BinomialStatistics> dependent) {
    return dependent.stream().anyMatch(BinomialStatistics::repeats)
        ? Stream.of(REPEATED)
        : dependent.stream().filter(BinomialStatistics::sharesWords).limit(1).map(one -> SHARED);
  }

  /** The faults that no test of the samples refutes, the likeliest first. */
  private Stream<Found> explaining(Stream<Hypothesis> among) {
    return among
        .map(h -> Map.entry(h, likelihood(h)))
        .filter(found -> found.getValue() > Double.NEGATIVE_INFINITY)
        .sorted(Map.Entry.<Hypothesis, Double>comparingByValue().reversed())
        .flatMap(found -> found.getKey().faults().stream())
        .distinct();
  }

  /** The log-likelihood of the samples; minus infinity if a test refutes the hypothesis. */
  private double likelihood(Hypothesis hypothesis) {
    double sum = 0;
    for (int n = 0; n < all.size() && sum > Double.NEGATIVE_INFINITY; n++) {
      RoundingSamples samples =
          hypothesis.changesNeighbours() ? hypothesis.samples(answers.get(n)) : all.get(n);
      sum +=
          hypothesis.changesNeighbours() && samples.firstWrong >= 0
              ? Double.NEGATIVE_INFINITY
              : hypothesis
                  .probabilities(samples)
                  .filter(one -> BinomialStatistics.of(samples, one).pass())
                  .mapToDouble(one -> one.likelihood(samples))
                  .max()
                  .orElse(Double.NEGATIVE_INFINITY);
    }
    return sum;
  }

  /** The explanations of samples that are not all neighbours of their values. */
  private List<Explanation> noNeighbours() {
    Set<Found> kinds = kinds();
    boolean beyond =
        !kinds.isEmpty() && kinds.stream().allMatch(kind -> kind.code() == Code.ROUND_OVERFLOW);
    List<Explanation> found = new ArrayList<>();
    if (!beyond) {
      explaining(hypotheses.stream().filter(h -> h.assumptions() == 0 && h.changesNeighbours()))
          .map(Explanation::of)
          .forEach(found::add);
    }
    if (found.isEmpty() && !kinds.isEmpty()) {
      List<Found> others = ofNeighbours();
      found.add(new Explanation(List.copyOf(kinds), others.stream().limit(1).toList()));
    }
    if (!beyond && answers.stream().allMatch(StochasticDiagnosis::areNeighboursOrZeros)) {
      found.add(Explanation.of(RoundingFaults.SOME_ZEROS));
    }
    return found;
  }

  /** The kinds of values with wrong samples; empty if some value belongs to no kind. */
  private Set<Found> kinds() {
    Set<Found> kinds = new LinkedHashSet<>();
    Set<Found> beyond = new LinkedHashSet<>();
    for (int n = 0; n < all.size(); n++) {
      RoundingSamples samples = all.get(n);
      for (int i : samples.wrong) {
        if (RoundingFaults.movesExact(answers.get(n), i)) {
          kinds.add(RoundingFaults.EXACT);
        } else if (RoundingFaults.isLargest(samples.task, i)) {
          double got = samples.firstWrong(i);
          beyond.add(RoundingFaults.beyond(samples.task, i, samples.above(i), got));
        } else {
          return Set.of();
        }
      }
    }
    kinds.addAll(beyond);
    return kinds;
  }

  /** Returns true if every number that is not a neighbour of its value is a zero. */
  private static boolean areNeighboursOrZeros(ConversionAnswer answer) {
    RoundingSamples samples = answer.samples();
    return samples.wrong.stream()
        .allMatch(
            i ->
                samples
                    .numbers(i)
                    .allMatch(n -> n.nearestDouble() == 0 || samples.isNeighbour(n, i)));
  }
}
