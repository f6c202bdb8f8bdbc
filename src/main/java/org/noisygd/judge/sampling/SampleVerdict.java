// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.judge.cases.Shape;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.MistakeCatalogue;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Judges {@code sample} by its law. At X = Y = 0, M = 0 the noise is recovered from the images
 * ({@link RecoveredNoise}) and tested by its exact law; at two generic points the images are tested
 * by their closed-form mean and covariance ({@link GenericLaw}). All together raise a false alarm
 * with probability at most {@link LawFamily#FALSE_ALARM}; a deviation of 2% in one sigma is seen in
 * binary64 and binary32. Derivations: {@code proofs-notes/sample-law.md}.
 */
public final class SampleVerdict {
  /**
   * Images of each of the three large requests: 2% of a sigma needs 125,000 numbers a factor, a
   * tail cut at 4 sigma 420,000 of both.
   */
  private static final int DRAWS = 2250;

  private static final int SMALL_DRAWS = 2000;
  private static final int GENERIC_DRAWS = 3000;

  /** d1 + d2 of the large requests: a draw's signs fill one word. */
  private static final int SHORT = 28;

  private static final int LONG = 35;

  /** 10^6 and 2^16 divide it: a program that keeps so much of a seed takes two for one. */
  private static final long LAST_DIGITS = 1_024_000_000;

  /** A variance fits a mistake's within this many of its standard errors. */
  private static final double FIT = 6;

  /**
   * The mistakes, each before those that it may make seem to be there: a wrong deviation spoils
   * every distribution, reused numbers spoil the averages over a sample.
   */
  private static final List<String> PRECEDENCE =
      List.of(
          "noise-one-side",
          "unperturbed-gradient",
          "variance-as-deviation",
          "noise-swapped",
          "sigma-shared",
          "dimension-factor",
          "seed-overlap",
          "seed-ignored",
          "noise-antithetic",
          "noise-row-shared",
          "noise-correlated",
          "noise-autocorrelated",
          "noise-scaled",
          "noise-law",
          "noise-coarse",
          "noise-batch-reused",
          "noise-dependent",
          "noise-mean");

  /** What an image is made of. */
  private static final Set<Part> UPDATE = Set.of(Part.RESIDUAL, Part.UPDATE);

  private final Op op;
  private final RoundingModel model;
  private final List<Request> requests = new ArrayList<>();
  private final List<RecoveredNoise> recovered = new ArrayList<>();
  private final List<Request> recoveredRequests = new ArrayList<>();
  private final List<GenericLaw> generic = new ArrayList<>();
  private final List<Request> genericRequests = new ArrayList<>();
  private int notFinite;

  public SampleVerdict(Op op, String arithmetic, long seed) {
    this.op = op;
    model = RoundingModel.named(arithmetic);
    NumberSource numbers = NumberSource.of(arithmetic, seed, "sample");
    // Seeds below 2^31, which every language's generator takes; two that are neighbours, for seeds
    // are often added to a counter, and two whose last digits and last bits are the same.
    long first = 1 + Long.remainderUnsigned(numbers.word(), 1L << 30);
    requests.add(zero(SHORT, LONG, DRAWS, first, 3, -2, 3, -3));
    requests.add(zero(SHORT, LONG, DRAWS, first + 1, 3, -2, 3, -3));
    requests.add(zero(LONG, SHORT, DRAWS, first + LAST_DIGITS, 1, -2, 5, -3));
    requests.add(zero(2, 3, SMALL_DRAWS, first + 11, 1, -3, 1, -1));
    requests.add(generic(numbers, 2, 3, 1, first + 13));
    requests.add(generic(numbers, 2, 1, 2, first + 17));
  }

  /** The requests, to be sent in this order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private Request zero(int d1, int d2, int count, long seed, int s1, int e1, int s2, int e2) {
    Matrix<Dyadic> m = Matrix.zeros(DyadicArithmetic.INSTANCE, d1, d2);
    return Request.of(op, m, Factors.zeros(DyadicArithmetic.INSTANCE, d1, d2, 1))
        .withSteps(Dyadic.of(1, -1), Dyadic.of(1, 0))
        .withSigmas(Dyadic.of(s1, e1), Dyadic.of(s2, e2))
        .withSample(count, seed);
  }

  private Request generic(NumberSource numbers, int d1, int d2, int r, long seed) {
    return Request.of(op, numbers.matrix(d1, d2, 0), numbers.factors(new Shape(d1, d2, r), 0))
        .withSteps(Dyadic.of(1, -3), Dyadic.of(1, -2))
        .withSigmas(Dyadic.of(3, -3), Dyadic.of(5, -3))
        .withSample(GENERIC_DRAWS, seed);
  }

  /** Takes the images of a request. */
  public void add(Request q, List<ReadMatrix> x, List<ReadMatrix> y) {
    boolean finite =
        x.stream().allMatch(ReadMatrix::isFinite) && y.stream().allMatch(ReadMatrix::isFinite);
    if (!finite) {
      notFinite++;
    } else if (q.at().toVariables().stream().allMatch(d -> d.signum() == 0)) {
      recovered.add(new RecoveredNoise(q, x, y, model));
      recoveredRequests.add(q);
    } else {
      generic.add(new GenericLaw(q, x, y, model));
      genericRequests.add(q);
    }
  }

  /** What the tests of all requests found. */
  public List<LawResult> results() {
    List<LawResult> results = new ArrayList<>();
    if (notFinite > 0) {
      results.add(
          LawResult.plainFailure(
              "finite", notFinite + " requests have images that are not finite", ""));
    }
    int silent = recovered.stream().mapToInt(RecoveredNoise::silent).sum();
    if (silent > 0) {
      results.add(
          LawResult.plainFailure(
              "noise present",
              silent
                  + " images at X = Y = 0, M = 0 are zero: the noise of one factor, or of both, is"
                  + " missing",
              silenceCode(silent)));
    } else if (!recovered.isEmpty()) {
      recoveredTests().forEach(f -> results.add(f.result()));
    }
    genericTests(results);
    return diagnosed(results);
  }

  /** Where some images alone lack their noise, no factor lacks it throughout. */
  private String silenceCode(int silent) {
    if (silent < recovered.stream().mapToInt(r -> r.draws).sum()) {
      return "";
    }
    return generic.stream().anyMatch(GenericLaw::varies)
        ? "noise-one-side"
        : "unperturbed-gradient";
  }

  /**
   * The mistakes of an update whose mean and covariance the images at every generic point have;
   * none unless those of the right update are refuted, and so clearly that they do not fit them as
   * coarsely as a mistake must: wrong noise in a right update is not the update's mistake.
   */
  public List<Mistake> mistakes(List<LawResult> found) {
    boolean refuted =
        failed(found, LawFamily.GENERIC_MEAN) || failed(found, LawFamily.GENERIC_COVARIANCE);
    if (!refuted || generic.isEmpty() || notFinite > 0 || inLaw(Set.of())) {
      return List.of();
    }
    return MistakeCatalogue.concerning(UPDATE).stream().filter(f -> inLaw(Set.of(f))).toList();
  }

  private boolean inLaw(Set<Mistake> faults) {
    return generic.stream().allMatch(law -> law.fits(faults));
  }

  /** Only the mistake that explains the other failures keeps its code. */
  private List<LawResult> diagnosed(List<LawResult> found) {
    List<LawResult> results = found;
    List<String> order = PRECEDENCE;
    boolean reused = failed(results, LawFamily.REUSE);
    if (reused && recovered.stream().allMatch(RecoveredNoise::isOneDraw)) {
      order = List.of("noise-batch-reused");
    } else if (reused && has(results, "noise-row-shared")) {
      order = List.of("noise-row-shared");
    } else if (reused
        && failed(results, LawFamily.DUPLICATES)
        && !has(results, "seed-overlap")
        && !has(results, "seed-ignored")) {
      // Averages over few draws are off by chance, however many there are of each.
      order = List.of("noise-batch-reused");
    } else if (failed(results, LawFamily.SYMMETRY)) {
      order = List.of("noise-mean", "noise-law");
    } else if (failed(results, LawFamily.VARIANCE)) {
      boolean shapeless =
          has(results, "noise-scaled") && independent(results) && !isGaussianOnceStandardised();
      results = without(results, shapeless ? "noise-scaled" : "noise-law", "noise-mean");
    } else if (failed(results, LawFamily.DRAWS) && !failed(results, LawFamily.SHAPE)) {
      // Noise that is repeated spoils the tests of distribution and mean as well.
      results = without(results, "noise-law", "noise-mean");
    } else if (failed(results, LawFamily.MEAN) && isGaussianOnceStandardised()) {
      results = without(results, "noise-law");
    }
    for (String code : order) {
      if (has(results, code)) {
        return results.stream().map(r -> r.code().equals(code) ? r : r.withoutCode()).toList();
      }
    }
    return List.copyOf(results);
  }

  /** Noise of another size or mean spoils the tests of distribution as well. */
  private boolean isGaussianOnceStandardised() {
    List<RecoveredNoise> decided = recovered.stream().filter(RecoveredNoise::decided).toList();
    return decided.isEmpty() || MagnitudeLaw.isGaussianOnceStandardised(decided);
  }

  private static boolean independent(List<LawResult> results) {
    return !failed(results, LawFamily.ENTRIES)
        && !failed(results, LawFamily.FACTORS)
        && !failed(results, LawFamily.DRAWS);
  }

  private static boolean has(List<LawResult> results, String code) {
    return results.stream().anyMatch(r -> r.code().equals(code));
  }

  private static List<LawResult> without(List<LawResult> results, String... codes) {
    return results.stream()
        .map(r -> List.of(codes).contains(r.code()) ? r.withoutCode() : r)
        .toList();
  }

  private static boolean failed(List<LawResult> results, LawFamily family) {
    return results.stream().anyMatch(r -> !r.pass() && r.test().equals(family.words()));
  }

  private List<LawFinding> recoveredTests() {
    List<RecoveredNoise> decided = recovered.stream().filter(RecoveredNoise::decided).toList();
    // Few entries say little by their signs: large requests only.
    List<RecoveredNoise> large =
        recovered.stream().filter(s -> s.d1 + s.d2 >= SHORT + LONG).toList();
    List<LawFinding> findings = new ArrayList<>();
    if (!decided.isEmpty()) {
      findings.addAll(MagnitudeLaw.of(decided, varianceCode()));
      LawFinding.Strongest reuse = new LawFinding.Strongest(LawFamily.REUSE);
      ValueReuse.test(decided, reuse);
      if (!reuse.isEmpty()) {
        findings.add(reuse.finding());
      }
    }
    if (!large.isEmpty()) {
      findings.addAll(SignLaw.of(large));
    }
    return findings;
  }

  private void genericTests(List<LawResult> results) {
    LawFinding.Strongest means = new LawFinding.Strongest(LawFamily.GENERIC_MEAN);
    LawFinding.Strongest pairs = new LawFinding.Strongest(LawFamily.GENERIC_COVARIANCE);
    int meanTests = 0;
    int pairTests = 0;
    for (Request q : genericRequests) {
      int p = q.at().variables();
      meanTests += p;
      pairTests += p * (p + 1) / 2;
    }
    for (GenericLaw law : generic) {
      law.test(means, pairs, meanTests, pairTests);
    }
    if (!means.isEmpty()) {
      results.add(means.finding().result());
      results.add(pairs.finding().result());
    }
  }

  /**
   * The mistake whose deviations all variances fit: the square or root of sigma, the other one, one
   * for both, or a sigma that was divided by the root of the rows.
   */
  private String varianceCode() {
    boolean squared = true;
    boolean root = true;
    boolean swapped = true;
    boolean first = true;
    boolean second = true;
    boolean rows = true;
    boolean right = true;
    for (int n = 0; n < recovered.size(); n++) {
      if (!recovered.get(n).decided()) {
        continue;
      }
      Request q = recoveredRequests.get(n);
      double[] sigmas = {q.sigma1().roundToDouble(), q.sigma2().roundToDouble()};
      for (int f = 0; f < 2; f++) {
        double s = sigmas[f];
        right &= fits(recovered.get(n), f, 1);
        squared &= fits(recovered.get(n), f, s);
        root &= fits(recovered.get(n), f, 1 / StrictMath.sqrt(s));
        swapped &= fits(recovered.get(n), f, sigmas[1 - f] / s);
        first &= fits(recovered.get(n), f, sigmas[0] / s);
        second &= fits(recovered.get(n), f, sigmas[1] / s);
        rows &= fits(recovered.get(n), f, 1 / StrictMath.sqrt(f == 0 ? q.d1() : q.d2()));
      }
    }
    if (right) { // a small deviation, if any
      return "noise-scaled";
    }
    if (squared || root || swapped) {
      return swapped ? "noise-swapped" : "variance-as-deviation";
    }
    if (first || second) {
      return "sigma-shared";
    }
    if (rows) {
      return "dimension-factor";
    }
    return scaled(0) && scaled(1) ? "noise-scaled" : "";
  }

  /** Whether the noise of a factor is off by one and the same ratio in every sample. */
  private boolean scaled(int factor) {
    List<RecoveredNoise> decided = recovered.stream().filter(RecoveredNoise::decided).toList();
    double ratio = StrictMath.sqrt(meanSquare(decided.get(0), factor));
    return decided.stream().allMatch(s -> fits(s, factor, ratio));
  }

  private static double meanSquare(RecoveredNoise s, int factor) {
    double sum = 0;
    double n = 0;
    for (double[] row : s.factor(factor)) {
      for (double v : row) {
        sum += v * v;
        n++;
      }
    }
    return sum / n;
  }

  private static boolean fits(RecoveredNoise s, int factor, double times) {
    double n = (double) s.draws * s.factor(factor)[0].length;
    double off = StrictMath.log(meanSquare(s, factor) / (times * times));
    return Math.abs(off) <= FIT * StrictMath.sqrt(2 / n) + 2 * s.slack();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "law of sample, %d requests", requests.size());
  }
}
