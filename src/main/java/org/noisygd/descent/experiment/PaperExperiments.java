// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Require;

/**
 * The experiments of Section 5 of the paper. M has ones in its first r diagonal entries and zeros
 * elsewhere. Every constant is the double actually used.
 *
 * <p>The paper gives no numbers of updates. Noisy runs of Figures 2 and 3 take 8000 here: once the
 * loss is small, at most 1000 updates after the start, imbalance decays at a rate of 1.5e-3 per
 * update (1.0e-3 with unequal steps or noise), so at most e^-7 of it remains. Noise-free runs take
 * 4000, or 2500 in rank 10: their loss is then below 1e-10, and the ratio changes with the square
 * of the residual. Fig. 4 takes 150,000, since the imbalance decays at a rate of 2 eta sigma^2 =
 * 5e-5 per update, from 16 to 0.01.
 */
public final class PaperExperiments {
  /** The names of {@link #studied}. */
  public static final List<String> STUDIED = List.of("fig4", "rank1", "rank10");

  /** sigma2 of every noisy run. */
  private static final double SIGMA = 0.05;

  /** sigma1 of balanced noise in 20 x 30: d1 sigma1^2 = d2 sigma2^2. */
  private static final double BALANCED = Math.sqrt(1.5) * SIGMA;

  /** sigma1 with d1 sigma1^2 = 0.5 d2 sigma2^2. */
  private static final double UNBALANCED = Math.sqrt(0.75) * SIGMA;

  private static final double ETA = 0.01;

  /** etaX of experiments with unequal steps. */
  private static final double HALF_ETA = 0.005;

  private static final Start SMALL = Start.normal(0.01);
  private static final Start LARGE = Start.normal(0.1);

  private PaperExperiments() {}

  /** All experiments in the order of the paper's figures: fig2a to fig3f, fig4 and fig4gd. */
  public static List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    for (int rank : new int[] {1, 10}) {
      String balanced = "balanced noise, ";
      String descent = "gradient descent, ";
      all.add(matrix(rank, 'a', balanced + "small start", ETA, BALANCED, SMALL));
      all.add(matrix(rank, 'b', balanced + "large start", ETA, BALANCED, LARGE));
      all.add(matrix(rank, 'c', balanced + "unequal steps", HALF_ETA, BALANCED, SMALL));
      all.add(matrix(rank, 'd', descent + "small start", ETA, 0, SMALL));
      all.add(matrix(rank, 'e', descent + "large start", ETA, 0, LARGE));
      all.add(matrix(rank, 'f', descent + "unequal steps", HALF_ETA, 0, SMALL));
      if (rank == 1) {
        all.add(matrix(rank, 'g', "unbalanced noise, small start", ETA, UNBALANCED, SMALL));
      }
    }
    all.add(figure4("fig4", "two variables, balanced noise", SIGMA));
    all.add(figure4("fig4gd", "two variables, gradient descent", 0));
    return List.copyOf(all);
  }

  /**
   * The experiment of that name, such as {@code fig2a}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Experiment named(String name) {
    return all().stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("figure must be one of the paper's, got " + name));
  }

  /**
   * An experiment of the precision studies: {@code fig4}, or {@code rank1} or {@code rank10}, which
   * are fig2c and fig3c, whose unequal steps leave an imbalance after Phase II for the noise to
   * remove. These two have gamma = 1, the balance of the noise up to rounding.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Experiment studied(String name) {
    return switch (Require.oneOf("setting", STUDIED, name)) {
      case "fig4" -> named(name);
      case "rank1" -> named("fig2c").withName(name, name).withGamma(1);
      case "rank10" -> named("fig3c").withName(name, name).withGamma(1);
      default -> throw new AssertionError(name);
    };
  }

  private static Experiment matrix(
      int rank, char letter, String what, double etaX, double sigma1, Start start) {
    String name = (rank == 1 ? "fig2" : "fig3") + letter;
    boolean noisy = sigma1 > 0;
    return new Experiment(
        name,
        "Fig. " + name.substring(3) + ": rank " + rank + ", " + what,
        Experiment.unitDiagonal(20, 30, rank),
        rank,
        etaX,
        ETA,
        sigma1,
        noisy ? SIGMA : 0,
        noisy ? Experiment.balancedGamma(20, 30, sigma1, SIGMA) : 1,
        start,
        noisy ? 8000 : rank == 1 ? 4000 : 2500);
  }

  private static Experiment figure4(String name, String what, double sigma) {
    return new Experiment(
        name,
        "Fig. 4: " + what,
        Experiment.unitDiagonal(1, 1, 1),
        1,
        ETA,
        ETA,
        sigma,
        sigma,
        1,
        Start.at(List.of(3.0), List.of(5.0)),
        150_000);
  }
}
