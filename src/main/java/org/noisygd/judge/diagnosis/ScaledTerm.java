// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Steps;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;

/**
 * Whether every field of an answer is right but for one factor: a gradient that is normalised, a
 * mean over the rows, a step size that decays. The factor is taken from the largest entry, and all
 * the others must then agree with it.
 */
final class ScaledTerm {
  static final String CODE = "scaled";

  private static final String MEAN = "mean-instead-of-sum";

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final MathContext DIGITS = new MathContext(40);

  /** Factors this near to each other are one. */
  private static final double SAME = 1e-6;

  /** Fields of fewer entries would agree with any factor. */
  private static final int TELLING = 3;

  /** From this many fields of enough entries on, one factor for all of them tells something. */
  private static final int CASES = 2;

  /** How many of the factors a diagnosis shows. */
  private static final int SHOWN = 3;

  private final MistakeFit likeness;

  /** The factors of each field, by its name, piece by piece. */
  private final Map<String, List<Factor>> factors = new LinkedHashMap<>();

  /**
   * A field's factor in one piece.
   *
   * @param error how far it may be from what the program has, for its entry is rounded
   */
  private record Factor(Request request, long step, int entries, double value, double error) {
    boolean isTelling() {
      return request.op().has(Part.LOSS) || entries >= TELLING;
    }

    boolean isRight() {
      return Math.abs(value - 1) <= error;
    }

    boolean is(double other) {
      return Math.abs(value - other) <= SAME * Math.abs(other) + error;
    }

    String shown(double factor) {
      return Math.abs(factor) <= error ? "0" : Text.format("%.6g", factor);
    }
  }

  private ScaledTerm(MistakeFit likeness) {
    this.likeness = likeness;
  }

  /**
   * The diagnosis, one a field, if all pieces have such factors.
   *
   * @param pieces what failed
   * @param others what did not, so that it is told where a factor is not seen everywhere
   */
  static List<Diagnosis> diagnose(
      MistakeFit likeness, Op op, List<AnsweredRequest> pieces, List<AnsweredRequest> others) {
    ScaledTerm terms = new ScaledTerm(likeness);
    ScaledTerm right = new ScaledTerm(likeness);
    others.forEach(right::add);
    return pieces.stream().allMatch(terms::add) ? terms.words(op, right) : List.of();
  }

  private boolean add(AnsweredRequest piece) {
    Request q = piece.request();
    Map<String, Matrix<Dyadic>> right = ExactImage.right(DyadicArithmetic.INSTANCE, q);
    Map<String, ErrorBound> limits = likeness.limits(q);
    for (Map.Entry<String, ReadMatrix> field : piece.fields().entrySet()) {
      String name = field.getKey();
      Matrix<Dyadic> image = right.get(name);
      ErrorBound limit = limits.get(name);
      if (image == null || limit == null || !limit.decides()) {
        return false;
      }
      Matrix<Dyadic> base = base(q, name, image);
      Factor factor = factor(piece, base, image.minus(base), field.getValue(), limit.largest());
      if (Double.isNaN(factor.value())) {
        return false;
      }
      if (Double.isFinite(factor.value())) {
        factors.computeIfAbsent(name, n -> new ArrayList<>()).add(factor);
      }
    }
    return true;
  }

  /** What the term is added to: the iterate in an update, else nothing. */
  private static Matrix<Dyadic> base(Request q, String name, Matrix<Dyadic> image) {
    return q.op() == Ops.STEP
        ? (name.equals("X") ? q.at().x() : q.at().y())
        : image.scale(Dyadic.ZERO);
  }

