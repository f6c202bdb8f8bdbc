// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.json.JsonValue;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestReader;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
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
}
