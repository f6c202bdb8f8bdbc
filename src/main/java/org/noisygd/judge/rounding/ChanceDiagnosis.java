// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Code.Found;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.rounding.ChanceLaw.Chance;
import org.noisygd.judge.rounding.RoundingFault.Where;
import org.noisygd.judge.rounding.RoundingMistakes.Explanation;
import org.noisygd.number.Literals;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding.Directed;

/** Explains draws of one format that do not follow their law. */
final class ChanceDiagnosis {
  /** The most random bits that the chances distinguish from all bits. */
  private static final int MOST_BITS = 12;

  private static final String RIGHT = "; go away from zero with the chance f";

  private static final Found SHARED =
      Code.DRAWS_SHARED.of("one random word serves several entries; draw a word for each entry");

  private static final Found REPEATED =
      Code.DRAWS_REPEATED.of("draws come again; go on in the random numbers from draw to draw");

  private static final Found PERIOD =
      Code.DRAWS_REPEATED.of(
          "the random numbers come again after a while; take a generator with a longer period");

  private ChanceDiagnosis() {}

  /** The law that a mistake causes. */
  private record WrongLaw(Found mistake, ChanceLaw law) {
    static WrongLaw of(Code code, String text, Chance chance) {
      return new WrongLaw(code.of(text), new ChanceLaw("", "", chance));
    }

    /** This law for some values only; for the others the fraction itself. */
    WrongLaw only(Where some) {
      return of(
          mistake.code(),
          some.only(mistake).words(),
          (d, i) -> some.has(d.task, i) ? law.chance().of(d, i) : f(d, i));
    }

    /** The law, and also the law cut to the requested bits. */
    private Stream<ChanceLaw> ways(Draws draws) {
      return draws.task.bits().isPresent() ? Stream.of(law, law.cutAsTold()) : Stream.of(law);
    }

    boolean explains(List<Draws> all) {
      return all.stream()
          .allMatch(draws -> ways(draws).anyMatch(way -> ChanceTests.ofChances(draws, way).pass()));
    }

    /** The log-likelihood of the draws. */
    double likelihood(List<Draws> all) {
      return all.stream()
          .mapToDouble(
              draws -> ways(draws).mapToDouble(way -> way.likelihood(draws)).max().orElse(0))
          .sum();
    }
  }

  /** The possible explanations of the answers. */
  static List<Explanation> of(List<Converted> answers) {
    List<Draws> all = answers.stream().map(a -> new Draws(a.task(), a.rounded())).toList();
    List<Found> found =
        all.stream().anyMatch(draws -> draws.firstWrong >= 0)
            ? noNeighbours(answers, all)
            : ofNeighbours(answers, all);
    return found.stream().map(Explanation::of).toList();
  }

  /** The mistakes that may each explain the draws, if every draw is a neighbour of its value. */
  private static List<Found> ofNeighbours(List<Converted> answers, List<Draws> all) {
    List<Draws> biased = all.stream().filter(draws -> !followsItsLaw(draws)).toList();
    if (!biased.isEmpty()) {
      List<Found> other = conversions(answers, true);
      if (!other.isEmpty()) {
        return other;
      }
    }
    // Only independent draws show the chances, so independence is tested first.
    if (all.stream().anyMatch(Draws::comeAgain)) {
      return List.of(REPEATED);
    }
    if (all.stream().anyMatch(Draws::shareWords)) {
      return List.of(SHARED);
    }
    Stream<Draws> lawful = all.stream().filter(draws -> !draws.areOne() && !biased.contains(draws));
    if (lawful.map(RandomStream::ofPeriods).anyMatch(ChanceTests::comeAgain)) {
      return List.of(PERIOD);
    }
    List<ChanceTests> dependent =
        all.stream()
            .map(draws -> Agreements.of(draws, ChanceLaw.OBSERVED))
            .filter(tests -> !tests.pass())
            .toList();
    if (!dependent.isEmpty()) {
      return dependent.stream().anyMatch(ChanceTests::repeats)
          ? List.of(REPEATED)
          : dependent.stream().anyMatch(ChanceTests::shares) ? List.of(SHARED) : List.of();
    }
    if (biased.isEmpty()) {
      return List.of();
    }
    List<Found> law = law(all, biased);
    return !law.isEmpty()
        ? law
        : List.of(all.stream().allMatch(Draws::areOne) ? REPEATED : RoundingMistakes.BIASED);
  }

  private static boolean followsItsLaw(Draws draws) {
    return ChanceTests.ofLikeliest(draws).pass();
  }

  /**
   * The mistakes whose laws all draws follow; else those for some values only; else those whose
   * laws the wrong draws follow.
   */
  private static List<Found> law(List<Draws> all, List<Draws> biased) {
    List<WrongLaw> laws = laws();
    Stream<WrongLaw> some = Where.SOME.stream().flatMap(w -> laws.stream().map(l -> l.only(w)));
    List<Found> found = explaining(laws.stream(), all);
    found = found.isEmpty() ? explaining(some, all) : found;
    return found.isEmpty() ? explaining(laws.stream(), biased) : found;
  }