  /** The factor of the term; NaN if there is none, infinite if any would do. */
  private Factor factor(
      AnsweredRequest piece,
      Matrix<Dyadic> base,
      Matrix<Dyadic> term,
      ReadMatrix actual,
      BigDecimal limit) {
    BigDecimal allowed = limit.multiply(MistakeFit.ROOM);
    long step = piece.step() + likeness.steps().map(Steps::first).orElse(0L);
    int at = 0;
    for (int n = 1; n < term.entries().size(); n++) {
      if (decimal(term, n).abs().compareTo(decimal(term, at).abs()) > 0) {
        at = n;
      }
    }
    BigDecimal largest = decimal(term, at);
    boolean nothing = largest.abs().compareTo(allowed) <= 0;
    BigDecimal factor =
        nothing
            ? BigDecimal.ZERO
            : actual
                .entries()
                .get(at)
                .decimal()
                .subtract(decimal(base, at))
                .divide(largest, DIGITS);
    // The factor is off by what its entry is: as much again.
    BigDecimal margin = allowed.multiply(factor.abs().max(BigDecimal.ONE)).multiply(TWO);
    for (int n = 0; n < term.entries().size(); n++) {
      BigDecimal expected = decimal(base, n).add(decimal(term, n).multiply(factor));
      BigDecimal error = actual.entries().get(n).decimal().subtract(expected).abs();
      if (error.compareTo(margin) > 0) {
        return new Factor(piece.request(), step, term.entries().size(), Double.NaN, 0);
      }
    }
    return nothing
        ? new Factor(piece.request(), step, term.entries().size(), Double.POSITIVE_INFINITY, 0)
        : new Factor(
            piece.request(),
            step,
            term.entries().size(),
            factor.doubleValue(),
            margin.divide(largest.abs(), DIGITS).doubleValue());
  }

  private static BigDecimal decimal(Matrix<Dyadic> m, int n) {
    return m.entries().get(n).toBigDecimal();
  }

  /** A line a field, or one for all if they say the same. */
  private List<Diagnosis> words(Op op, ScaledTerm right) {
    Map<Diagnosis, List<String>> found = new LinkedHashMap<>();
    for (Map.Entry<String, List<Factor>> field : factors.entrySet()) {
      List<Factor> all = field.getValue();
      if (!all.stream().allMatch(f -> f.is(1))) {
        boolean telling = all.stream().filter(Factor::isTelling).count() >= CASES;
        List<Factor> others = right.factors.getOrDefault(field.getKey(), List.of());
        Optional<Diagnosis> told = telling ? told(op, all, others) : Optional.empty();
        if (told.isEmpty()) {
          return List.of();
        }
        found.computeIfAbsent(told.get(), d -> new ArrayList<>()).add(field.getKey());
      }
    }
    boolean update = op == Ops.STEP || op == Ops.RUN;
    return found.entrySet().stream()
        .map(
            e -> {
              String fields = String.join(" and ", e.getValue());
              boolean many = e.getValue().size() > 1;
              String what =
                  (update ? (many ? "the increments of " : "the increment of ") : "")
                      + fields
                      + (many ? " are" : " is");
              return new Diagnosis(e.getKey().code(), op.word(), what + e.getKey().text());
            })
        .toList();
  }

  /** The code, and what is said after the name of the field. */
  private static Optional<Diagnosis> told(Op op, List<Factor> all, List<Factor> others) {
    Optional<Known> known =
        Arrays.stream(Known.values())
            .filter(k -> all.stream().allMatch(f -> f.is(k.of(f.request()))))
            .findFirst();
    double first =
        all.stream().min(Comparator.comparingDouble(Factor::error)).orElseThrow().value();
    boolean constant = all.stream().allMatch(f -> f.is(first));
    if (known.isPresent()) {
      String where = unless(others, f -> known.get().of(f.request()), all);
      String words = " multiplied by " + known.get().words + where;
      return Optional.of(new Diagnosis(known.get().code, op.word(), words));
    }
    if (constant && first != 0 && Double.isFinite(first)) {
      String words = " " + all.get(0).shown(first) + " times what is due";
      return Optional.of(new Diagnosis(CODE, op.word(), words + unless(others, f -> first, all)));
    }
    if (op.has(Part.LOSS) || constant) {
      return Optional.empty(); // a single number agrees with any factor, and zeros tell nothing
    }
    if (all.stream().allMatch(f -> f.is(0) || f.isRight())) {
      String words = " missing at " + some(op, all, f -> "");
      return Optional.of(new Diagnosis("updates-missing", op.word(), words));
    }
    return Optional.of(
        new Diagnosis(
            op == Ops.RUN && decays(all) ? "step-size-decayed" : CODE,
            op.word(),
            " off by a factor that changes: "
                + some(op, all, f -> f.shown(f.value()) + " at ")
                + unless(others, f -> Double.NaN, all)));
  }

