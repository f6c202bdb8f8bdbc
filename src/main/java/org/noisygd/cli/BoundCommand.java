// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;
import org.noisygd.judge.judgement.AskedBound;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.number.Require;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.theory.error.Accumulator;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.verdict.report.BoundReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./verify.sh bound}: the proved bound for an op, sizes and an arithmetic, as a number. */
@Command(
    name = "bound",
    description = {
      "Prints the largest distance of a correct program from the exact result: the bound on rounding"
          + " that the judge uses, for a test's tolerance. It holds for every admissible order of summation,"
          + " fused or not.",
      ""
    },
    footer = {
      "",
      "Examples: ./verify.sh bound step --sizes 20x30x1 --arithmetic binary32 --at-most"
          + " etaX=0.01,etaY=0.01",
      "          ./verify.sh bound dot --terms 4096 --arithmetic 'bfloat16*24:8'",
      "",
      "Exit status: 0 there are bounds, 2 unusable input or command line, 3 the arithmetic is too"
          + " coarse for a bound."
    })
final class BoundCommand implements Callable<Integer> {
  /** Maximum number of entries of a factor: more would fill the memory. */
  private static final int MOST = 1 << 20;

  private static final int MOST_TERMS = 1_000_000_000; // products of a sum

  private static final Pattern SIZES = Pattern.compile("(\\d{1,7})x(\\d{1,7})x(\\d{1,7})");

  @Parameters(
      paramLabel = "OP",
      description =
          "dot (a sum of products), or an op of the protocol: loss, gradient, hessian, hvp,"
              + " smoothed_loss, smoothed_gradient, smoothed_hessian, step.")
  private String op = "";

  @Option(
      names = "--arithmetic",
      paramLabel = "NAME",
      defaultValue = "binary64",
      description =
          "The arithmetic (default ${DEFAULT-VALUE}), as a candidate declares it; for dot also"
              + " IN*F:K, the sums of a tensor core: products of format IN aligned K at a time and"
              + " truncated to F fraction bits, sums in binary32.")
  private String arithmetic = "binary64";

  @Option(names = "--sizes", paramLabel = "D1xD2xR", description = "Rows of X, of Y, and columns.")
  private @Nullable String sizes;

  @Option(names = "--terms", paramLabel = "N", description = "Number of products of dot, to 1e9.")
  private @Nullable Integer terms;

