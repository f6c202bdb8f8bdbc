// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.EmulatedBinary;

/** Properties of the vectors: what a group promises, and what its flags say. */
class GoldenVectorsTest {
  @Test
  void exactGroup_everyOp_isExactInTheFormatsOfItsKind() {
    Map<String, Integer> formats = new TreeMap<>();
    for (VectorInputs.Kind kind : GoldenVectors.kinds()) {
      for (JudgedOp op : Ops.OF_THE_PROBLEM.all()) {
        if (kind.rule().isExact() && op != Ops.SAMPLE && GoldenVectors.fits(op, kind)) {
          Request request = VectorInputs.of(op, kind);
          List<String> exactIn = ExactFormats.of(request).names();
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
    assertEquals(
        VectorAnswer.of(request.op(), request).numbers(),
        numbers(request, format),
        request.op() + " in " + format.name());
  }

  private static List<Dyadic> numbers(Request request, Arithmetic<Double> format) {
    VectorAnswer<Double> answer = VectorAnswer.of(request.op(), request.in(format));
    return answer.numbers().stream().map(Dyadic::of).toList();
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
        List<Dyadic> exact = VectorAnswer.of(op, request).numbers();
        for (Map.Entry<String, String> bounds : VectorBounds.of(request).entrySet()) {
          Arithmetic<Double> arithmetic = arithmetics.get(bounds.getKey());
          assertTrue(arithmetic != null, bounds.getKey());
          List<Dyadic> computed = numbers(request, arithmetic);
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
}
