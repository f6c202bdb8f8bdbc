// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * One case of the judge. Cases are equal if they have the same name and the same request.
 *
 * @param name a stable name, such as {@code step/ordinary-7x5x2}
 * @param request the request
 * @param exact true if every admissible evaluation order gives the exact result in the candidate's
 *     arithmetic, so that the reply is judged bitwise
 * @param purpose the purpose of this case, in words
 * @param group the group of the case
 */
public record Case(String name, Request request, boolean exact, String purpose, Group group) {
  /** The groups of cases, which are judged differently. */
  public enum Group {
    ORDINARY,
    /**
     * Every admissible evaluation order with gradual underflow is exact here, so an unexpected zero
     * was flushed; see {@link SubnormalCase}.
     */
    SUBNORMAL,
    /**
     * Even a loss is exact in every admissible evaluation order, including a scaled norm; see
     * {@link FullDigitsCase}.
     */
    FULL_DIGITS
  }

  /** Results of subnormal cases are zero, or at least 2^-7 times the smallest normal number. */
  public static final int BELOW_NORMAL = 7;

  public Case(String name, Request request, boolean exact, String purpose) {
    this(name, request, exact, purpose, Group.ORDINARY);
  }

  public Case in(Group of) {
    return new Case(name, request, exact, purpose, of);
  }

  /** Returns a copy that is judged by its bound. */
  public Case byBound() {
    return new Case(name, request, false, purpose, group);
  }

  /** Returns a copy with another request. */
  public Case asking(Request other) {
    return new Case(name, other, exact, purpose, group);
  }

  /**
   * Returns the case in the form for a candidate, with a seed of these bits ({@link
   * Request#withSeedOf}), or empty if the candidate takes no such request.
   *
   * @param nonFinite true if it takes NaN and infinities
   */
  public Optional<Case> asked(int seedBits, boolean nonFinite) {
    return Optional.of(request)
        .filter(q -> nonFinite || q.isFinite())
        .flatMap(q -> q.withSeedOf(seedBits))
        .map(q -> q.seed() == request.seed() ? this : asking(q));
  }

  /**
   * Computes the exact answer, field by field.
   *
   * @throws IllegalArgumentException if the request has no single exact answer
   */
  public Map<String, Matrix<Dyadic>> expected() {
    return RightQuantities.expected(request);
  }

  /** Returns true if zeros in the answer show that subnormal results are flushed. */
  public boolean isSubnormal() {
    return group == Group.SUBNORMAL;
  }

  /** Returns true if even a loss is exact in every admissible evaluation order. */
  public boolean hasFullDigits() {
    return group == Group.FULL_DIGITS;
  }

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