  @Option(
      names = "--at-most",
      paramLabel = "FIELD=NUMBER",
      split = ",",
      description =
          "The largest absolute value of a field's entries (M, X, Y, etaX, ..; for dot x, y); 1 for"
              + " a field that is not named.")
  private Map<String, Double> atMost = new LinkedHashMap<>();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "The numbers, in place of sizes and magnitudes: one JSON object, a request of the"
              + " protocol; for dot {\"x\":[..],\"y\":[..]}.")
  private @Nullable Path data;

  @Mixin private final ResultOptions json = new ResultOptions();

  @Override
  public Integer call() throws IOException {
    ResultFiles files = json.files(List.of());
    boolean dot = op.equals(AskedBound.DOT);
    Require.that(
        !arithmetic.contains("*") || Accumulator.named(arithmetic).isPresent(),
        "--arithmetic",
        "be IN*F:K, such as bfloat16*24:8, with IN binary16, bfloat16 or tf32",
        arithmetic);
    List<AskedBound> bounds = dot ? ofDot() : ofOp();
    String of =
        "The bound on " + op + " in " + arithmetic + (data == null ? limits(dot) : ", for " + data);
    BoundReport.of(of + ".", bounds).print(Terminal.current());
    files.write(
        ResultOptions.JSON, () -> BoundReport.json(op, arithmetic, bounds, json.provenance()));
    files.close();
    return bounds.stream().allMatch(b -> b.relative().isPresent()) ? 0 : 3;
  }

  private String limits(boolean dot) {
    List<String> fields = dot ? List.of("x", "y") : named().fields();
    return (dot ? ", " + terms + " terms" : ", " + sizes)
        + ", where "
        + fields.stream().map(f -> "|" + f + "| <= " + atMost(f)).collect(Collectors.joining(", "));
  }

  private BigDecimal atMost(String field) {
    return BigDecimal.valueOf(atMost.getOrDefault(field, 1.0)).stripTrailingZeros();
  }

  private JudgedOp named() {
    Stream<String> bounded = Ops.ALL.all().stream().filter(JudgedOp::hasBound).map(JudgedOp::word);
    return Ops.ALL
        .named(Require.oneOf("OP", Stream.concat(Stream.of(AskedBound.DOT), bounded).toList(), op))
        .orElseThrow();
  }

  private List<AskedBound> ofOp() {
    JudgedOp one = named();
    RoundingModel model = RoundingModel.named(arithmetic);
    @Nullable Path file = data;
    if (file != null) {
      requireNoMore();
      return AskedBound.of(model, one, file);
    }
    Require.that(terms == null, "--terms", "belong to dot", op);
    int[] d = sizes();
    requireOnly(one.fields());
    return AskedBound.of(model, AskedBound.largest(one, d[0], d[1], d[2], atMost));
  }

  private int[] sizes() {
    String given = sizes == null ? "nothing" : sizes;
    String rule = "be D1xD2xR, such as 20x30x1, with at most " + MOST + " entries in each matrix";
    Matcher parts = SIZES.matcher(given);
    Require.that(parts.matches(), "--sizes", rule, given);
    int[] d = new int[3];
    for (int k = 0; k < d.length; k++) {
      d[k] = Integer.parseInt(String.valueOf(parts.group(k + 1)));
    }
    long most = Math.max((long) d[0] * d[1], (long) Math.max(d[0], d[1]) * d[2]);
    long variables = (long) (d[0] + d[1]) * d[2];
    boolean square = op.endsWith("hessian");
    Require.that(
        Math.min(Math.min(d[0], d[1]), d[2]) > 0
            && most <= MOST
            && (!square || variables * variables <= MOST),
        "--sizes",
        rule,
        given);
    return d;
  }

  private void requireOnly(List<String> fields) {
    atMost.forEach(
        (field, value) -> {
          Require.oneOf("field of --at-most", fields, field);
          Require.finiteNonNegative("--at-most " + field, value);
        });
  }

  private List<AskedBound> ofDot() {
    @Nullable Path file = data;
    if (file != null) {
      requireNoMore();
      JsonValue numbers = JsonReader.OF_FILES.read("data", file);
      return numbers.within(() -> ofDot(numbers));
    }
    Require.that(sizes == null, "--sizes", "belong to an op other than dot", op);
    int n = terms == null ? 0 : terms;
    Require.that(n > 0 && n <= MOST_TERMS, "--terms", "be given and in 1.." + MOST_TERMS, n);
    requireOnly(List.of("x", "y"));
    BigDecimal x = atMost("x");
    BigDecimal y = atMost("y");
    BigDecimal count = BigDecimal.valueOf(n);
    return AskedBound.ofDot(arithmetic, n, count.multiply(x).multiply(y), count.multiply(x.add(y)));
  }

  private List<AskedBound> ofDot(JsonValue numbers) {
    List<BigDecimal> x = sizes(numbers.required("x"));
    List<BigDecimal> y = sizes(numbers.required("y"));
    Require.that(x.size() == y.size(), "y", "have as many numbers as x, " + x.size(), y.size());
    Require.that(!x.isEmpty(), "x", "have a number", "none");
    BigDecimal magnitudes = BigDecimal.ZERO;
    BigDecimal all = BigDecimal.ZERO;
    for (int j = 0; j < x.size(); j++) {
      magnitudes = magnitudes.add(x.get(j).multiply(y.get(j)));
      all = all.add(x.get(j)).add(y.get(j));
    }
    return AskedBound.ofDot(arithmetic, x.size(), magnitudes, all);
  }

  /** The exact absolute values of the doubles nearest to the numbers. */
  private static List<BigDecimal> sizes(JsonValue numbers) {
    return numbers.elements().stream().map(v -> new BigDecimal(v.finite()).abs()).toList();
  }

  private void requireNoMore() {
    Require.that(
        sizes == null && terms == null && atMost.isEmpty(),
        "--data",
        "be given without --sizes, --terms and --at-most",
        data);
  }
}
