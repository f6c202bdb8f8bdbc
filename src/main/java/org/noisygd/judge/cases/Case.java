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

/** One case of the judge. Cases are equal if they have the same name and ask the same. */
public final class Case {
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

  private final String name;
  private final Request request;
  private final boolean exact;
  private final String sees;
  private final Group group;

  /**
   * The exact image, computed when it is first needed: many candidates are asked this case. It
   * takes several times the memory of an answer, so it goes where memory is short.
   */
  private volatile @Nullable SoftReference<Map<String, Matrix<Dyadic>>> due;

  /**
   * A case.
   *
   * @param name a stable name, such as {@code step/ordinary-7x5x2}
   * @param request what is asked
   * @param exact whether every legal plan gives the exact result in the candidate's arithmetic, so
   *     that the reply is judged bit by bit
   * @param sees what this case is there to see, in words
   */
  public Case(String name, Request request, boolean exact, String sees) {
    this(name, request, exact, sees, Group.ORDINARY);
  }

  private Case(String name, Request request, boolean exact, String sees, Group group) {
    this.name = name;
    this.request = request;
    this.exact = exact;
    this.sees = sees;
    this.group = group;
  }

  /** The same in a group. */
  public Case in(Group of) {
    return sharing(new Case(name, request, exact, sees, of));
  }

  /** The same, judged by its bound. */
  public Case byBound() {
    return sharing(new Case(name, request, false, sees, group));
  }

  /** Another case of the same request, with its exact image if that is known. */
  private Case sharing(Case other) {
    other.due = due;
    return other;
  }

  /** The same, with another request. */
  public Case asking(Request other) {
    return new Case(name, other, exact, sees, group);
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

  /** The name, such as {@code step/ordinary-7x5x2}. */
  public String name() {
    return name;
  }

  /** What is asked. */
  public Request request() {
    return request;
  }

  /** Whether no legal plan rounds, so that the reply is judged bit by bit. */
  public boolean exact() {
    return exact;
  }

  /** What this case is there to see, in words. */
  public String sees() {
    return sees;
  }

  /**
   * The exact image of the request, field by field.
   *
   * @throws IllegalArgumentException if it has no single image
   */
  public Map<String, Matrix<Dyadic>> due() {
    SoftReference<Map<String, Matrix<Dyadic>>> kept = due;
    Map<String, Matrix<Dyadic>> known = kept == null ? null : kept.get();
    if (known == null) {
      known = RightQuantities.due(request);
      due = new SoftReference<>(known);
    }
    return known;
  }

  /** What sets it apart from others of its op. */
  public Group group() {
    return group;
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
