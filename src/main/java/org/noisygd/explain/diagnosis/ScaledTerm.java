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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.explain.diagnosis.FaultFit.Compared;
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
 * The hypothesis that every field of an answer is right except for a scalar factor. The factor is
 * the same in all answers or follows from the request, as in a mean over the rows. It is taken from
 * the largest entry; all other entries must agree with it.
 */
final class ScaledTerm {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final MathContext DIGITS = new MathContext(40);

  /** The relative difference up to which factors count as equal. */
  private static final double SAME = 1e-6;

  /** Minimum number of entries of a field: fewer agree with any factor. */
  private static final int TELLING = 3;

  /** Minimum number of fields, each with enough entries, as evidence of a common factor. */
  private static final int CASES = 2;

  /** Minimum number of answers: fewer always have a factor that fits. */
  private static final int FEW_PIECES = 3;

  /** A wrong factor that is known. */
  private record Known(Code code, String words, ToDoubleFunction<Factor> of) {
    static final List<Known> ALL =
        List.of(
            new Known(Code.FACTOR_TWO, "2", f -> 2),
            new Known(Code.FACTOR_TWO, "1/2", f -> 0.5),
            new Known(Code.SIGN, "-1", f -> -1),
            scaled("1/(d1 d2), as in a mean over the entries of M", q -> 1.0 / (q.d1() * q.d2())),
            scaled("2/(d1 d2), as in a mean of squares over M", q -> 2.0 / (q.d1() * q.d2())),
            scaled("1/d1", q -> 1.0 / q.d1()),
            scaled("1/d2", q -> 1.0 / q.d2()),
            scaled("etaX", q -> q.etaX().roundToDouble()),
            scaled("etaY", q -> q.etaY().roundToDouble()));

    static Known scaled(String words, ToDoubleFunction<Request> of) {
      return new Known(Code.SCALED, words, f -> of.applyAsDouble(f.request()));
    }

    /** The factor of a gradient, or of its part by one matrix, that is clipped as one shows. */
    static Known clipped(Factor shown, boolean part) {
      double longest = shown.value() * shown.norm(part);
      String of = part ? "the gradient by that factor" : "the gradient";
      String words = Text.format("min(1, %.4g / norm of %s): it is clipped", longest, of);
      return new Known(Code.SCALED, words, f -> Math.min(1, longest / f.norm(part)));
    }
  }

  /**
   * The factor of a field minus its base: the iterate in an update, zero in other ops.
   *
   * @param value the factor; NaN if no factor fits, infinite if any does
   * @param error bound on the error of the factor, as it is taken from a rounded entry
   */
  private record Factor(Request request, String field, int entries, double value, double error) {
    boolean is(double other) {
      return Math.abs(value - other) <= SAME * Math.abs(other) + error;
    }

    /** The norm of the gradient from which a step is taken, or of its part by this matrix. */
    double norm(boolean part) {
      var g = new MatrixFactorization<>(request.m()).gradient(StaleState.point(request));
      Matrix<Dyadic> own = field.endsWith("X") ? g.x() : g.y();
      return Math.sqrt((part ? own.normSquared() : g.inner(g)).roundToDouble());
    }
  }

  private ScaledTerm() {}

  /**
   * One diagnosis per field, or a single one if all fields share a description. There are none
   * unless all failed answers have such factors and all right answers are unaffected by them.
   */
  static List<Diagnosis> diagnose(OpAnswers given) {
    List<Case> failed = given.failed();
    if (given.fit().pieces(failed).size() < FEW_PIECES
        || factors(given, failed).anyMatch(f -> Double.isNaN(f.value()))) {
      return List.of();
    }
    Map<String, List<Factor>> wrong = byField(given, failed);
    Map<String, List<Factor>> right = byField(given, given.cases(result -> !result.hasFailed()));
    wrong.values().removeIf(all -> all.stream().allMatch(f -> f.is(1)));
    Map<Code.Found, List<String>> found = new LinkedHashMap<>();
    for (Map.Entry<String, List<Factor>> field : wrong.entrySet()) {
      List<Factor> all = field.getValue();
      List<Factor> others = right.getOrDefault(field.getKey(), List.of());
      boolean telling =
          all.stream().filter(f -> given.op().has(Part.LOSS) || f.entries() >= TELLING).count()
              >= CASES;
      Optional<Code.Found> known = telling ? found(all, others) : Optional.empty();
      if (known.isEmpty()) {
        return List.of();
      }
      found.computeIfAbsent(known.get(), d -> new ArrayList<>()).add(field.getKey());
    }
    return found.entrySet().stream()
        .map(e -> Diagnosis.of(given.op(), ofFields(given.op(), e.getKey(), e.getValue())))
        .toList();
  }