  /** The mistakes whose laws all draws follow, the likeliest first. */
  private static List<Found> explaining(Stream<WrongLaw> laws, List<Draws> all) {
    return laws.filter(law -> law.explains(all))
        .sorted(Comparator.comparingDouble(law -> -law.likelihood(all)))
        .map(WrongLaw::mistake)
        .distinct()
        .toList();
  }

  private static List<WrongLaw> laws() {
    List<WrongLaw> laws = new ArrayList<>();
    laws.add(biased("always goes towards zero", (d, i) -> 0));
    laws.add(biased("always goes away from zero", (d, i) -> 1));
    laws.add(biased("always goes down", (d, i) -> negative(d, i) ? 1 : 0));
    laws.add(biased("always goes up", (d, i) -> negative(d, i) ? 0 : 1));
    for (Directed mode : List.of(Directed.NEAREST, Directed.NEAREST_AWAY)) {
      laws.add(nearest("rounds to nearest", (d, i) -> goes(d, i, mode) ? 1 : 0));
    }
    laws.add(
        nearest(
            "rounds to nearest, and only ties by chance",
            (d, i) -> f(d, i) == 0.5 ? 0.5 : goes(d, i, Directed.NEAREST) ? 1 : 0));
    laws.add(nearest("rounds to nearest, ties towards zero", (d, i) -> f(d, i) > 0.5 ? 1 : 0));
    laws.add(nearest("rounds to odd", (d, i) -> goes(d, i, Directed.ODD) ? 1 : 0));
    laws.add(biased("goes either way with the chance 1/2", (d, i) -> 0.5));
    laws.add(biased("goes away from zero with the chance 1 - f", (d, i) -> 1 - f(d, i)));
    laws.add(
        biased(
            "goes up with the chance f, and so with 1 - f away from zero below 0",
            (d, i) -> negative(d, i) ? 1 - f(d, i) : f(d, i)));
    laws.add(
        biased(
            "goes down with the chance f, and so with 1 - f away from zero above 0",
            (d, i) -> negative(d, i) ? f(d, i) : 1 - f(d, i)));
    for (String name : List.of("binary32", "binary16", "bfloat16", "tf32")) {
      BinaryFormat middle = BinaryFormat.named(name);
      laws.add(
          WrongLaw.of(
              Code.ROUND_TWICE,
              RoundingFaults.throughWords(name),
              (d, i) -> through(d, i, middle)));
    }
    for (int bits = 1; bits <= MOST_BITS; bits++) {
      String text =
          "uses about "
              + bits
              + (bits == 1 ? " random bit" : " random bits")
              + "; use as many as bits says, or one for each digit that is cut";
      for (ChanceLaw law :
          List.of(
              ChanceLaw.cut(bits),
              ChanceLaw.even(bits),
              ChanceLaw.up(bits),
              ChanceLaw.ceiling(bits))) {
        laws.add(new WrongLaw(Code.ROUND_FEW_BITS.of(text), law));
      }
    }
    for (double most : new double[] {0.25, 0.125}) {
      laws.add(
          WrongLaw.of(
              Code.ROUND_DITHERED,
              "adds a random number of less than "
                  + Literals.format(most)
                  + " spacings and rounds to nearest"
                  + RIGHT,
              (d, i) -> Math.max(0, Math.min(1, 0.5 + (f(d, i) - 0.5) / (2 * most)))));
    }
    laws.add(biased("goes away with the chance f + 1/100", (d, i) -> Math.min(1, f(d, i) + 0.01)));
    for (int n : new int[] {10, 100, 1000}) {
      String text = "draws one of " + n + " random numbers; draw all bits, or as many as bits says";
      laws.add(WrongLaw.of(Code.ROUND_FEW_BITS, text, (d, i) -> Math.floor(n * f(d, i)) / n));
      laws.add(
          WrongLaw.of(
              Code.ROUND_FEW_BITS,
              text,
              (d, i) -> (negative(d, i) ? Math.floor(n * f(d, i)) : Math.ceil(n * f(d, i))) / n));
      laws.add(WrongLaw.of(Code.ROUND_FEW_BITS, text, (d, i) -> Math.ceil(n * f(d, i)) / n));
    }
    laws.add(ofTold("uses one random bit less than bits says", bits -> bits - 1));
    for (int most = 1; most <= MOST_BITS; most++) {
      int few = most;
      laws.add(
          ofTold("uses " + few + " random bits where bits says more", bits -> Math.min(bits, few)));
      double close = Math.scalb(1.0, -few);
      laws.add(
          WrongLaw.of(
              Code.ROUND_BIASED,
              "leaves nothing to chance within 2^-" + few + " spacings of a representable number",
              (d, i) -> f(d, i) < close ? 0 : f(d, i) > 1 - close ? 1 : f(d, i)));
    }
    for (int bits = 1; bits <= MOST_BITS; bits++) { // the same laws as few random bits
      laws.add(
          new WrongLaw(Code.ROUND_TRUNCATES.of(RoundingFaults.LOST_WORDS), ChanceLaw.cut(bits)));
    }
    laws.add(biased("goes away with the chance f^2", (d, i) -> f(d, i) * f(d, i)));
    laws.add(biased("goes away with the root of f", (d, i) -> Math.sqrt(f(d, i))));
    laws.add(biased("goes away with the chance f/2", (d, i) -> f(d, i) / 2));
    laws.add(biased("goes away with the chance 2f", (d, i) -> Math.min(1, 2 * f(d, i))));
    laws.add(
        biased(
            "goes away with the chance 2f - 1, where that is above 0",
            (d, i) -> Math.max(0, 2 * f(d, i) - 1)));
    laws.add(biased("goes away with the chance (1 + f)/2", (d, i) -> (1 + f(d, i)) / 2));
    return laws;
  }

