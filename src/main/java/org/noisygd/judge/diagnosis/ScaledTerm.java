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
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Steps;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;

/**
 * Tests whether every field of an answer is right except for one factor: a normalised gradient, a
 * mean over the rows, a decaying step size. The factor is taken from the largest entry, and all
 * other entries must agree with it.
 */
final class ScaledTerm {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final MathContext DIGITS = new MathContext(40);

  /** Factors this near to each other count as equal. */
  private static final double SAME = 1e-6;

  /** Fields with fewer entries would agree with any factor. */
  private static final int TELLING = 3;

  /** One common factor proves something only if at least this many fields have enough entries. */
  private static final int CASES = 2;

  /** Fewer pieces than this always have a factor that fits. */
  private static final int FEW_PIECES = 3;

  /** How many of the factors a diagnosis shows. */
  private static final int SHOWN = 3;

  private final MistakeFit fit;

  /** The factors of each field, by its name, piece by piece. */
  private final Map<String, List<Factor>> factors = new LinkedHashMap<>();

  /**
   * A field's factor in one piece.
   *
   * @param error how far it may be from the program's own factor, because its entry is rounded
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

  private ScaledTerm(MistakeFit fit) {
    this.fit = fit;
  }

  /** One diagnosis per field, if all failed answers have such factors. It counts right answers. */
  static List<Diagnosis> diagnose(OpAnswers given) {
    MistakeFit fit = given.fit();
    List<AnsweredRequest> pieces = fit.pieces(given.failed());
    List<Case> others = given.all().stream().filter(c -> !given.failed().contains(c)).toList();
    ScaledTerm terms = new ScaledTerm(fit);
    ScaledTerm right = new ScaledTerm(fit);
    fit.pieces(others).forEach(right::add);
    return pieces.size() >= FEW_PIECES && pieces.stream().allMatch(terms::add)
        ? terms.words(given.op(), right)
        : List.of();
  }

  private boolean add(AnsweredRequest piece) {
    for (Compared<Dyadic> field : fit.due(piece)) {
      if (!field.limit().decides()) {
        return false;
      }
      Factor factor = factor(piece, field);
      if (Double.isNaN(factor.value())) {
        return false;
      }
      if (Double.isFinite(factor.value())) {
        factors.computeIfAbsent(field.field(), n -> new ArrayList<>()).add(factor);
      }
    }
    return true;
  }

  /**
   * The factor of a field less its base, which is the iterate in an update and zero in other ops;
   * NaN if no factor fits, infinite if any does.
   */
  private Factor factor(AnsweredRequest piece, Compared<Dyadic> field) {
    Request q = piece.request();
    Matrix<Dyadic> image = field.image();
    Matrix<Dyadic> base = q.op() == Ops.STEP ? q.matrix(field.field()) : image.scale(Dyadic.ZERO);
    Matrix<Dyadic> term = image.minus(base);
    BigDecimal allowed = field.limit().largest().multiply(Compared.ROOM);
    int at = 0;
    for (int n = 1; n < term.entries().size(); n++) {
      if (decimal(term, n).abs().compareTo(decimal(term, at).abs()) > 0) {
        at = n;
      }
    }
    BigDecimal largest = decimal(term, at);
    boolean nothing = largest.abs().compareTo(allowed) <= 0;
    BigDecimal found = field.actual().entries().get(at).decimal().subtract(decimal(base, at));
    BigDecimal factor = nothing ? BigDecimal.ZERO : found.divide(largest, DIGITS);
    // The factor has an error too, of the same size: hence twice.
    BigDecimal margin = allowed.multiply(factor.abs().max(BigDecimal.ONE)).multiply(TWO);
    boolean agrees =
        field
            .entries()
            .allMatch(
                n ->
                    field
                            .off(n, decimal(base, n).add(decimal(term, n).multiply(factor)))
                            .compareTo(margin)
                        <= 0);
    double value = nothing ? Double.POSITIVE_INFINITY : factor.doubleValue();
    double error = nothing ? 0 : margin.divide(largest.abs(), DIGITS).doubleValue();
    long step = piece.step() + fit.steps().map(Steps::first).orElse(0L);
    return new Factor(
        q, step, term.entries().size(), agrees ? value : Double.NaN, agrees ? error : 0);
  }

  private static BigDecimal decimal(Matrix<Dyadic> m, int n) {
    return m.entries().get(n).toBigDecimal();
  }

