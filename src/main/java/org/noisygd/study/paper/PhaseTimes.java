// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.Repeats;
import org.noisygd.study.paper.PassageTimes.State;

/**
 * How long the three phases of a rank-one run take, found from the run itself by the events of the
 * paper's lemmas. Noise is balanced, d1 sigma1^2 = d2 sigma2^2 = s, the lemmas' sigma^2.
 *
 * <p>In one run from random directions with ||x0|| = 3, ||y0|| = 5:
 *
 * <ul>
 *   <li>Phase I ends when first x^T M y >= 1/4 (Lemma 5);
 *   <li>Phase II ends when after that first ||x y^T - M|| <= 1/4 (Lemma 6);
 *   <li>Phase III ends when after that first | ||x||/||y|| - 1 | <= 1/20 (balance).
 * </ul>
 *
 * <p>And each lemma alone, from a start that fulfils what it supposes:
 *
 * <ul>
 *   <li>Lemmas 4 and 5 from the same start, until x^T M y >= 1/4 and what is perpendicular to M has
 *       a squared norm of 1/16 at most (Lemma 4's own bound says nothing at these steps);
 *   <li>Lemma 6 from (u/2, v/2), where x^T M y = 1/4, until ||x y^T - M|| <= 1/4;
 *   <li>Lemma 7 from (u/2, 2 v), where x y^T = M, until | ||x||/||y|| - 1 | <= 1/20.
 * </ul>
 *
 * @param eta the step size of both factors
 * @param s sigma^2 of the lemmas
 * @param d1 rows of x
 * @param d2 rows of y
 * @param phases how long Phases I, II and III of the one run took
 * @param lemmas how long each lemma took alone
 */
public record PhaseTimes(
    double eta, double s, int d1, int d2, List<Duration> phases, List<Duration> lemmas) {
  /** epsilon of Lemma 6, and the overlap of Lemma 5. */
  private static final double QUARTER = 0.25;

  /** A ratio this near 1 counts as balanced. */
  private static final double BALANCED = 0.05;

  /** ||x|| of the starts of Lemmas 6 and 7, and ||y|| of Lemma 7's. */
  private static final double HALF = 0.5;

  private static final double TWO = 2;

  /** A run is given up after this many times 1/(eta s), ten times what any run needed. */
  private static final double PATIENCE = 200;

  /** Keeps its own copies. */
  public PhaseTimes {
    phases = List.copyOf(phases);
    lemmas = List.copyOf(lemmas);
  }

  /** Runs some repeats and finds their phases. */
  static PhaseTimes run(double eta, double s, int d1, int d2, long seed, long first, int repeats) {
    long patience = (long) (PATIENCE / (eta * s));
    Experiment setting =
        new Experiment(
            "phases",
            "the phases of a rank-one run",
            Experiment.unitDiagonal(d1, d2, 1),
            1,
            eta,
            eta,
            Math.sqrt(s / d1),
            Math.sqrt(s / d2),
            1,
            Start.normal(1),
            patience);
    LongFunction<Factors<Double>> far =
        replicate -> PhaseTransition.unbalanced(setting, seed, replicate);
    Factors<Double> middle = along(d1, HALF, d2, HALF);
    Factors<Double> valley = along(d1, HALF, d2, TWO);
    List<Duration> lemmas = new ArrayList<>();
    Repeats run = new Repeats(setting, seed, first, repeats, far);
    List<Duration> phases =
        PassageTimes.of(
            run, patience, List.of(PhaseTimes::overlaps, PhaseTimes::fits, PhaseTimes::balances));
    lemmas.addAll(PassageTimes.of(run, patience, List.of(PhaseTimes::aligns)));
    lemmas.addAll(
        PassageTimes.of(
            new Repeats(setting, seed, first, repeats, k -> middle),
            patience,
            List.of(PhaseTimes::fits)));
    lemmas.addAll(
        PassageTimes.of(
            new Repeats(setting, seed, first, repeats, k -> valley),
            patience,
            List.of(PhaseTimes::balances)));
    return new PhaseTimes(eta, s, d1, d2, phases, lemmas);
  }

  private static boolean overlaps(State state) {
    return state.overlap() >= QUARTER;
  }

  private static boolean fits(State state) {
    return state.residual() <= QUARTER;
  }

  private static boolean balances(State state) {
    return Math.abs(Math.sqrt(state.x() / state.y()) - 1) <= BALANCED;
  }

  private static boolean aligns(State state) {
    return overlaps(state) && state.perpendicular() <= QUARTER * QUARTER;
  }

  /** (a u, b v). */
  private static Factors<Double> along(int d1, double a, int d2, double b) {
    return new Factors<>(
        Matrix.of(Binary64.INSTANCE, d1, 1, (i, k) -> i == 0 ? a : 0.0),
        Matrix.of(Binary64.INSTANCE, d2, 1, (i, k) -> i == 0 ? b : 0.0));
  }

  /**
   * The time of Lemma 6 from (u/2, v/2) by the smoothed gradient flow, on which the overlap a grows
   * by 2 eta a (1 - s - a) an update.
   */
  public double predictedSecond() {
    double top = 1 - s;
    double from = QUARTER / (top - QUARTER);
    double to = (1 - QUARTER) / (top - (1 - QUARTER));
    return StrictMath.log(to / from) / (2 * eta * top);
  }

  /**
   * The time of Lemma 7 from (u/2, 2 v): the imbalance falls by 2 eta s of itself an update from 4
   * - 1/4 to that at the ratio 0.95 with ||x|| ||y|| = 1 - s.
   */
  public double predictedThird() {
    double from = TWO * TWO - HALF * HALF;
    double ratio = 1 - BALANCED;
    double to = (1 - s) * (1 / ratio - ratio);
    return StrictMath.log(from / to) / (2 * eta * s);
  }
}
