// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.noisygd.explain.diagnosis.FaultFit.AnsweredRequest;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;

/**
 * Tests the hypothesis that every field of an answer is right except for one factor, the same in
 * all answers or one that follows from the request: a mean over the rows, a step size twice. The
 * factor is taken from the largest entry, and all other entries must agree with it.
 */
final class ScaledTerm {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final MathContext DIGITS = new MathContext(40);

  /** The relative difference up to which factors count as equal. */
  private static final double SAME = 1e-6;

  /** Minimum number of entries of a field: fewer agree with any factor. */
  private static final int TELLING = 3;

  /** Minimum number of fields, each with enough entries, that prove a common factor. */
  private static final int CASES = 2;

  /** Minimum number of pieces: fewer always have a factor that fits. */
  private static final int FEW_PIECES = 3;

  /** The factors of each field, by its name, piece by piece. */
  private final Map<String, List<Factor>> factors = new LinkedHashMap<>();

  /**
   * A field's factor in one piece.
   *
   * @param error the largest distance from the program's own factor, since its entry is rounded
   */
  private record Factor(Request request, int entries, double value, double error) {
    boolean isTelling() {
      return request.op().has(Part.LOSS) || entries >= TELLING;
    }

    boolean is(double other) {
      return Math.abs(value - other) <= SAME * Math.abs(other) + error;
    }
  }

  /**
   * One diagnosis per field, if all failed answers have such factors, and no answer in which the
   * factor would show is right.
   */
  static List<Diagnosis> diagnose(OpAnswers given) {
    FaultFit fit = given.fit();
    List<AnsweredRequest> pieces = fit.pieces(given.failed());
    List<Case> others = given.all().stream().filter(c -> !given.failed().contains(c)).toList();
    ScaledTerm terms = new ScaledTerm();
    ScaledTerm right = new ScaledTerm();
    fit.pieces(others).forEach(p -> right.add(fit, p));
    return pieces.size() >= FEW_PIECES && pieces.stream().allMatch(p -> terms.add(fit, p))
        ? terms.words(given.op(), right)
        : List.of();
  }

  private boolean add(FaultFit fit, AnsweredRequest piece) {
    for (Compared<Dyadic> field : fit.expected(piece)) {
      if (!field.limit().decides()) {
        return false;
      }
      Factor factor = factor(piece.request(), field);
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
  private static Factor factor(Request q, Compared<Dyadic> field) {
    Matrix<Dyadic> expected = field.result();
    Matrix<Dyadic> base =
        q.op() == Ops.STEP ? q.matrix(field.field()) : expected.scale(Dyadic.ZERO);
    Matrix<Dyadic> term = expected.minus(base);
    BigDecimal allowed = field.limit().largest().multiply(Compared.ROOM);
    int at =
        field.entries().boxed().max(Comparator.comparing(n -> decimal(term, n).abs())).orElse(0);
    BigDecimal largest = decimal(term, at);
    boolean nothing = largest.abs().compareTo(allowed) <= 0;
    BigDecimal found = field.actual().entries().get(at).decimal().subtract(decimal(base, at));
    BigDecimal factor = nothing ? BigDecimal.ZERO : found.divide(largest, DIGITS);
    // Twice, since the factor has an error of the same size.
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
    return new Factor(q, term.entries().size(), agrees ? value : Double.NaN, agrees ? error : 0);
  }

  private static BigDecimal decimal(Matrix<Dyadic> m, int n) {
    return m.entries().get(n).toBigDecimal();
  }

  /** One line per field, or a single line if all fields have the same description. */
  private List<Diagnosis> words(Op op, ScaledTerm right) {
    Map<Code.Found, List<String>> found = new LinkedHashMap<>();
    for (Map.Entry<String, List<Factor>> field : factors.entrySet()) {
      List<Factor> all = field.getValue();
      if (!all.stream().allMatch(f -> f.is(1))) {
        boolean telling = all.stream().filter(Factor::isTelling).count() >= CASES;
        List<Factor> others = right.factors.getOrDefault(field.getKey(), List.of());
        Optional<Code.Found> known = telling ? found(all, others) : Optional.empty();
        if (known.isEmpty()) {
          return List.of();
        }
        found.computeIfAbsent(known.get(), d -> new ArrayList<>()).add(field.getKey());
      }
    }
    return found.entrySet().stream()
        .map(
            e -> {
              boolean many = e.getValue().size() > 1;
              String increment = many ? "the increments of " : "the increment of ";
              String what =
                  (op.has(Part.UPDATE) ? increment : "")
                      + String.join(" and ", e.getValue())
                      + (many ? " are " : " is ");
              return Diagnosis.of(op, e.getKey().code().of(what + e.getKey().words()));
            })
        .toList();
  }

  /** The code, and the words that follow the name of the field. */
  private static Optional<Code.Found> found(List<Factor> all, List<Factor> others) {
    List<Factor> both = Stream.of(all, others).flatMap(List::stream).toList();
    for (Known known : Known.values()) {
      if (both.stream().allMatch(f -> f.is(known.of(f.request())))) {
        return Optional.of(known.code.of("multiplied by " + known.words));
      }
    }
    double first =
        all.stream().min(Comparator.comparingDouble(Factor::error)).orElseThrow().value();
    return first != 0 && Double.isFinite(first) && both.stream().allMatch(f -> f.is(first))
        ? Optional.of(Code.SCALED.of(Text.format("%.6g times the expected value", first)))
        : Optional.empty();
  }

  /** Known wrong factors. */
  private enum Known {
    DOUBLED("2", Code.FACTOR_TWO, q -> 2),
    HALVED("1/2", Code.FACTOR_TWO, q -> 0.5),
    NEGATED("-1", Code.SIGN, q -> -1),
    CELLS(
        "1/(d1 d2), as for a mean over the cells of M", Code.SCALED, q -> 1.0 / (q.d1() * q.d2())),
    MEAN_SQUARE(
        "2/(d1 d2), as for the mean square over the cells of M",
        Code.SCALED,
        q -> 2.0 / (q.d1() * q.d2())),
    ROWS("1/d1", Code.SCALED, q -> 1.0 / q.d1()),
    COLUMNS("1/d2", Code.SCALED, q -> 1.0 / q.d2()),
    STEP_OF_X("etaX", Code.SCALED, q -> q.etaX().roundToDouble()),
    STEP_OF_Y("etaY", Code.SCALED, q -> q.etaY().roundToDouble());

    private final String words;
    private final Code code;

    @SuppressWarnings("ImmutableEnumChecker") // the function has no state
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
