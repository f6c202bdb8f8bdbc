// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.format.BinaryPrecision;

/**
 * Collects the cases of one arithmetic and one seed. The same seed gives the same cases; another
 * seed gives other numbers and other random combinations of levels.
 */
public final class CaseSuite {
  /** The seed used when none is given. */
  public static final long DEFAULT_SEED = 20210221;

  private final Arithmetic<?> arithmetic;
  private final long seed;
  private final List<Case> cases = new ArrayList<>();

  public CaseSuite(String arithmetic, long seed) {
    this.arithmetic = Arithmetics.named(arithmetic);
    this.seed = seed;
  }

  /**
   * Returns a single case, judged bitwise if every admissible evaluation order is exact on it.
   *
   * @return the case, or empty if an input is no value of the arithmetic, or an admissible
   *     evaluation order could overflow
   */
  public static Optional<Case> own(
      String arithmetic, String name, Request request, String purpose) {
    CaseSuite suite = new CaseSuite(arithmetic, DEFAULT_SEED);
    suite.keep(name, request, request.isExactIn(suite.arithmetic), purpose);
    return suite.cases.stream().findFirst();
  }

  public List<Case> cases() {
    return List.copyOf(cases);
  }

  public Arithmetic<?> arithmetic() {
    return arithmetic;
  }

  /**
   * Returns true if exponents are as wide as binary64's, so that scalings by 2^60 stay in range.
   */
  public boolean wideExponents() {
    return arithmetic instanceof Binary64
        || arithmetic instanceof DoubleDouble
        || arithmetic instanceof BinaryPrecision;
  }

  /** The random numbers of the case of that name. */
  public NumberSource source(String name) {
    return new NumberSource(arithmetic, seed, name);
  }

  public static String name(Op op, String group, ProblemShape shape) {
    return op.word() + "/" + group + "-" + shape;
  }

  /**
   * Adds a case, unless an input is no value of the arithmetic or an admissible evaluation order
   * could overflow.
   *
   * @return true if it was added
   */
  public boolean keep(String name, Request request, boolean exact, String purpose) {
    return keep(new Case(name, request, exact, purpose));
  }

  boolean keep(Case one) {
    return representable(one.request())
        && !one.request().mayOverflowIn(arithmetic)
        && cases.add(one);
  }

  /** Returns a run with the given number of noises, or one update with the first of them. */
  static Request perturbed(
      Request q, int updates, Parameter.Recorded recorded, IntFunction<Factors<Dyadic>> noise) {
    return q.op().has(Part.RUN)
        ? q.withRun(IntStream.range(0, updates).mapToObj(noise).toList(), recorded.steps(updates))
        : q.withDirection(noise.apply(0));
  }

  /** Returns a run with the given number of noises, all of whose states are recorded. */
  public static Request withNoises(Request q, int updates, IntFunction<Factors<Dyadic>> noise) {
    return q.op().has(Part.RUN) ? perturbed(q, updates, Parameter.Recorded.ALL, noise) : q;
  }

  /** Returns true if every input is a value of the arithmetic. */
  private boolean representable(Request q) {
    return q.numbers()
        .allMatch(
            d -> arithmetic instanceof Binary64 ? d.isDouble() : arithmetic.holds(d.toRational()));
  }

  /** A kind of case: the requests that reveal one kind of fault. */
  @FunctionalInterface
  public interface CaseKind {
    /** Adds its cases of an op to a suite. */
    void addTo(CaseSuite suite, Op op);
  }
}
