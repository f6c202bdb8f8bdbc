// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.MistakeCatalogue;
import org.noisygd.judge.mistake.MistakeFamily;
import org.noisygd.judge.mistake.PartialMistake;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.verdict.CaseResult;

/**
 * Searches the catalogue for mistakes that explain all answers to an op: single mistakes, mistakes
 * with a fitted size, mistakes only in some steps or requests, and pairs. What is found reproduces
 * the failed answers and agrees with the others.
 */
final class MistakeSearch {
  /** The fewest wrong numbers that show a size: one determines it, the other confirms it. */
  private static final int SHOWING = 2;

  /** If more codes than this fit, the shapes tell too little. */
  private static final int FEW_CODES = 2;

  /** How many of the smallest failed cases a size may be fitted to. */
  private static final int SMALL = 6;

  /** A size is fitted to at most this many of them, until one explains all answers. */
  private static final int FITTED = 3;

  private final OpAnswers given;
  private final MistakeFit fit;
  private final Op op;
  private final List<Mistake> concerned;

  /** The mistakes that reproduce every failed case. */
  private final List<Mistake> fitting;

  MistakeSearch(OpAnswers given) {
    this.given = given;
    fit = given.fit();
    op = given.op();
    concerned = MistakeCatalogue.concerning(op.parts());
    fitting = concerned.stream().filter(m -> fit.fits(Set.of(m), given.failed())).toList();
  }

  private boolean explains(Set<Mistake> mistakes) {
    return fit.fits(mistakes, given.failed()) && fit.consistent(mistakes, given.all());
  }

  /** Each mistake that alone explains all answers. */
  List<Set<Mistake>> alone() {
    return fitting.stream().map(Set::of).filter(m -> fit.consistent(m, given.all())).toList();
  }

  /**
   * The mistakes of families, each with a size fitted to one failed case: a small one whose
   * deviation is large beside its bounds.
   */
  List<Set<Mistake>> sized() {
    return sized(MistakeCatalogue.families(op.parts()).stream().map(List::of).toList());
  }

  /** Two mistakes of families that optimisers make at once, each with a fitted size. */
  List<Set<Mistake>> sizedPairs() {
    return sized(op.has(Part.RUN) ? MistakeFamily.pairs() : List.of());
  }

  private List<Set<Mistake>> sized(List<List<MistakeFamily>> families) {
    if (fit.wrongEntries(given.failed()) < SHOWING) {
      return List.of();
    }
    List<CaseResult> small =
        given.results().stream()
            .filter(r -> r.outcome() == CaseResult.Outcome.FAIL)
            .filter(r -> r.tested().request().at().variables() > 2)
            .limit(SMALL)
            // Cases without a bound tell no more than others.
            .sorted(Comparator.comparingDouble(r -> r.tested().exact() ? 0 : -r.worst()))
            .limit(FITTED)
            .toList();
    List<Set<Mistake>> found = new ArrayList<>();
    for (List<MistakeFamily> together : families) {
      small.stream()
          .flatMap(r -> new SizeFit(fit, together, r.tested()).mistakes())
          .filter(this::explains)
          .findFirst()
          .ifPresent(found::add);
    }
    return found;
  }

  /** The mistakes that a run makes only in some steps: in the last, in one, or from one on. */
  List<Set<Mistake>> inSomeSteps() {
    int first = given.failed().stream().mapToInt(fit::firstWrong).min().orElse(0);
    return only(
        Stream.of(PartialMistake.When.values())
            .map(when -> new PartialMistake.InSteps(when, first, fit.steps())),
        concerned);
  }

  /** The mistakes made only in some requests; one of each code, because they agree there. */
  List<Set<Mistake>> inSomeRequests() {
    Map<Code, Set<Mistake>> found = new LinkedHashMap<>();
    only(
            Stream.of(PartialMistake.Requests.values())
                .filter(
                    where -> given.failed().stream().allMatch(c -> where.contains(c.request()))),
            fitting)
        .forEach(made -> found.putIfAbsent(made.iterator().next().code(), made));
    return found.size() > FEW_CODES ? List.of() : List.copyOf(found.values());
  }

  /** The mistakes that explain all answers if they are made only in the first such place. */
  private List<Set<Mistake>> only(
      Stream<? extends PartialMistake.Where> places, List<Mistake> mistakes) {
    return places
        .map(
            where ->
                mistakes.stream()
                    .map(m -> Set.<Mistake>of(new PartialMistake(m, where)))
                    .filter(this::explains)
                    .toList())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** All pairs of mistakes that together explain all answers, in catalogue order. */
  List<Set<Mistake>> pairs() {
    return IntStream.range(0, concerned.size())
        .boxed()
        .flatMap(
            a ->
                concerned.subList(a + 1, concerned.size()).stream()
                    .map(b -> (Set<Mistake>) new LinkedHashSet<>(List.of(concerned.get(a), b))))
        .filter(this::explains)
        .toList();
  }
}
