// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.List;
import org.noisygd.number.Text;

/**
 * A remark on the settings of an experiment: the reason of a default, or a broken condition with a
 * value that meets it. This class words all remarks.
 *
 * @param kind the sentence
 * @param values the numbers and other remarks in it
 */
record Remark(Kind kind, List<Object> values) {
  /** The sentences, without their full stops. */
  enum Kind {
    RANK("r", "r = %d: %s"),
    ZERO_MATRIX("M is 0"),
    COUNTS_AS_ZERO("%s or less counts as 0"),
    FULL_RANK("M has full rank (%s; %s)"),
    NUMERICAL_RANK("M has the numerical rank %d (%s, %s; %s)"),
    LARGEST_GAP(
        "M has full rank%s, as matrices with noise do, and its largest gap is between %s and %s%s"),
    NOISE(
        "sigmaX, sigmaY",
        "sigmaX = %s and sigmaY = %s: sqrt(d1 d2) sigmaX sigmaY = %s sigma_%d, as in Fig. 2, where"
            + " Theorem 2 needs less than sigma_%4$d = %s; they balance gamma = %s"),
    GAMMA("gamma", "gamma = %s: the balance of this noise"),
    START(
        "X, Y",
        "X and Y: in the valley of optima but unbalanced, ||X|| = %s gamma ||Y||, turned by a rotation"
            + " of the columns (seed %d), so that the noise has something to balance and Phases I and"
            + " II are short"),
    TRAINED_STEP(
        "etaX, etaY",
        "etaX = etaY = %s: the root mean square update is %s of the weights, as in training"),
    STABLE_STEP(
        "etaX, etaY",
        "etaX = etaY = %s: %s/%s, of the largest curvature at the start and at the optimum under this"
            + " noise; beyond %s updates are unstable"),
    UPDATES(
        "steps",
        "steps = %,d: at most some %,d for Phases I and II, then %,d until the imbalance, which falls by"
            + " %s of itself per update, is %s"),
    UNKNOWN_UPDATES("steps", "steps = %,d: by the theory no number of steps leads to balance"),
    UNLISTED("M: %d of %d entries are not listed, and 0"),
    SMALLER_STEP(
        "--like-training would choose smaller steps, as adapters are trained: updates of 0.001 of the"
            + " weights"),
    OTHER_RANK("%srank %d: %s; %s; %1$srank %d would suffice"),
    IDLE_COLUMNS("%d of %d columns have nothing to fit, and go to 0"),
    LOSS_STAYS("a loss of %s stays, and the runs go to the nearest matrix of rank %d"),
    OTHER_NOISE(
        "%ssigma %s/%s: sqrt(d1 d2) sigmaX sigmaY = %s, but Theorem 2 needs it above 0 and below"
            + " sigma_%d = %s, %s; %s"),
    NOISE_WOULD_DO("%ssigma %s/%s would suffice"),
    NO_NOISE("without noise in both factors nothing balances them"),
    NOTHING_KEPT("so that X and Y go to 0"),
    PARTLY_KEPT("so that the optimum keeps %d of %d directions"),
    UNSTABLE(
        "%seta %s/%s: an update removes up to %s times a deviation, and from 2 on runs may"
            + " diverge; %1$seta %s would suffice"),
    FEW_UPDATES(
        "%ssteps %d: the imbalance falls by %s of itself per update, which may be too little to measure;"
            + " %s would let it fall to a tenth"),
    ENOUGH_UPDATES("%ssteps %d"),
    NONE_ENOUGH("no possible number of steps");

    private final String names;
    private final String pattern;

    Kind(String pattern) {
      this("", pattern);
    }

    Kind(String names, String pattern) {
      this.names = names;
      this.pattern = pattern;
    }

    /** The names of the values whose default it explains, or empty. */
    String names() {
      return names;
    }

    /** The remark with these values. */
    Remark of(Object... values) {
      return new Remark(this, List.of(values));
    }
  }

  /** The sentence. */
  @Override
  public String toString() {
    return Text.brief(kind.pattern, values.toArray());
  }
}
