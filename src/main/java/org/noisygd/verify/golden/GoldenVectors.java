// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;

/**
 * The test vectors: for every op, requests in the protocol's form and their exact answers. Inputs
 * are doubles, so every answer is a dyadic rational, computed without rounding. It is printed
 * exactly if 50 digits suffice, else rounded to 50 digits, half to even.
 */
final class GoldenVectors {
  private static final RequestJson REQUESTS = new RequestJson("binary64");
  private static final MathContext FIFTY = new MathContext(50, RoundingMode.HALF_EVEN);

  /** Maximum order of a printed Hessian or covariance. */
  private static final int LARGEST_SIDE = 40;

  /** Maximum integer in runs: the second update triples the bits, which must fit a double. */
  private static final int LARGEST_INTEGER_OF_RUNS = 5;

  private GoldenVectors() {}

  /** The kinds of inputs, in the order of the files. */
  static List<VectorInputs.Kind> kinds() {
    List<VectorInputs.Kind> kinds = new ArrayList<>();
    VectorInputs.Rule ordinary = VectorInputs.Rule.ORDINARY;
    add(kinds, "ordinary", "more rows in X than in Y", 4, 3, 2, ordinary);
    add(kinds, "ordinary", "more rows in Y than in X", 3, 5, 2, ordinary);
    add(kinds, "ordinary", "odd and prime sizes", 7, 5, 3, ordinary);
    add(kinds, "ordinary", "the paper's size", 20, 30, 1, ordinary);
    add(kinds, "optimum", "M is X Y^T rounded: cancels", 4, 3, 2, VectorInputs.Rule.OPTIMAL);
    add(kinds, "tiny", "two variables", 1, 1, 1, ordinary);
    add(kinds, "tiny", "X is a number", 1, 4, 1, ordinary);
    add(kinds, "tiny", "Y is a number", 4, 1, 1, ordinary);
    add(kinds, "tiny", "M is a number, rank above it", 1, 1, 2, ordinary);
    add(kinds, "square", "M square and not symmetric", 3, 3, 2, ordinary);
    add(kinds, "square", "M square and not symmetric, rank one", 4, 4, 1, ordinary);
    add(kinds, "large-rank", "r = min(d1, d2)", 3, 4, 3, ordinary);
    add(kinds, "large-rank", "r above both dimensions", 2, 3, 5, ordinary);
    add(kinds, "exact", "integers up to 100", 4, 3, 2, VectorInputs.Rule.integers(100));
    add(kinds, "exact", "integers up to 5", 3, 4, 2, VectorInputs.Rule.integers(5));
    add(kinds, "exact", "ones", 3, 2, 1, VectorInputs.Rule.integers(1));
    add(kinds, "exact", "ones, M square", 2, 2, 1, VectorInputs.Rule.integers(1));
    add(kinds, "extreme", "X large, Y small", 3, 4, 2, VectorInputs.Rule.scaled(480, -480));
    add(kinds, "extreme", "X and Y small", 4, 3, 2, VectorInputs.Rule.scaled(-240, -240));
    add(kinds, "extreme", "X and Y large", 4, 3, 2, VectorInputs.Rule.scaled(234, 234));
    add(kinds, "extreme", "M from 1e-144 to 1e144", 3, 4, 2, VectorInputs.Rule.WIDE_TARGET);
    return List.copyOf(kinds);
  }

  private static void add(
      List<VectorInputs.Kind> kinds,
      String group,
      String comment,
      int d1,
      int d2,
      int r,
      VectorInputs.Rule rule) {
    kinds.add(new VectorInputs.Kind(group, comment, d1, d2, r, kinds.size(), rule));
  }

  /** Adds one file per op, by its path below golden/. */
  static void write(Map<String, StringBuilder> files) {
    for (Op op : Ops.OF_THE_PROBLEM.all()) {
      StringBuilder text = new StringBuilder();
      text.append(
              new JsonText()
                  .integer("vectors", 1)
                  .string("op", op.word())
                  .string("generator", GoldenSet.GENERATOR)
                  .string("version", GoldenSet.VERSION)
                  .string("stream", GoldenSet.STREAM)
                  .integer("seed", VectorInputs.SEED)
                  .string("license", "Apache-2.0")
                  .string("expected", "exact up to 50 digits, else rounded to 50, half to even"))
          .append('\n');
      int number = 0;
      for (VectorInputs.Kind kind : kinds()) {
        if (fits(op, kind)) {
          number++;
          text.append(vector(number, op, kind)).append('\n');
        }
      }
      files.put("vectors/" + op.word() + ".jsonl", text);
    }
  }

  /** Returns true if an op has a vector of a kind: the answer must be exact and not too large. */
  static boolean fits(Op op, VectorInputs.Kind kind) {
    int side = (kind.d1() + kind.d2()) * kind.r();
    boolean square = op.has(Part.HESSIAN) || op == Ops.SAMPLE;
    return op == Ops.RUN
        ? kind.rule().limit() <= LARGEST_INTEGER_OF_RUNS
        : side <= LARGEST_SIDE || !square;
  }

  private static String vector(int number, Op op, VectorInputs.Kind kind) {
    Request request = VectorInputs.of(op, kind);
    VectorAnswer<Dyadic> answer = VectorAnswer.of(op, request);
    JsonText vector =
        new JsonText()
            .string("id", op.word() + "/" + kind.group() + "/" + number)
            .string("group", kind.group())
            .string("comment", kind.shape() + ": " + comment(op, kind));
    if (kind.rule().isExact() && op != Ops.SAMPLE) {
      ExactFormats exact = ExactFormats.of(request);
      vector.integer("bits", exact.bits()).raw("exactIn", RoundingText.strings(exact.names()));
    }
    vector.raw("request", REQUESTS.line(number, request.withSample(4, number)));
    boolean short50 =
        answer.numbers().stream()
            .allMatch(a -> a.toBigDecimal().stripTrailingZeros().precision() <= 50);
    vector.raw("exact", Boolean.toString(short50));
    vector.raw("expected", answer.json(GoldenVectors::print));
    if (op != Ops.SAMPLE) {
      JsonText bounds = new JsonText();
      VectorBounds.of(request).forEach(bounds::raw);
      vector.raw("bounds", bounds.toString());
    }
    return vector.toString();
  }

  private static String comment(Op op, VectorInputs.Kind kind) {
    return op.has(Part.LOSS) && kind.rule().isExact()
        ? "factors and residual of zeros, ones and twos whose norms are whole numbers"
        : kind.comment();
  }

  private static String print(Dyadic value) {
    return JsonText.quote(Literals.format(value.toBigDecimal().round(FIFTY)));
  }
}
