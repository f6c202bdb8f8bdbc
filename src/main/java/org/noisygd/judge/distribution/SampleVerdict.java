// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.judge.cases.ProblemShape;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * Judges the distribution of {@code sample}. At X = Y = 0, M = 0 the noise is recovered from the
 * results ({@link RecoveredNoise}) and tested against its exact distribution; at generic points the
 * results are tested by their closed-form mean and covariance ({@link MomentStatistics}). All tests
 * together raise a false alarm with probability at most {@link TestFamily#FALSE_ALARM}; an error of
 * 2% in one sigma is detected in binary64 and binary32. Derivations: {@code
 * proofs-notes/sample-distribution.md}.
 */
public final class SampleVerdict {
  /**
   * Number of results of each of the three large requests: an error of 2% in a sigma needs 125,000
   * numbers per factor, and a tail cut at 4 sigma needs 420,000 in both. All counts but one are
   * odd, since programs that draw in pairs may mishandle an odd count.
   */
  private static final int COUNT = 2251;

  private static final int SMALL_COUNT = 2001; // of small requests
  private static final int GENERIC_COUNT = 3001; // at a generic point
  private static final int LINEAR_COUNT = 401; // with a large M

  /** An even count, for which antithetic pairs outnumber chance coincidences of coarse noise. */
  private static final int EVEN_COUNT = 1002;

  private static final int FEW_COUNT = 201; // if one sigma is 0

  /** d1 and d2 of the large requests: the 63 signs of a sample fit one word. */
  private static final int SHORT = 28;

  private static final int LONG = 35;

  /** The reciprocal of the largest fraction of results without noise for which it is tested. */
  private static final int MOST_SILENT = 100;

  /** A multiple of 10^6 and 2^16: seeds at this distance agree in their last digits and bits. */
  private static final long LAST_DIGITS = 1_024_000_000;

  /** Maximum distance of a variance from the variance under a fault, in standard errors. */
  private static final double FIT = 6;

  private static final int MOST_BITS = 50; // of noise of a narrower format, below a double's 53

  private final Op op;
  private final RoundingModel model;
  private final List<Request> requests = new ArrayList<>();
  private final List<RecoveredNoise> recovered = new ArrayList<>();
  private final List<MomentStatistics> generic = new ArrayList<>();
  private int notFinite;

  public SampleVerdict(Op op, String arithmetic, long seed) {
    this.op = op;
    model = RoundingModel.named(arithmetic);
    NumberSource numbers = new NumberSource(Arithmetics.named(arithmetic), seed, "sample");
    // Two seeds are neighbours, since programs often add a counter to a seed; two agree in their
    // last digits and last bits; two differ in their highest bit. All others are below 2^31.
    long first = 1 + Long.remainderUnsigned(numbers.word(), 1L << 30);
    Matrix<Dyadic> large = Matrix.zeros(DyadicArithmetic.INSTANCE, SHORT, LONG);
    Dyadic sigma1 = Dyadic.of(3, -2);
    Dyadic sigma2 = Dyadic.of(3, -3);
    Matrix<Dyadic> small = Matrix.zeros(DyadicArithmetic.INSTANCE, 2, 3);
    askNoise(large, 1, sigma1, sigma2, COUNT, first);
    askNoise(large, 1, sigma1, sigma2, COUNT, first + 1);
    long last = first + LAST_DIGITS;
    askNoise(large.transpose(), 1, Dyadic.of(1, -2), Dyadic.of(5, -3), COUNT, last);
    askNoise(small, 1, Dyadic.of(1, -3), Dyadic.of(1, -1), SMALL_COUNT, first + 11);
    askGeneric(numbers, 2, 3, 1, first + 13);
    // First X, then Y, has two rows and two columns, so that results in column order differ.
    askGeneric(numbers, 2, 1, 2, first + 17);
    askGeneric(numbers, 1, 2, 2, first + 31);
    if (holdsShifts(arithmetic)) {
      askNoise(linear(16), 2, Dyadic.of(1, -40), Dyadic.of(1, -42), EVEN_COUNT, first + 19);
      long high = first + 19 + (1L << 31);
      askNoise(linear(16), 2, Dyadic.of(1, -41), Dyadic.of(1, -40), LINEAR_COUNT, high);
      askNoise(linear(5), 3, Dyadic.ZERO, Dyadic.of(1, -41), FEW_COUNT, first + 23);
      askNoise(linear(4), 2, Dyadic.of(1, -43), Dyadic.ZERO, FEW_COUNT, first + 29);
    }
  }

  /** Returns true if an arithmetic can represent 2^40, 2^-43 and their squares. */
  private static boolean holdsShifts(String name) {
    Arithmetic<?> arithmetic = Arithmetics.named(name);
    return RoundingModel.named(name).underflow().roundToDouble() < RecoveredNoise.FAR_BELOW
        && arithmetic.holds(Rationals.of(0x1p-43))
        && arithmetic.holds(Rationals.of(0x1p41));
  }

  /** The requests, to be sent in this order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public List<Case> cases() {
    return requests.stream()
        .map(q -> new Case(op.word(), q, false, "the distribution of the results"))
        .toList();
  }

  /** Adds a request at X = Y = 0, whose results reveal the noise. */
  private void askNoise(
      Matrix<Dyadic> m, int r, Dyadic sigma1, Dyadic sigma2, int count, long seed) {
    requests.add(
        Request.of(op, m, Factors.zeros(DyadicArithmetic.INSTANCE, m.rows(), m.columns(), r))
            .withSteps(Dyadic.of(1, -1), Dyadic.of(1, 0))
            .withSigmas(sigma1, sigma2)
            .withSample(count, seed));
  }

  /** A large M, with which results show the noise itself if sigma is small or 0. */
  private static Matrix<Dyadic> linear(int d) {
    return Matrix.diagonal(DyadicArithmetic.INSTANCE, Collections.nCopies(d, Dyadic.of(1, 41)));
  }

  private void askGeneric(NumberSource numbers, int d1, int d2, int r, long seed) {
    Matrix<Dyadic> m = numbers.matrix(d1, d2, 0);
    requests.add(
        Request.of(op, m, numbers.factors(new ProblemShape(d1, d2, r), 0))
            .withSteps(Dyadic.of(1, -3), Dyadic.of(1, -2))
            .withSigmas(Dyadic.of(3, -3), Dyadic.of(5, -3))
            .withSample(GENERIC_COUNT, seed));
  }

  /** Adds the results of a request. */
  public void add(Request q, List<ReadMatrix> x, List<ReadMatrix> y) {
    boolean finite =
        x.stream().allMatch(ReadMatrix::isFinite) && y.stream().allMatch(ReadMatrix::isFinite);
    if (!finite) {
      notFinite++;
    } else if (q.at().toVariables().stream().allMatch(d -> d.signum() == 0)) {
      recovered.add(new RecoveredNoise(q, x, y, model));
    } else {
      generic.add(new MomentStatistics(q, x, y, model));
    }
  }

  private static boolean isSilent(RecoveredNoise r) {
    return r.silent * MOST_SILENT > r.count;
  }

  /** The results of all tests. Only the failure that identifies the fault keeps its code. */
  public List<TestResult> results() {
    List<TestResult> results = new ArrayList<>(missingNoise());
    results.addAll(noiseTests(recovered));
    genericTests(results);
    Optional<TestResult> strongest = strongest(results);
    return results.stream()
        .map(r -> r.pointing(strongest.filter(r::equals).flatMap(this::code)))
        .toList();
  }

  /** The failures due to missing noise, and to unexpected noise. */
  private List<TestResult> missingNoise() {
    List<TestResult> results = new ArrayList<>();
    if (notFinite > 0) {
      String words = notFinite + " requests have results that are not finite";
      results.add(TestResult.plainFailure("finite", words));
    }
    int unasked = recovered.stream().mapToInt(r -> r.unasked).sum();
    if (unasked > 0) {
      String words =
          " results at X = Y = 0 move in a factor that only noise of sigma = 0 could move";
      results.add(TestResult.plainFailure("no noise where sigma = 0", unasked + words));
    }
    int silent = recovered.stream().mapToInt(r -> r.silent).sum();
    if (silent > 0) {
      boolean single = recovered.stream().anyMatch(RecoveredNoise::hasSingleZeros);
      boolean alone = recovered.stream().noneMatch(r -> r.both() && r.silent > 0);
      String missing = alone ? "the factor whose sigma is not 0" : "one factor, or of both,";
      String words =
          single
              ? ", as single numbers of the noise are"
              : ", as if the noise of " + missing + " were missing";
      results.add(
          TestResult.plainFailure(
                  "noise present", silent + " results at X = Y = 0 are zero" + words)
              .pointing(single ? Optional.empty() : silenceCode()));
    }
    return results;
  }

  /** A remark about noise of a narrower format than the arithmetic's, which is admissible. */
  public Optional<String> remark() {
    List<RecoveredNoise> shown = decided(recovered).stream().filter(r -> r.linear).toList();
    double[] noise =
        Arrays.stream(RecoveredNoise.numbers(shown, Side.BOTH)).filter(v -> v != 0).toArray();
    double width = StrictMath.expm1(RecoveredNoise.slack(shown)) + 0x1p-52;
    // Within an octave the density of ln|z| is at most 0.484, so that a Gaussian number is within
    // the width of one of b bits with probability at most 3 * 2^b * width, here 2^-10.
    return IntStream.rangeClosed(1, MOST_BITS)
        .filter(b -> 3 * Math.scalb(width, b) <= 0x1p-10)
        .filter(
            b ->
                Arrays.stream(noise).filter(v -> !hasBits(v, b, width)).count() * 100
                    < noise.length)
        .mapToObj(
            b ->
                "the noise has numbers of "
                    + b
                    + " bits, fewer than the declared arithmetic has; from 20 bits on this is admissible")
        .findFirst();
  }

  /** Returns true if a value is within a relative width of a number with this many bits. */
  private static boolean hasBits(double v, int bits, double width) {
    double unit = Math.scalb(1.0, Math.getExponent(v) - bits + 1);
    return Math.abs(v - unit * Math.rint(v / unit)) <= width * Math.abs(v);
  }

  /**
   * The code of missing noise. Empty if some results have the noise of both factors, if no request
   * reveals it directly, or if the update is wrong.
   */
  private Optional<Code> silenceCode() {
    List<RecoveredNoise> both = recovered.stream().filter(RecoveredNoise::both).toList();
    if (both.stream().noneMatch(r -> r.linear) || both.stream().anyMatch(r -> r.silent < r.count)) {
      return Optional.empty();
    }
    return generic.stream().allMatch(MomentStatistics::isUnperturbed)
        ? Optional.of(Code.UNPERTURBED_GRADIENT)
        : Optional.of(Code.NOISE_ONE_SIDE)
            .filter(code -> generic.stream().allMatch(MomentStatistics::isOfRightUpdate));
  }

  private static List<RecoveredNoise> decided(List<RecoveredNoise> noises) {
    return noises.stream().filter(r -> r.decided && !isSilent(r)).toList();
  }

  /** The tests of recovered noise: magnitudes if they are known, signs in large requests. */
  private static List<TestResult> noiseTests(List<RecoveredNoise> noises) {
    List<RecoveredNoise> decided = decided(noises);
    // The signs of few entries prove little.
    List<RecoveredNoise> large =
        noises.stream()
            .filter(s -> s.inX + s.inY >= SHORT + LONG && s.signs() && !isSilent(s))
            .toList();
    List<TestResult> results = new ArrayList<>();
    if (!decided.isEmpty()) {
      results.addAll(VarianceStatistics.of(decided));
      results.add(TailStatistics.tails(decided));
      results.add(TailStatistics.extremes(decided));
      results.add(DuplicateValues.test(decided));
    }
    if (!large.isEmpty()) {
      results.addAll(SignStatistics.of(large));
    }
    return results;
  }

  private static boolean areRight(List<TestResult> results) {
    return results.stream().allMatch(TestResult::pass);
  }

  private void genericTests(List<TestResult> results) {
    Strongest means = new Strongest(TestFamily.GENERIC_MEAN);
    Strongest pairs = new Strongest(TestFamily.GENERIC_COVARIANCE);
    int meanTests = generic.stream().mapToInt(one -> one.p).sum();
    int pairTests = generic.stream().mapToInt(one -> one.p * (one.p + 1) / 2).sum();
    for (MomentStatistics one : generic) {
      one.test(means, pairs, meanTests, pairTests);
    }
    if (!means.isEmpty()) {
      results.add(means.result());
      results.add(pairs.result());
    }
  }

  /**
   * The failure that identifies the fault: missing noise, else the test with the most evidence
   * beyond its limit. It is empty if generic results fail while all requests that reveal the noise
   * directly pass: then the update is wrong, and the noise recovered from it has no meaning.
   */
  private Optional<TestResult> strongest(List<TestResult> results) {
    List<TestResult> failed = results.stream().filter(r -> !r.pass()).toList();
    Optional<TestResult> missing =
        failed.stream().filter(r -> r.code().isPresent() && Double.isNaN(r.evidence())).findFirst();
    if (missing.isPresent()) {
      return missing;
    }
    boolean refuted =
        failed.stream()
            .anyMatch(
                r -> r.isOf(TestFamily.GENERIC_MEAN) || r.isOf(TestFamily.GENERIC_COVARIANCE));
    if (refuted && areRight(noiseTests(recovered.stream().filter(r -> r.linear).toList()))) {
      return Optional.empty();
    }
    return failed.stream()
        .filter(r -> !Double.isNaN(r.evidence()))
        .max(Comparator.comparingDouble(r -> r.evidence() - r.limit()));
  }

  /** The code of the strongest failure; empty if it may come from a wrong update. */
  private Optional<Code> code(TestResult strongest) {
    if (EnumSet.range(TestFamily.VARIANCE, TestFamily.NORMS).stream().anyMatch(strongest::isOf)
        && !generic.stream().allMatch(MomentStatistics::isOfRightUpdate)) {
      return Optional.empty();
    }
    if (strongest.isOf(TestFamily.VARIANCE)) {
      return varianceCode().or(() -> Optional.of(Code.NOISE_DISTRIBUTION));
    }
    if (strongest.isOf(TestFamily.ENTRY_VARIANCE)) {
      return varianceCode();
    }
    return strongest.isOf(TestFamily.DUPLICATES)
            && generic.stream().anyMatch(MomentStatistics::isPrintedShort)
        ? Optional.of(Code.TRUNCATED_OUTPUT)
        : strongest.code();
  }

  /**
   * A fault that changes the standard deviation of all numbers of a factor.
   *
   * @param times ratio of a factor's standard deviation to the requested one
   */
  private record OtherDeviation(Code code, ToDoubleBiFunction<RecoveredNoise, Side> times) {}

  /** The faults that change a standard deviation, the likeliest first. */
  private static final List<OtherDeviation> OTHER_DEVIATIONS =
      List.of(
          new OtherDeviation(
              Code.NOISE_SWAPPED, (s, f) -> s.sigma(f == Side.X ? Side.Y : Side.X) / s.sigma(f)),
          new OtherDeviation(Code.VARIANCE_AS_DEVIATION, RecoveredNoise::sigma),
          new OtherDeviation(Code.VARIANCE_AS_DEVIATION, (s, f) -> 1 / StrictMath.sqrt(s.sigma(f))),
          new OtherDeviation(
              Code.DIMENSION_FACTOR, (s, f) -> 1 / StrictMath.sqrt((double) s.size(f) / s.r)));

  /**
   * The fault in the standard deviation of the noise: one that fits all requests, else scaled
   * noise. Empty if the noise fails other tests even after division by its own standard deviation.
   */
  private Optional<Code> varianceCode() {
    List<RecoveredNoise> decided = decided(recovered);
    if (!areRight(noiseTests(decided.stream().map(RecoveredNoise::standardised).toList()))) {
      return Optional.empty();
    }
    return OTHER_DEVIATIONS.stream()
        .filter(o -> decided.stream().allMatch(s -> fits(s, Side.X, o) && fits(s, Side.Y, o)))
        .map(OtherDeviation::code)
        .findFirst()
        .or(() -> Optional.of(Code.NOISE_SCALED));
  }

  private static boolean fits(RecoveredNoise s, Side factor, OtherDeviation other) {
    double[] numbers = s.numbers(factor);
    if (numbers.length == 0) {
      return true;
    }
    double times = other.times.applyAsDouble(s, factor);
    double off = StrictMath.log(Entries.normSquared(numbers) / numbers.length / (times * times));
    return Math.abs(off) <= FIT * StrictMath.sqrt(2.0 / numbers.length) + 2 * s.slack;
  }
}
