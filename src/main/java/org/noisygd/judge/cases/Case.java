// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * One case of the judge. Cases are equal if they have the same name and ask the same.
 *
 * @param name a stable name, such as {@code step/ordinary-7x5x2}
 * @param request what is asked
 * @param exact whether every legal plan gives the exact result in the candidate's arithmetic, so
 *     that the reply is judged bit by bit
 * @param sees what this case is there to see, in words
 * @param group what sets it apart from others of its op
 * @param known the exact result, computed when it is first needed
 */
public record Case(
    String name, Request request, boolean exact, String purpose, Group group, Known known) {
  /** What sets a case apart from others of its op. */
  public enum Group {
    /** Nothing. */
    ORDINARY,
    /**
     * Every legal plan that underflows gradually is exact here, so that a zero where none is due
     * was flushed; see {@link SubnormalCase}.
     */
    SUBNORMAL,
    /**
     * A loss, too, is exact in every legal plan, a scaled norm's included; see {@link
     * FullDigitsCase}.
     */
    FULL_DIGITS
  }

  /** Results of subnormal cases are zero, or at least 2^-7 times the smallest normal number. */
  public static final int BELOW_NORMAL = 7;

  /**
   * The exact result of a request, which many candidates are asked. It takes several times the
   * memory of an answer, so it goes where memory is short.
   */
  static final class Known {
    private volatile @Nullable SoftReference<Map<String, Matrix<Dyadic>>> kept;

    private Map<String, Matrix<Dyadic>> of(Request request) {
      SoftReference<Map<String, Matrix<Dyadic>>> reference = kept;
      Map<String, Matrix<Dyadic>> known = reference == null ? null : reference.get();
      if (known == null) {
        known = RightQuantities.expected(request);
        kept = new SoftReference<>(known);
      }
      return known;
    }
  }

  /** An ordinary case. */
  public Case(String name, Request request, boolean exact, String purpose) {
    this(name, request, exact, purpose, Group.ORDINARY, new Known());
  }

  /** The same in a group. */
  public Case in(Group of) {
    return new Case(name, request, exact, purpose, of, known);
  }

  /** The same, judged by its bound. */
  public Case byBound() {
    return new Case(name, request, false, purpose, group, known);
  }

  /** The same, with another request. */
  public Case asking(Request other) {
    return new Case(name, other, exact, purpose, group, new Known());
  }

  /**
   * The same as a candidate is asked it, with a seed of these bits ({@link Request#withSeedOf});
   * empty if it takes no such request.
   *
   * @param nonFinite whether it takes NaN and infinities
   */
  public Optional<Case> asked(int seedBits, boolean nonFinite) {
    return Optional.of(request)
        .filter(q -> nonFinite || q.isFinite())
        .flatMap(q -> q.withSeedOf(seedBits))
        .map(q -> q.seed() == request.seed() ? this : asking(q));
  }

  /**
   * The exact image of the request, field by field.
   *
   * @throws IllegalArgumentException if it has no single image
   */
  public Map<String, Matrix<Dyadic>> expected() {
    return known.of(request);
  }

  /** Whether zeros in the answer show that subnormal results are flushed. */
  public boolean isSubnormal() {
    return group == Group.SUBNORMAL;
  }

  /** Whether a loss, too, is exact in every legal plan. */
  public boolean hasFullDigits() {
    return group == Group.FULL_DIGITS;
  }

  /** The op. */
  public Op op() {
    return request.op();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Case that
            && name.equals(that.name)
            && exact == that.exact
            && request.equals(that.request));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