  private static WrongLaw biased(String text, Chance chance) {
    return WrongLaw.of(Code.ROUND_BIASED, text + RIGHT, chance);
  }

  private static WrongLaw nearest(String text, Chance chance) {
    return WrongLaw.of(Code.ROUND_TO_NEAREST, text + RIGHT, chance);
  }

  /** A program that uses fewer bits than requested, and all if no number is requested. */
  private static WrongLaw ofTold(String text, IntUnaryOperator used) {
    return WrongLaw.of(
        Code.ROUND_FEW_BITS,
        text,
        (d, i) ->
            d.task.bits().isPresent()
                ? ChanceLaw.cut(f(d, i), used.applyAsInt(d.task.bits().getAsInt()))
                : f(d, i));
  }

  /** The chance for a value that was rounded to another format first. */
  private static double through(Draws draws, int i, BinaryFormat middle) {
    double first = middle.round(draws.task.value(i), Directed.NEAREST, 0);
    return !Double.isFinite(first) || first == draws.above[i]
        ? 1
        : draws.task.conversion().fraction(first, draws.task.scale(i));
  }

  private static double f(Draws draws, int i) {
    return draws.fractions[i];
  }

  private static boolean negative(Draws draws, int i) {
    return draws.task.value(i) < 0;
  }

  private static boolean goes(Draws draws, int i, Directed mode) {
    return Double.compare(draws.task.rounded(i, mode, 0), draws.above[i]) == 0;
  }

  /** The mistakes that may explain draws that are not neighbours of their values. */
  private static List<Found> noNeighbours(List<Converted> answers, List<Draws> all) {
    boolean blocks = answers.get(0).task().conversion().hasBlocks();
    if (!blocks && wrongOnlyWhere(answers, all, Converted::isBeyond)) {
      LinkedHashSet<Found> beyond = new LinkedHashSet<>();
      for (Draws draws : all) {
        if (draws.firstWrong >= 0) {
          int i = draws.firstWrong % draws.task.size();
          beyond.add(
              RoundingMistakes.overflow(
                  draws.above[i],
                  draws.rounded.entries().get(draws.firstWrong).nearestDouble(),
                  draws.task.element().largest()));
        }
      }
      return List.copyOf(beyond);
    }
    List<Found> found = new ArrayList<>(conversions(answers, true));
    if (found.isEmpty()) {
      found.addAll(conversions(answers, false));
    }
    if (found.isEmpty() && wrongOnlyWhere(answers, all, Converted::movesExact)) {
      found.add(RoundingMistakes.EXACT);
    }
    if (found.isEmpty() && wrongOnlyWhere(answers, all, RoundingMistakes::isNan)) {
      found.add(RoundingMistakes.NAN);
    }
    if (answers.stream().allMatch(ChanceDiagnosis::areNeighboursOrZeros)) {
      found.add(RoundingMistakes.SOME_ZEROS);
    }
    return found;
  }

  /** Other conversions that make all draws neighbours; with {@code lawful}, in their law too. */
  private static List<Found> conversions(List<Converted> answers, boolean lawful) {
    return RoundingFaults.conversions(answers.get(0).task().setting()).stream()
        .filter(fault -> answers.stream().allMatch(a -> fits(a, fault, lawful)))
        .flatMap(fault -> fault.mistakes().stream())
        .distinct()
        .toList();
  }

  private static boolean fits(Converted answer, RoundingFault fault, boolean lawful) {
    RoundingTask other = answer.task().converted(fault.scaled().apply(answer.task().conversion()));
    Draws draws = new Draws(other, answer.rounded());
    return draws.firstWrong < 0 && (!lawful || followsItsLaw(draws));
  }

  /** Whether every number that is not a neighbour of its value is a zero. */
  private static boolean areNeighboursOrZeros(Converted answer) {
    Draws draws = answer.draws();
    for (int i : draws.wrong) {
      for (int d = 0; d < draws.count; d++) {
        ReadNumber number = draws.number(d, i);
        if (number.nearestDouble() != 0
            && !RoundedNumbers.is(number, draws.below[i], answer.task(), i)
            && !RoundedNumbers.is(number, draws.above[i], answer.task(), i)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean wrongOnlyWhere(
      List<Converted> answers, List<Draws> all, BiPredicate<Converted, Integer> where) {
    for (int n = 0; n < all.size(); n++) {
      Converted answer = answers.get(n);
      if (!all.get(n).wrong.stream().allMatch(i -> where.test(answer, i))) {
        return false;
      }
    }
    return true;
  }
}
