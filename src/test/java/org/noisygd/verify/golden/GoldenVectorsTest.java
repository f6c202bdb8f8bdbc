// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/** Properties of the vectors: what a group promises, and what its flags say. */
class GoldenVectorsTest {
  private static final long SEED = 20210224;

  /**
   * The codes of the protocol that a vector can catch by itself; {@code noise-correlated} needs
   * draws.
   */
  private static final Set<String> CODES =
      Set.of(
          "gauss-seidel-update",
          "unperturbed-gradient",
          "noise-kept",
          "noise-on-gradient",
          "noise-swapped",
          "noise-negated",
          "noise-one-side",
          "noise-off-by-one",
          "noise-reused",
          "variance-as-deviation",
          "dimension-factor",
          "factor-two",
          "sign",
          "target-transposed",
          "target-missing",
          "step-sizes-swapped",
          "step-size-shared",
          "residual-stale",
          "hessian-off-diagonal",
          "hessian-order",
          "narrow-arithmetic",
          "truncated-output");

  @Test
  void mistakes_overAllVectors_areEachCaughtByOrdinaryOnes() {
    Set<String> caught = new HashSet<>();
    Map<Op, Set<String>> byOp = new HashMap<>();
    for (VectorInputs.Kind kind : GoldenVectors.kinds()) {
      for (JudgedOp op : Ops.OF_THE_PROBLEM.all()) {
        if (GoldenVectors.fits(op, kind)) {
          List<String> codes = CaughtMistakes.codes(VectorInputs.of(op, kind));
          caught.addAll(codes);
          byOp.computeIfAbsent(op, o -> new HashSet<>()).addAll(codes);
        }
      }
    }
    assertEquals(CODES, caught);
    assertTrue(byOp.values().stream().allMatch(codes -> codes.contains("target-missing")));
  }

  @Test
  void mistakes_withoutNoiseAndWithEqualSteps_areNotCaught() {
    Request q = request(Ops.STEP, "ordinary");
    Factors<Dyadic> none = q.direction().scale(Dyadic.ZERO);
    List<String> blind = CaughtMistakes.codes(q.withDirection(none).withSteps(q.etaX(), q.etaX()));
    for (String code :
        List.of("noise-kept", "noise-negated", "unperturbed-gradient", "step-sizes-swapped")) {
      assertTrue(CODES.contains(code) && !blind.contains(code), code + " in " + blind);
    }
    assertTrue(blind.contains("sign") && blind.contains("gauss-seidel-update"), blind.toString());
  }

  private static Request request(Op op, String group) {
    VectorInputs.Kind kind =
        GoldenVectors.kinds().stream()
            .filter(k -> k.group().equals(group))
            .findFirst()
            .orElseThrow();
    return VectorInputs.of(op, kind);
  }

  @Test
  void exactGroup_everyOp_isExactInTheFormatsOfItsKind() {
    Map<String, Integer> formats = new TreeMap<>();
    for (VectorInputs.Kind kind : GoldenVectors.kinds()) {
      for (JudgedOp op : Ops.OF_THE_PROBLEM.all()) {
        if (kind.law().isExact() && op != Ops.SAMPLE && GoldenVectors.fits(op, kind)) {
          Request request = VectorInputs.of(op, kind);
          List<String> exactIn = LegalPlans.of(request).exactFormats();
          exactIn.forEach(format -> formats.merge(format, 1, Integer::sum));
          assertTrue(exactIn.contains("binary64"), op + " " + kind);
          assertSameBits(request, Binary64.INSTANCE);
          if (exactIn.contains("bfloat16")) {
            assertSameBits(request, EmulatedBinary.BFLOAT16);
          }
          if (exactIn.contains("binary32")) {
            assertSameBits(request, EmulatedBinary.BINARY32);
          }
        }
      }
    }
    assertTrue(formats.getOrDefault("bfloat16", 0) >= 10, formats.toString());
    assertTrue(formats.getOrDefault("binary32", 0) >= 20, formats.toString());
  }

  /** The answer computed in a format, from the shuffled sum on, is the exact one. */
  private static void assertSameBits(Request request, Arithmetic<Double> format) {
    Map<String, Matrix<Dyadic>> exact = VectorAnswer.of(request.op(), request);
    VectorAnswer.of(request.op(), request.in(format))
        .forEach(
            (name, part) ->
                assertEquals(
                    at(exact, name).map(a -> a).entries(),
                    part.entries().stream().map(Dyadic::of).toList(),
                    request.op() + " " + name + " in " + format.name()));
  }

  private static Matrix<Dyadic> at(Map<String, Matrix<Dyadic>> parts, String name) {
    Matrix<Dyadic> part = parts.get(name);
    assertTrue(part != null, name);
    return part;
  }

