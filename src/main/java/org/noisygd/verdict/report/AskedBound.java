// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.judgement.CaseBounds;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestReader;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.json.JsonValue;
import org.noisygd.theory.error.Accumulator;
import org.noisygd.theory.error.DotBounds;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;

/**
 * The bound on one field: the largest deviation of a correct program from the exact result.
 *
 * @param field the field of the answer, or the sum of products
 * @param source the claim that proves the bound, or the note that derives it
 * @param roundings the maximum number of roundings of a term, if they are counted
 * @param relative the factor of the sum of the terms' absolute values; empty if the arithmetic is
 *     too coarse for any bound
 * @param largest the largest bound of any entry, or empty if there is no bound
 * @param entries the bound of each entry, row by row; none if there is no bound
 */
public record AskedBound(
    String field,
    String source,
    OptionalLong roundings,
    Optional<BigDecimal> relative,
    Optional<BigDecimal> largest,
    List<List<BigDecimal>> entries) {
  /** The name for sums of products, which are no op of the protocol. */
  public static final String DOT = "dot";

  private static final String NO_BOUND =
      "no bound: the unit roundoff times the number of roundings exceeds 1/4";

  private static final DyadicArithmetic EXACT = DyadicArithmetic.INSTANCE;

  private AskedBound(
      String field,
      String source,
      OptionalLong roundings,
      Optional<BigDecimal> relative,
      List<List<BigDecimal>> entries) {
    this(
        field,
        source,
        roundings,
        relative,
        entries.stream().flatMap(List::stream).max(BigDecimal::compareTo),
        entries);
  }

  /** The bounds on the answer to a request; for a loss, the bounds of both forms. */
  public static List<AskedBound> of(RoundingModel model, Request q) {
    CaseBounds bounds = new CaseBounds(model);
    List<AskedBound> found = new ArrayList<>();
    for (OpBounds.LossForm form : OpBounds.LossForm.values()) {
      String name = form == OpBounds.LossForm.EXPANDED ? ", expanded" : "";
      if (name.isEmpty() || q.op().has(Part.LOSS)) {
        bounds.of(q, form).forEach((field, b) -> found.add(of(model, q.op(), field + name, b)));
      }
    }
    return found;
  }

  private static AskedBound of(RoundingModel model, Op op, String field, ErrorBound bound) {
    boolean decides = bound.decides();
    return new AskedBound(
        field,
        op.has(Part.SMOOTHED) ? "FP.smoothed" : "FP." + op.word(),
        OptionalLong.of(bound.roundings()),
        decides ? Optional.of(model.gamma(bound.roundings())) : Optional.empty(),
        IntStream.range(0, decides ? bound.rows() : 0)
            .mapToObj(
                i -> IntStream.range(0, bound.columns()).mapToObj(j -> bound.at(i, j)).toList())
            .toList());
  }

  /**
   * The bounds on a sum of products.
   *
   * @param arithmetic the declared arithmetic, or the name of an accumulator
   * @param terms the number of products
   * @param magnitudes the sum of their absolute values
   * @param sizes the sum of the absolute values of all operands
   */
  public static List<AskedBound> ofDot(
      String arithmetic, int terms, BigDecimal magnitudes, BigDecimal sizes) {
    Optional<Accumulator> accumulator = Accumulator.named(arithmetic);
    if (accumulator.isPresent()) {
      DotBounds sum = DotBounds.of(accumulator.get(), terms, sizes);
      RoundingModel stored = accumulator.get().operands();
      String name = "sum, stored as " + stored.name();
      return List.of(
          ofSum("sum", OptionalLong.empty(), Optional.of(sum), magnitudes),
          ofSum(name, OptionalLong.empty(), Optional.of(sum.stored(stored)), magnitudes));
    }
    RoundingModel model = RoundingModel.named(arithmetic);
    int most = DotBounds.roundings(model, terms);
    Optional<DotBounds> sum =
        model.bounds(most) ? Optional.of(DotBounds.of(model, terms, sizes)) : Optional.empty();
    return List.of(ofSum("sum", OptionalLong.of(most), sum, magnitudes));
  }

  /** The bound on a sum; the roundings of an accumulator are not counted. */
  private static AskedBound ofSum(
      String field, OptionalLong roundings, Optional<DotBounds> bound, BigDecimal magnitudes) {
    return new AskedBound(
        field,
        roundings.isPresent() ? "FP.dot" : "FP.accumulator",
        roundings,
        bound.map(DotBounds::relative),
        bound.stream().map(b -> List.of(b.at(magnitudes))).toList());
  }

  /**
   * A request in which every entry of a field is the largest allowed: its bounds hold for all
   * requests whose entries are no larger.
   *
   * @param largest the largest absolute value of each field's entries; 1 for a missing field
   */
  public static Request largest(Op op, int d1, int d2, int r, Map<String, Double> largest) {
    Request q = Request.of(op, Matrix.zeros(EXACT, d1, d2), Factors.zeros(EXACT, d1, d2, r));
    for (String field : op.fields()) {
      Dyadic size = Dyadic.of(largest.getOrDefault(field, 1.0));
      q = q.map(zero -> size, field.replace("noise", "d")); // one field for noiseX and dX
    }
    return q;
  }

  /** The bounds for a request of the protocol in a file, with its numbers read as doubles. */
  public static List<AskedBound> of(RoundingModel model, Op op, Path file) {
    JsonValue fields = RequestReader.read("request", file);
    return fields.within(
        () -> of(model, request(op, RequestReader.of(fields, Binary64.INSTANCE).as(op))));
  }

  private static Request request(Op op, RequestReader<Double> in) {
    Request q = Request.of(op, in.m().toExactly(EXACT), in.at().toExactly(EXACT));
    if (op.fields().contains("dX") || op.fields().contains("noiseX")) {
      q = q.withDirection(in.direction().toExactly(EXACT));
    }
    for (String field : List.of("etaX", "etaY", "sigma1", "sigma2")) {
      q = op.fields().contains(field) ? q.with(field, Dyadic.of(in.number(field))) : q;
    }
    return q;
  }

  /**
   * The bounds as a report.
   *
   * @param of the subject: the op, its sizes, the arithmetic, the magnitudes
   */
  public static Report report(String of, List<AskedBound> bounds) {
    Report report = new Report("Bounds on rounding", "Bounds on rounding");
    report.paragraph(of);
    report.table(
        Columns.of(bounds)
            .words("field", AskedBound::field)
            .detail(b -> b.relative().isPresent() ? "" : NO_BOUND)
            .text("bound", "bound", Column.NUMBER, b -> shown(b.largest()))
            .text("times", "times the terms", Column.NUMBER, b -> shown(b.relative()))
            .optional("roundings", "roundings", AskedBound::roundings)
            .words("source", AskedBound::source)
            .table("bounds"));
    report.legend(
        "A correct program is within the bound of the exact result, in every entry, in any admissible"
            + " order of summation, fused or not. The bound shown is the largest of all entries; an"
            + " entry's own is \"times the terms\" times the sum of its terms' absolute values,"
            + " plus an underflow term. --json has every entry. Coq proves the claim named as"
            + " source (CLAIMS.md).");
    return report;
  }

  /** Rounded up to three digits, so that the number shown is a bound too. */
  private static String shown(Optional<BigDecimal> bound) {
    return bound
        .map(b -> b.round(new MathContext(3, RoundingMode.UP)))
        .map(b -> Text.format("%.2e", b))
        .orElse("-");
  }

  /** The bounds as JSON; exact decimals are text. */
  public static String json(
      String op, String arithmetic, List<AskedBound> bounds, Provenance provenance) {
    Json.Fields fields =
        Json.object().put("op", op).put("arithmetic", arithmetic).put("bounds", bounds);
    return VerdictJson.text(fields, provenance);
  }
}
