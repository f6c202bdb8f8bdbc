// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Code.Found;
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

  private static final Found ANTITHETIC =
      Code.DRAWS_ANTITHETIC.of(
          "draws come in opposite pairs, as a random number and its complement give them; draw"
              + " every number afresh");

  private static final WrongLaw OVERFLOW =
      new WrongLaw(
              Code.ROUND_OVERFLOW.of(
                  "overflows with another chance than f, the fraction on the grid with unlimited"
                      + " exponents"),
              ChanceLaw.OBSERVED)
          .only(Where.BEYOND);

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
    if (all.stream().allMatch(draws -> draws.firstWrong < 0)) {
      return ofNeighbours(answers, all).stream().map(Explanation::of).toList();
    }
    return noNeighbours(answers, all);
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
    if (all.stream().anyMatch(Agreements::areAntithetic)) {
      return List.of(ANTITHETIC);
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
   * The mistakes whose laws all draws follow; else those for some values only, those beyond the
   * largest number first; else those whose laws the wrong draws follow.
   */
  private static List<Found> law(List<Draws> all, List<Draws> biased) {
    List<WrongLaw> laws = laws();
    Stream<WrongLaw> some = Where.SOME.stream().flatMap(w -> laws.stream().map(l -> l.only(w)));
    List<Found> found = explaining(laws.stream(), all);
    found = found.isEmpty() ? explaining(Stream.of(OVERFLOW), all) : found;
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

  /** What may explain draws that are not neighbours of their values. */
  private static List<Explanation> noNeighbours(List<Converted> answers, List<Draws> all) {
    Set<Found> kinds = kinds(answers, all);
    boolean beyond =
        !kinds.isEmpty() && kinds.stream().allMatch(kind -> kind.code() == Code.ROUND_OVERFLOW);
    List<Found> alone = new ArrayList<>();
    if (!beyond) {
      alone.addAll(conversions(answers, true));
      if (alone.isEmpty()) {
        alone.addAll(conversions(answers, false));
      }
    }
    List<Explanation> found = new ArrayList<>(alone.stream().map(Explanation::of).toList());
    if (alone.isEmpty() && !kinds.isEmpty()) {
      List<Found> others = ofNeighbours(answers, all);
      found.add(new Explanation(List.copyOf(kinds), others.stream().limit(1).toList()));
    }
    if (!beyond && answers.stream().allMatch(ChanceDiagnosis::areNeighboursOrZeros)) {
      found.add(Explanation.of(RoundingMistakes.SOME_ZEROS));
    }
    return found;
  }

  /** What the kinds of values with wrong draws tell; empty if some value is of no kind. */
  private static Set<Found> kinds(List<Converted> answers, List<Draws> all) {
    Set<Found> kinds = new LinkedHashSet<>();
    for (int n = 0; n < all.size(); n++) {
      Converted answer = answers.get(n);
      Draws draws = all.get(n);
      for (int i : draws.wrong) {
        if (answer.movesExact(i)) {
          kinds.add(RoundingMistakes.EXACT);
        } else if (answer.isLargest(i)) {
          kinds.add(
              RoundingMistakes.overflow(
                  draws.above[i], draws.firstWrong(i), answer.task().element().largest()));
        } else if (RoundingMistakes.isNan(answer, i)) {
          kinds.add(RoundingMistakes.NAN);
        } else {
          return Set.of();
        }
      }
    }
    return kinds;
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
    return draws.wrong.stream()
        .allMatch(
            i -> draws.numbers(i).allMatch(n -> n.nearestDouble() == 0 || draws.isNeighbour(n, i)));
  }
}
