// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/** One case of the judge. Cases are equal if they have one name and ask the same. */
public final class Case {
  /** The group of the cases whose exact results are subnormal; see {@link SubnormalCase}. */
  static final String SUBNORMAL = "subnormal";

  /** Their results are zero, or at least 2 to the minus this times the smallest normal number. */
  public static final int BELOW_NORMAL = 7;

  private final String name;
  private final Request request;
  private final boolean exact;
  private final String sees;

  /** What is due, computed when it is first asked for: candidate after candidate is asked this. */
  private volatile @Nullable Map<String, Matrix<Dyadic>> due;

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
    this.name = name;
    this.request = request;
    this.exact = exact;
    this.sees = sees;
  }

  /** The same with a seed of so many bits; empty if there is none ({@link Request#withSeedOf}). */
  public Optional<Case> withSeedOf(int bits) {
    return request
        .withSeedOf(bits)
        .map(q -> q.askedSeed() == request.askedSeed() ? this : new Case(name, q, exact, sees));
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
   * @throws IllegalArgumentException if it has no single one
   */
  public Map<String, Matrix<Dyadic>> due() {
    Map<String, Matrix<Dyadic>> known = due;
    if (known == null) {
      known = ExactImage.right(DyadicArithmetic.INSTANCE, request);
      due = known;
    }
    return known;
  }

  /**
   * Whether every legal plan that underflows gradually is exact here, so that a zero where none is
   * due was flushed.
   */
  public boolean isSubnormal() {
    return name.contains("/" + SUBNORMAL + "-");
  }

  /** Whether a loss, too, is exact in every legal plan, a scaled norm's included. */
  public boolean hasFullDigits() {
    return name.contains("/full-digits-");
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