  @Test
  void bounds_ofEachArithmetic_holdWhatItComputes() throws IOException {
    Map<String, Arithmetic<Double>> arithmetics =
        Map.of(
            "binary64", Binary64.INSTANCE,
            "binary32", EmulatedBinary.BINARY32,
            "binary16", EmulatedBinary.BINARY16,
            "bfloat16", EmulatedBinary.BFLOAT16);
    Map<String, Integer> compared = new TreeMap<>();
    for (VectorInputs.Kind kind : GoldenVectors.kinds()) {
      for (JudgedOp op : Ops.OF_THE_PROBLEM.all()) {
        if (op == Ops.SAMPLE || !GoldenVectors.fits(op, kind)) {
          continue;
        }
        Request request = VectorInputs.of(op, kind);
        List<Dyadic> exact = numbers(VectorAnswer.of(op, request), d -> d);
        for (Map.Entry<String, String> bounds : VectorBounds.of(op, request).entrySet()) {
          Arithmetic<Double> arithmetic = arithmetics.get(bounds.getKey());
          assertTrue(arithmetic != null, bounds.getKey());
          List<Dyadic> computed = numbers(VectorAnswer.of(op, request.in(arithmetic)), Dyadic::of);
          List<BigDecimal> limits = new ArrayList<>();
          leaves(new ObjectMapper().readTree(bounds.getValue()), limits);
          assertEquals(exact.size(), limits.size());
          for (int n = 0; n < exact.size(); n++) {
            BigDecimal error = exact.get(n).subtract(computed.get(n)).toBigDecimal().abs();
            assertTrue(
                error.compareTo(limits.get(n)) <= 0,
                op + " " + kind + " in " + bounds.getKey() + ", number " + n + ": " + error);
          }
          compared.merge(bounds.getKey(), exact.size(), Integer::sum);
        }
      }
    }
    assertTrue(compared.values().stream().allMatch(count -> count > 4000), compared.toString());
  }

  private static <T> List<Dyadic> numbers(
      Map<String, Matrix<T>> parts, Function<T, Dyadic> exactly) {
    return parts.values().stream().flatMap(p -> p.entries().stream()).map(exactly).toList();
  }

  /** The numbers of an object but for the steps of a run, in order. */
  private static void leaves(JsonNode node, List<BigDecimal> found) {
    if (node.isNumber()) {
      found.add(node.decimalValue());
    }
    if (node.isObject()) {
      node.properties().stream()
          .filter(field -> !field.getKey().equals("t"))
          .forEach(field -> leaves(field.getValue(), found));
    } else {
      node.forEach(element -> leaves(element, found));
    }
  }

  @Test
  void exactGroup_losses_haveNormsThatAreWhole() {
    for (VectorInputs.Kind kind : GoldenVectors.kinds()) {
      if (kind.law().isExact()) {
        Inputs<Double> q = VectorInputs.of(Ops.SMOOTHED_LOSS, kind).in(Binary64.INSTANCE);
        Matrix<Double> residual = new MatrixFactorization<>(q.m()).residual(q.at());
        for (Matrix<Double> part : List.of(residual, q.at().x(), q.at().y())) {
          BigFraction squares = part.toExactly(RationalArithmetic.INSTANCE).normSquared();
          // Throws if the root is not rational.
          assertTrue(RationalArithmetic.INSTANCE.sqrt(squares).signum() > 0);
          for (double entry : part.entries()) {
            // A scaled norm divides by entries: exact by a power of two.
            assertTrue(entry == 0 || Math.abs(entry) == 1 || Math.abs(entry) == 2);
          }
        }
      }
    }
  }

  @Test
  void extremeGroup_noLegalPlan_overflows() {
    int extremes = 0;
    for (VectorInputs.Kind kind : GoldenVectors.kinds()) {
      for (JudgedOp op : Ops.OF_THE_PROBLEM.all()) {
        if (kind.law().isExtreme() && op != Ops.SAMPLE) {
          LegalPlans plans = LegalPlans.of(VectorInputs.of(op, kind));
          assertTrue(
              plans.highestExponent() < Double.MAX_EXPONENT,
              op + " " + kind + ": 2^" + plans.highestExponent());
          extremes++;
        }
      }
    }
    assertEquals(36, extremes);
  }

  @Test
  void span_randomSums_holdEveryPartialSumInEveryOrder() {
    Random random = new Random(SEED);
    for (int n = 0; n < 200; n++) {
      List<Dyadic> terms = new ArrayList<>();
      BitSpan.Spans spans = new BitSpan.Spans();
      BitSpan sum = BitSpan.ZERO;
      for (int k = 0; k < 6; k++) {
        Dyadic a = Dyadic.of((double) (random.nextInt(201) - 100));
        Dyadic b = Dyadic.of(Math.scalb((double) random.nextInt(9), -random.nextInt(5)));
        terms.add(a.multiply(b));
        sum = spans.add(sum, spans.multiply(spans.input(a), spans.input(b)));
      }
      java.util.Collections.shuffle(terms, random);
      Dyadic partial = Dyadic.ZERO;
      for (Dyadic term : terms) {
        partial = partial.add(term);
        assertEquals(
            partial, partial.roundToPrecision(Math.max(1, spans.mostBits())), "seed " + SEED);
      }
      assertEquals(partial, sum.value());
    }
  }

  @Test
  void span_knownSums_needTheBitsThatTheyNeed() {
    // 3 * 5 + 1/2: a multiple of 1/2, at most 15.5 = 31/2, so 5 bits.
    BitSpan.Spans spans = new BitSpan.Spans();
    BitSpan sum = spans.add(spans.multiply(spans.of(3.0), spans.of(5.0)), spans.of(0.5));
    assertEquals(5, sum.bits());
    assertEquals(-1, sum.grid());
    // 4 - 4 cancels, but its partial sums reach 8 = 2^3 over the grid 4 = 2^2: 1 bit.
    assertEquals(1, spans.subtract(spans.of(4.0), spans.of(4.0)).bits());
    assertFalse(spans.subtract(spans.of(4.0), spans.of(4.0)).isZero());
    assertEquals(5, spans.mostBits());
  }
}
