// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

/**
 * A parameter of a precision study that a sweep fixes or varies. Each means what the option of that
 * name of {@code study precision} does; those of the arithmetic are the parts of its name.
 */
public enum Parameter {
  /** The built-in problem: fig4, rank1, rank10, or diagonal with d1, d2 and r. */
  SETTING("setting", Kind.WORD),
  /** A problem of the user's, an object as a problem file holds it, or the name of such a file. */
  PROBLEM("problem", Kind.PROBLEM),
  /** Rows of M in the setting diagonal. */
  D1("d1", Kind.COUNT),
  /** Columns of M in the setting diagonal. */
  D2("d2", Kind.COUNT),
  /** Rank of M in the setting diagonal, and columns of X and Y. */
  R("r", Kind.COUNT),
  /** The start, X/Y, the entries of each factor row by row. */
  START("start", Kind.WORD),
  /** The standard deviation of a random start. */
  START_SIGMA("startSigma", Kind.NUMBER),
  /** Both step sizes. */
  ETA("eta", Kind.NUMBER),
  /** The step size of X. */
  ETA_X("etaX", Kind.NUMBER),
  /** The step size of Y. */
  ETA_Y("etaY", Kind.NUMBER),
  /** The standard deviation of the noise on both factors. */
  SIGMA("sigma", Kind.NUMBER),
  /** The standard deviation of the noise on X, sigma_1 of the paper. */
  SIGMA_X("sigmaX", Kind.NUMBER),
  /** The standard deviation of the noise on Y, sigma_2 of the paper. */
  SIGMA_Y("sigmaY", Kind.NUMBER),
  /** The balance of the norms: a number, or balanced for what the noise balances. */
  GAMMA("gamma", Kind.NUMBER_OR_WORD),
  /** The whole name of an arithmetic. */
  ARITHMETIC("arithmetic", Kind.WORD),
  /** The name of an emulated format. */
  FORMAT("format", Kind.WORD),
  /** P of the format binary:P. */
  PRECISION("precision", Kind.COUNT),
  /** nearest, nearest-away, zero, up, down, odd, stochastic or stochastic-even. */
  ROUNDING("rounding", Kind.WORD),
  /** B of a stochastic rounding, or all. */
  RANDOM_BITS("randomBits", Kind.COUNT_OR_WORD),
  /** store or every. */
  PLACE("place", Kind.WORD),
  /** none, or saturate, flush, compensated, master with strokes between them. */
  OPTIONS("options", Kind.WORD),
  /** The twin's arithmetic. */
  REFERENCE("reference", Kind.WORD),
  /** Replicates of each run. */
  REPLICATES("replicates", Kind.COUNT),
  /** Updates of each run. */
  STEPS("steps", Kind.COUNT),
  /** The seed of noise, starts and stochastic roundings. */
  SEED("seed", Kind.COUNT),
  /** How far from 1 or 0 a drift ratio may be and still be faithful or frozen. */
  BAND("band", Kind.NUMBER);

  /** What the values of a parameter are. */
  enum Kind {
    /** Whole numbers. */
    COUNT,
    /** Numbers. */
    NUMBER,
    /** Words. */
    WORD,
    /** Whole numbers or words. */
    COUNT_OR_WORD,
    /** Numbers or words. */
    NUMBER_OR_WORD,
    /** Objects. */
    PROBLEM;

    boolean takesWords() {
      return this == WORD || this == COUNT_OR_WORD || this == NUMBER_OR_WORD;
    }

    boolean takesCounts() {
      return this == COUNT || this == COUNT_OR_WORD;
    }

    boolean takesNumbers() {
      return this == NUMBER || this == NUMBER_OR_WORD;
    }
  }

  private final String word;
  private final Kind kind;

  Parameter(String word, Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  /** Its name in a specification and in tables. */
  public String word() {
    return word;
  }

  Kind kind() {
    return kind;
  }

  /** Whether it describes what is compared, not the run in which it is compared. */
  boolean isOfSubject() {
    return ARITHMETIC.compareTo(this) <= 0 && compareTo(OPTIONS) <= 0;
  }
}
