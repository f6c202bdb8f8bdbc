// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.explain.diagnosis.FaultFit.AnsweredRequest;
import org.noisygd.explain.diagnosis.FaultFit.Compared;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.error.RoundingModel;

/**
 * Tests whether a narrower arithmetic than the declared one explains an op's failures.
 *
 * @param results all results of the op, including answers that are not finite
 * @param ofAllOps the results of all ops
 */
record NarrowArithmetic(OpAnswers given, List<CaseResult> results, List<CaseResult> ofAllOps) {
  /** The largest measured relative error of a right program, in units of the roundoff. */
  private static final double TYPICAL = 8;

  /** Ratio of the errors of truncation to those of rounding to nearest. */
  private static final double TRUNCATED = 2;

  /** Fraction of an arithmetic's roundoff below which errors are those of a wider one. */
  private static final double WIDER = 0x1p-6;

  /**
   * Minimum error of a rounding as a fraction of the roundoff. A smaller one has probability 2^-12;
   * then the arithmetic is not named.
   */
  private static final double LEAST = 0x1p-12;

  /**
   * Minimum number of failures that roundings to a narrower arithmetic cause. With fewer, no
   * arithmetic is named: another fault is as likely.
   */
  private static final int WIDESPREAD = 3;

  /** Maximum number of bits in a decimal digit: log2(10), rounded up. */
  private static final double BITS_OF_DIGIT = 3.33;

  /** Narrower arithmetics that a candidate may use by mistake, the widest first. */
  private static final List<String> NARROWER =
      List.of("binary64", "binary32", "tf32", "binary16", "bfloat16");

  /** The diagnosis, if a narrower arithmetic explains the failures. */
  Optional<Diagnosis> diagnose() {
    List<Case> failed = given.failed();
    var unit = given.fit().model().unitRoundoff();
    double[] sizes = failed().stream().mapToDouble(CaseResult::relative).sorted().toArray();
    // The median, since numbers beyond the narrower arithmetic's range have any error.
    double relative = sizes.length == 0 ? 0 : sizes[sizes.length / 2];
    int bits = bits();
    boolean few = bits < Math.round(StrictMath.log(unit.doubleValue()) / -StrictMath.log(2));
    for (String narrower : NARROWER) {
      RoundingModel model = RoundingModel.named(narrower);
      Arithmetic<?> arithmetic = Arithmetics.named(narrower);
      double roundoff = model.unitRoundoff().doubleValue();
      boolean possible =
          Rationals.compare(model.unitRoundoff(), unit) > 0
              // A bound is far above a typical error.
              && relative <= TYPICAL * roundoff
              && !exactThere(arithmetic)
              && failed.stream().noneMatch(c -> isElsewhere(c, arithmetic));
      if (possible
          && (few || isWidespread(arithmetic, roundoff))
          && given.fit().passes(new Judge(model), failed, Case::byBound, TRUNCATED)) {
        boolean wider = relative < WIDER * roundoff;
        return wider && !few
            ? Optional.empty()
            : Optional.of(
                Diagnosis.of(
                    given.op(), Code.NARROW_ARITHMETIC.of(words(narrower, few, wider, bits))));
      }
    }
    return Optional.empty();
  }

  private String words(String narrower, boolean few, boolean wider, int bits) {
    String declared = given.declared();
    String same = narrower.equals("tf32") ? " or binary16" : ""; // has as many bits
    String other = wider ? bits + " bits or so" : narrower + same;
    if (!few) {
      return "the errors fit "
          + other
          + ", not the declared "
          + declared
          + ", though the numbers have all its bits: an input or an operation is rounded to fewer";
    }
    String dtype = declared.equals("binary64") ? " (dtype float64, double)" : "";
    String say = "; either say \"arithmetic\":\"" + narrower + "\" in the reply to hello, or";
    String advice = wider ? "" : say + " compute in " + declared + dtype;
    return "the errors are those of " + other + ", not of the declared " + declared + advice;
  }

  private List<CaseResult> failed() {
    return results.stream().filter(CaseResult::hasFailed).toList();
  }

  /**
   * Returns true if enough requests fail, and no error is too small where the arithmetic rounds.
   */
  private boolean isWidespread(Arithmetic<?> narrower, double roundoff) {
    return failed().size() >= WIDESPREAD
        && results.stream()
            .filter(r -> r.worst() >= 0 && !r.tested().exact() && !r.tested().isSubnormal())
            .filter(r -> !r.tested().request().isExactIn(narrower))
            .noneMatch(r -> r.relative() < least(r.tested(), narrower, roundoff));
  }

  /**
   * The minimum ratio of an error in a narrower arithmetic to the magnitude of its entry; below the
   * arithmetic's roundoff if an update's terms are small, or need no rounding.
   */
  private double least(Case tested, Arithmetic<?> narrower, double roundoff) {
    if (!tested.op().has(Part.UPDATE) || !given.fit().answers().containsKey(tested)) {
      return LEAST * roundoff;
    }
    double most =
        given.fit().pieces(List.of(tested)).stream()
            .mapToDouble(p -> leastOver(p, narrower, Compared::magnitude))
            .max()
            .orElse(0);
    return LEAST * Math.min(roundoff, most);
  }