  /** One line per field, or one for all fields if they say the same. */
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

  /** The code, and the words that follow the name of the field. */
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
      return Optional.of(
          Diagnosis.of(op, known.get().code.of(" multiplied by " + known.get().words + where)));
    }
    if (constant && first != 0 && Double.isFinite(first)) {
      String words = " " + all.get(0).shown(first) + " times what is due";
      return Optional.of(Diagnosis.of(op, Code.SCALED.of(words + unless(others, f -> first, all))));
    }
    if (op.has(Part.LOSS) || constant) {
      return Optional.empty(); // a single number agrees with any factor, and zeros prove nothing
    }
    if (all.stream().allMatch(f -> f.is(0) || f.isRight())) {
      // Of a run some updates may be right; of single ones nothing is then explained that failed.
      return op == Ops.RUN || 2 * all.stream().filter(f -> f.is(0)).count() >= all.size()
          ? Optional.of(
              Diagnosis.of(op, Code.UPDATES_MISSING.of(" missing at " + some(op, all, f -> ""))))
          : Optional.empty();
    }
    return Optional.of(
        Diagnosis.of(
            op,
            (op == Ops.RUN && decays(all) ? Code.STEP_SIZE_DECAYED : Code.SCALED)
                .of(
                    " off by a factor that changes: "
                        + some(op, all, f -> f.shown(f.value()) + " at ")
                        + unless(others, f -> Double.NaN, all))));
  }

  /** Whether no later step has a larger factor, and each step has the same factor in every run. */
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

  /** What to add if other answers are right although the factor would show in them. */
  private static String unless(
      List<Factor> others, ToDoubleFunction<Factor> factor, List<Factor> wrong) {
    long right = others.stream().filter(f -> f.isRight() && !f.is(factor.applyAsDouble(f))).count();
    return right == 0
        ? ""
        : "; " + right + " of " + (right + wrong.size()) + " results that could show it are right";
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
    DOUBLED("2", Code.FACTOR_TWO, q -> 2),
    HALVED("1/2", Code.FACTOR_TWO, q -> 0.5),
    NEGATED("-1", Code.SIGN, q -> -1),
    CELLS(
        "1/(d1 d2), as for a mean over the cells of M",
        Code.MEAN_INSTEAD_OF_SUM,
        q -> 1.0 / (q.d1() * q.d2())),
    MEAN_SQUARE(
        "2/(d1 d2), as for the mean square over the cells of M",
        Code.MEAN_INSTEAD_OF_SUM,
        q -> 2.0 / (q.d1() * q.d2())),
    ROWS("1/d1", Code.MEAN_INSTEAD_OF_SUM, q -> 1.0 / q.d1()),
    COLUMNS("1/d2", Code.MEAN_INSTEAD_OF_SUM, q -> 1.0 / q.d2()),
    TWICE_ROWS("2/d1", Code.MEAN_INSTEAD_OF_SUM, q -> 2.0 / q.d1()),
    TWICE_COLUMNS("2/d2", Code.MEAN_INSTEAD_OF_SUM, q -> 2.0 / q.d2()),
    BOTH("1/(d1 + d2)", Code.MEAN_INSTEAD_OF_SUM, q -> 1.0 / (q.d1() + q.d2())),
    RANK("1/r", Code.MEAN_INSTEAD_OF_SUM, q -> 1.0 / q.r()),
    TIMES_RANK("r", Code.SCALED, q -> q.r()),
    STEP_OF_X("etaX", Code.SCALED, q -> q.etaX().roundToDouble()),
    STEP_OF_Y("etaY", Code.SCALED, q -> q.etaY().roundToDouble()),
    ROOT_OF_STEP_X("1/sqrt(etaX)", Code.SCALED, q -> 1 / Math.sqrt(q.etaX().roundToDouble())),
    ROOT_OF_STEP_Y("1/sqrt(etaY)", Code.SCALED, q -> 1 / Math.sqrt(q.etaY().roundToDouble()));

    private final String words;
    private final Code code;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final ToDoubleFunction<Request> factor;

    Known(String words, Code code, ToDoubleFunction<Request> factor) {
      this.words = words;
      this.code = code;
      this.factor = factor;
    }

    double of(Request q) {
      return factor.applyAsDouble(q);
    }
  }
}