  /** Whether no later step has a larger factor, and the same step the same one in every run. */
  private static boolean decays(List<Factor> all) {
    return all.stream()
        .allMatch(
            f ->
                all.stream()
                    .allMatch(
                        g ->
                            f.step() < g.step()
                                ? f.value() > g.value() || f.is(g.value())
                                : f.step() > g.step() || f.is(g.value())));
  }

  /** What is to be added where other answers are right that do not have the factor. */
  private static String unless(
      List<Factor> others, ToDoubleFunction<Factor> factor, List<Factor> wrong) {
    long right = others.stream().filter(f -> f.isRight() && !f.is(factor.applyAsDouble(f))).count();
    return right == 0
        ? ""
        : "; " + right + " of " + (right + wrong.size()) + " that tell it are right";
  }

  /** Where the first few different factors other than 1 were seen. */
  private static String some(Op op, List<Factor> all, Function<Factor, String> words) {
    return all.stream()
        .filter(f -> !f.is(1))
        .map(f -> words.apply(f) + where(op, f))
        .distinct()
        .limit(SHOWN)
        .collect(Collectors.joining("; "));
  }

  private static String where(Op op, Factor f) {
    Request q = f.request();
    return op == Ops.RUN
        ? "step " + f.step()
        : "d1 = " + q.d1() + ", d2 = " + q.d2() + ", r = " + q.r();
  }

  /** Factors that a program may have by mistake. */
  private enum Known {
    DOUBLED("2", "factor-two", q -> 2),
    HALVED("1/2", "factor-two", q -> 0.5),
    NEGATED("-1", "sign", q -> -1),
    CELLS("1/(d1 d2), as for a mean over the cells of M", MEAN, q -> 1.0 / (q.d1() * q.d2())),
    MEAN_SQUARE(
        "2/(d1 d2), as for the mean square over the cells of M; F is half the sum of squares",
        MEAN,
        q -> 2.0 / (q.d1() * q.d2())),
    ROWS("1/d1", MEAN, q -> 1.0 / q.d1()),
    COLUMNS("1/d2", MEAN, q -> 1.0 / q.d2()),
    TWICE_ROWS("2/d1", MEAN, q -> 2.0 / q.d1()),
    TWICE_COLUMNS("2/d2", MEAN, q -> 2.0 / q.d2()),
    BOTH("1/(d1 + d2)", MEAN, q -> 1.0 / (q.d1() + q.d2())),
    RANK("1/r", MEAN, q -> 1.0 / q.r()),
    TIMES_RANK("r", CODE, q -> q.r()),
    STEP_OF_X("etaX", CODE, q -> q.etaX().roundToDouble()),
    STEP_OF_Y("etaY", CODE, q -> q.etaY().roundToDouble()),
    ROOT_OF_STEP_X("1/sqrt(etaX)", CODE, q -> 1 / Math.sqrt(q.etaX().roundToDouble())),
    ROOT_OF_STEP_Y("1/sqrt(etaY)", CODE, q -> 1 / Math.sqrt(q.etaY().roundToDouble()));

    private final String words;
    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final ToDoubleFunction<Request> factor;

    Known(String words, String code, ToDoubleFunction<Request> factor) {
      this.words = words;
      this.code = code;
      this.factor = factor;
    }

    double of(Request q) {
      return factor.applyAsDouble(q);
    }
  }
}