  /**
   * Returns true if some updates of a failed run are right although the narrower arithmetic would
   * make them wrong, so that another fault explains the wrong ones.
   */
  private boolean isElsewhere(Case failed, Arithmetic<?> narrower) {
    if (failed.op() != Ops.RUN) {
      return false;
    }
    List<AnsweredRequest> spoiled =
        given.fit().pieces(List.of(failed)).stream()
            .filter(p -> given.fit().decides(p.request()))
            .filter(p -> !p.request().isExactIn(narrower))
            .filter(p -> leastOver(p, narrower, Compared::limit) > 1)
            .toList();
    int firstWrong = given.fit().firstWrong(failed);
    long right = spoiled.stream().filter(given.fit()::isRight).count();
    return spoiled.stream().anyMatch(p -> p.step() < firstWrong)
        || (right > 0 && 2 * right >= spoiled.size());
  }

  /**
   * The largest error of an update with one stage in the narrower arithmetic, relative to the given
   * magnitude of its entry; the minimum over the stages.
   */
  private double leastOver(
      AnsweredRequest piece,
      Arithmetic<?> narrower,
      BiFunction<Compared<Dyadic>, Integer, BigDecimal> size) {
    Request q = piece.request();
    PerturbedUpdate<Dyadic> update = q.update();
    Factors<Dyadic> expected = update.apply(q.at(), q.direction());
    return narrowResults(q, update, expected, narrower)
        .map(result -> result.minus(expected).abs())
        .map(error -> given.fit().beside(Map.of("X", error.x(), "Y", error.y()), piece))
        .mapToDouble(
            fields ->
                fields.stream()
                    .flatMapToDouble(
                        field -> field.entries().mapToDouble(n -> over(field, n, size)))
                    .max()
                    .orElse(0))
        .min()
        .orElse(0);
  }

  private static double over(
      Compared<Dyadic> errors, int n, BiFunction<Compared<Dyadic>, Integer, BigDecimal> size) {
    BigDecimal error = errors.expected(n).toBigDecimal();
    return error.signum() == 0
        ? 0
        : error.divide(size.apply(errors, n), MathContext.DECIMAL32).doubleValue();
  }

  /** The results of an update with only the perturbed iterate, gradient or increment rounded. */
  private static Stream<Factors<Dyadic>> narrowResults(
      Request q, PerturbedUpdate<Dyadic> update, Factors<Dyadic> expected, Arithmetic<?> narrower) {
    Factors<Dyadic> at = q.at();
    Factors<Dyadic> perturbed = at.plus(q.direction());
    Factors<Dyadic> narrow = rounded(perturbed, narrower);
    Factors<Dyadic> gradient = new MatrixFactorization<>(q.m()).gradient(perturbed);
    return Stream.of(
        update.apply(at, narrow.minus(at)),
        at.minus(rounded(gradient, narrower).scale(q.etaX(), q.etaY())),
        at.plus(rounded(expected.minus(at), narrower)));
  }

  private static Factors<Dyadic> rounded(Factors<Dyadic> f, Arithmetic<?> narrower) {
    return f.map(d -> rounded(d, narrower));
  }

  /** A number rounded to an arithmetic within binary64; unchanged beyond its range. */
  private static <T> Dyadic rounded(Dyadic exact, Arithmetic<T> narrower) {
    T rounded = narrower.fromDyadic(exact);
    return narrower.isFinite(rounded)
        ? DyadicArithmetic.INSTANCE.fromRational(narrower.toRational(rounded))
        : exact;
  }

  /** The maximum number of bits of a number in the op's answers. */
  private int bits() {
    return results.stream()
        .filter(r -> given.fit().answers().containsKey(r.tested()))
        .map(r -> given.fit().answer(r.tested()))
        .flatMap(Answer::matrices)
        .map(ReadMatrix::entries)
        .flatMap(List::stream)
        .filter(ReadNumber::isFinite)
        .mapToInt(NarrowArithmetic::bits)
        .max()
        .orElse(0);
  }

  /** The bits of a number's significand, at most as many as its printed digits have. */
  private static int bits(ReadNumber n) {
    double printed = n.printed().stripTrailingZeros().precision() * BITS_OF_DIGIT;
    return n.isDouble()
        ? (int) Math.min(bits(n.nearestDouble()), Math.ceil(printed))
        : (int) printed;
  }

  private static int bits(double d) {
    return Dyadic.of(d).significand().abs().bitLength();
  }

  /**
   * Returns true if a case failed that even the narrower arithmetic computes exactly, so that the
   * program has another fault. For runs, failures of single updates count too.
   */
  private boolean exactThere(Arithmetic<?> narrower) {
    Op op = given.op();
    return ofAllOps.stream()
        .filter(r -> r.hasFailed() && r.tested().exact())
        .map(CaseResult::tested)
        .filter(c -> c.op() == op || (op == Ops.RUN && c.op() == Ops.STEP))
        .anyMatch(c -> c.request().isExactIn(narrower));
  }
}