  private static Code.Found ofFields(Op op, Code.Found found, List<String> fields) {
    boolean many = fields.size() > 1;
    String increment = many ? "the increments of " : "the increment of ";
    String what = (op.has(Part.UPDATE) ? increment : "") + String.join(" and ", fields);
    return found.code().of(what + (many ? " are " : " is ") + found.words());
  }

  /** The code and the text that follows the name of the field. */
  private static Optional<Code.Found> found(List<Factor> all, List<Factor> others) {
    List<Factor> both = Stream.of(all, others).flatMap(List::stream).toList();
    Factor first =
        all.stream()
            .filter(f -> !f.is(1)) // a gradient that is clipped in the other factor alone
            .min(Comparator.comparingDouble(Factor::error))
            .orElseThrow();
    Known constant = Known.scaled(Text.format("%.6g", first.value()), q -> first.value());
    List<Known> fitted = List.of(constant, Known.clipped(first, false), Known.clipped(first, true));
    return Stream.of(Known.ALL, first.value() == 0 ? List.<Known>of() : fitted)
        .flatMap(List::stream)
        .filter(k -> both.stream().allMatch(f -> f.is(k.of().applyAsDouble(f))))
        .findFirst()
        .map(known -> known.code().of("multiplied by " + known.words()));
  }

  private static Map<String, List<Factor>> byField(OpAnswers given, List<Case> cases) {
    return factors(given, cases)
        .filter(f -> Double.isFinite(f.value()))
        .collect(Collectors.groupingBy(Factor::field, LinkedHashMap::new, Collectors.toList()));
  }

  private static Stream<Factor> factors(OpAnswers given, List<Case> cases) {
    return given.fit().pieces(cases).stream()
        .flatMap(p -> given.fit().expected(p).stream().map(field -> factor(p.request(), field)));
  }

  private static Factor factor(Request q, Compared<Dyadic> field) {
    Matrix<Dyadic> expected = field.result();
    Matrix<Dyadic> base =
        q.op() == Ops.STEP ? q.matrix(field.field()) : expected.scale(Dyadic.ZERO);
    Matrix<Dyadic> term = expected.minus(base);
    if (!field.limit().decides()) {
      return new Factor(q, field.field(), term.entries().size(), Double.NaN, 0);
    }
    BigDecimal allowed = field.limit().largest().multiply(Compared.ROOM);
    int at =
        field.entries().boxed().max(Comparator.comparing(n -> decimal(term, n).abs())).orElse(0);
    BigDecimal largest = decimal(term, at);
    boolean nothing = largest.abs().compareTo(allowed) <= 0;
    BigDecimal found = field.actual(at).subtract(decimal(base, at));
    BigDecimal factor = nothing ? BigDecimal.ZERO : found.divide(largest, DIGITS);
    // Doubled, since the factor has an error of the same size.
    BigDecimal margin = allowed.multiply(factor.abs().max(BigDecimal.ONE)).multiply(TWO);
    boolean agrees =
        field
            .entries()
            .mapToObj(n -> field.off(n, decimal(term, n).multiply(factor).add(decimal(base, n))))
            .allMatch(off -> off.compareTo(margin) <= 0);
    double value = nothing ? Double.POSITIVE_INFINITY : factor.doubleValue();
    double error = nothing ? 0 : margin.divide(largest.abs(), DIGITS).doubleValue();
    return new Factor(q, field.field(), term.entries().size(), agrees ? value : Double.NaN, error);
  }

  private static BigDecimal decimal(Matrix<Dyadic> m, int n) {
    return m.entries().get(n).toBigDecimal();
  }
}
