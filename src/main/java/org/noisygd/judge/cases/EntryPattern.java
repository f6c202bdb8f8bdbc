// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Patterns of the entries of a matrix of a request. */
enum EntryPattern {
  ORDINARY("ordinary"),
  ZERO("zero"),
  ZERO_ROW("with a row of zeros"),
  ZERO_COLUMN("with a column of zeros"),
  EQUAL("all entries one whole number"),
  POSITIVE("positive"),
  NEGATIVE("negative"),
  /** The product of two of them exceeds 64 bits if exponents are wide. */
  WHOLE("whole numbers"),
  DIGIT("whole numbers of one digit"),
  /** For arithmetics that hold every double, since the doubles of short decimals use all bits. */
  DECIMAL("decimals of one digit"),
  ROWS("with rows of very different size"),
  COLUMNS("with columns of very different size"),
  HUGE("huge"),
  TINY("tiny"),
  /** A pattern for M alone. */
  SYMMETRIC("symmetric"),
  /** A pattern for M alone. */
  NEARLY_SYMMETRIC("symmetric but for one entry"),
  /** A pattern for Y, its noise and its direction alone. */
  SAME("the same as that of X"),
  /** A pattern for directions alone. */
  ITERATE("the iterate itself");

  private static final int WHOLE_BITS = 34;

  /** Maximum digit, so that losses stay in range in binary16 too. */
  private static final int LARGEST_DIGIT = 3;

  private final String words;

  EntryPattern(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }

  /** Returns true if X, Y and M may have this pattern with any level of other parameters. */
  boolean isOfAnyFactor() {
    return compareTo(SYMMETRIC) < 0 && !isAlone();
  }

  /** Returns true if the pattern occurs in one matrix alone, or in all matrices. */
  boolean isAlone() {
    return this == POSITIVE || this == WHOLE || this == DECIMAL || this == DIGIT;
  }

  /** Returns true if the numbers of this pattern may be printed without a point. */
  boolean isWhole() {
    return this == EQUAL || this == WHOLE || this == DIGIT;
  }

  /** Returns true if a matrix of this shape can have this pattern and differ from ordinary ones. */
  boolean fits(int rows, int columns) {
    return switch (this) {
      case ZERO_ROW, ROWS -> rows > 1;
      case ZERO_COLUMN, COLUMNS -> columns > 1;
      case SYMMETRIC, NEARLY_SYMMETRIC -> rows == columns && rows > 1;
      default -> true;
    };
  }

  /**
   * Draws such a matrix.
   *
   * @param exponent log2 of the size of an ordinary matrix
   * @param far log2 of the ratio of a huge matrix to an ordinary one, and of an ordinary one to a
   *     tiny one
   */
  Matrix<Dyadic> draw(NumberSource numbers, int rows, int columns, int exponent, int far) {
    Matrix<Dyadic> ordinary = numbers.matrix(rows, columns, exponent);
    Dyadic whole = Dyadic.of(1L + numbers.integer(3), 0);
    int row = numbers.integer(2) * (rows - 1); // the first or the last
    int column = numbers.integer(2) * (columns - 1);
    int graded = Math.max(1, far / 2);
    // The entry above the diagonal that differs from its mirror image: in a corner, or inside.
    int odd = row > 0 && rows > 2 ? rows / 2 : 0;
    int mirrored = odd > 0 ? odd + 1 : rows - 1;
    return Matrix.of(
        DyadicArithmetic.INSTANCE,
        rows,
        columns,
        (i, j) -> {
          Dyadic entry = ordinary.get(i, j);
          return switch (this) {
            case ORDINARY -> entry;
            case ZERO -> Dyadic.ZERO;
            case ZERO_ROW -> i == row ? Dyadic.ZERO : entry;
            case ZERO_COLUMN -> j == column ? Dyadic.ZERO : entry;
            case EQUAL -> whole;
            case POSITIVE -> entry.signum() < 0 ? entry.negate() : entry;
            case NEGATIVE -> entry.signum() > 0 ? entry.negate() : entry;
            case WHOLE -> whole(entry.scaleByPowerOfTwo(-exponent), far);
            case DIGIT -> Dyadic.of(numbers.signed(LARGEST_DIGIT), 0);
            case DECIMAL -> numbers.isOfDoubles() ? decimal(entry) : entry;
            case ROWS -> entry.scaleByPowerOfTwo(2 * i < rows ? graded : -graded);
            case COLUMNS -> entry.scaleByPowerOfTwo(2 * j < columns ? graded : -graded);
            case HUGE -> entry.scaleByPowerOfTwo(far);
            case TINY -> entry.scaleByPowerOfTwo(-far);
            case SYMMETRIC -> ordinary.get(Math.max(i, j), Math.min(i, j));
            case NEARLY_SYMMETRIC ->
                i == odd && j == mirrored ? entry : ordinary.get(Math.max(i, j), Math.min(i, j));
            case SAME -> throw new IllegalArgumentException("it is drawn for X");
            case ITERATE -> entry; // DesignedCases replaces it by the iterate
          };
        });
  }

  /**
   * A whole number from a number of size about one, with more than 32 bits if {@code far} allows
   * it.
   */
  private static Dyadic whole(Dyadic about, int far) {
    return about.scaleByPowerOfTwo(Math.min(WHOLE_BITS, far)).roundToMultiple(0);
  }

  /** The double nearest to a decimal of one digit. */
  private static Dyadic decimal(Dyadic about) {
    return Dyadic.of(Math.rint(about.roundToDouble() * 10) / 10);
  }
}
