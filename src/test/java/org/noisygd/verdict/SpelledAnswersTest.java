// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.OneIn;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.error.RoundingModel;

/**
 * Property: right numbers pass however they are printed. Each answer of a right program is printed
 * in every way of {@link #printers}, with whole numbers spelt in several ways too, and judged.
 */
class SpelledAnswersTest {
  /** A number of a reply, with the name of the field if it is one that is no matrix. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(\"(?:id|t|loss)\":)?(?<![\"\\w.])(-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)");

  /**
   * Ways to print a number whose kind has so many digits that tell it from its neighbours.
   *
   * @param back reads the value of a literal
   */
  private static Map<String, DoubleFunction<String>> printers(
      int digits, DoubleUnaryOperator back, DoubleFunction<String> shortest) {
    Map<String, DoubleFunction<String>> all = new LinkedHashMap<>();
    all.put("shortest", shortest);
    all.put("shortest, in a string", v -> '"' + shortest.apply(v) + '"');
    all.put("rounded", v -> exact(v).round(new MathContext(digits)).toString());
    all.put("as %.16e prints", v -> String.format(Locale.ROOT, "%." + (digits - 1) + "e", v));
    all.put("cut", v -> readable(v, back, digits, RoundingMode.DOWN));
    all.put("away from zero", v -> readable(v, back, digits, RoundingMode.UP));
    all.put("not the closest", v -> farther(v, back, digits));
    all.put("one digit more, cut", v -> readable(v, back, digits + 1, RoundingMode.DOWN));
    all.put("not the closest, a digit more", v -> farther(v, back, digits + 1));
    all.put("25 digits", v -> exact(v).round(new MathContext(25)).toString());
    all.put("25 digits, cut", v -> readable(v, back, 25, RoundingMode.DOWN));
    all.put("all digits", v -> exact(v).toPlainString());
    all.put("all digits, in a string", v -> '"' + exact(v).toString() + '"');
    all.put("exponent of two digits", v -> exponent(v, digits, "e%+03d"));
    all.put("exponent of three digits, capital", v -> exponent(v, digits, "E%+04d"));
    all.put(
        "padded with zeros", v -> padded(exact(v).round(new MathContext(digits)).toPlainString()));
    all.put("whole numbers without a point", v -> whole(v, shortest));
    return all;
  }

  private static BigDecimal exact(double v) {
    return new BigDecimal(v);
  }

  /** Rounded in a direction where that reads back, else to nearest. */
  private static String readable(
      double v, DoubleUnaryOperator back, int digits, RoundingMode mode) {
    BigDecimal directed = exact(v).round(new MathContext(digits, mode));
    boolean reads = back.applyAsDouble(directed.doubleValue()) == v;
    return (reads ? directed : exact(v).round(new MathContext(digits))).toString();
  }

  /** The farther of the two literals beside a number, where it reads back: Grisu2 may give it. */
  private static String farther(double v, DoubleUnaryOperator back, int digits) {
    String nearest = exact(v).round(new MathContext(digits)).toString();
    return Stream.of(RoundingMode.DOWN, RoundingMode.UP)
        .map(mode -> readable(v, back, digits, mode))
        .filter(literal -> !literal.equals(nearest))
        .findFirst()
        .orElse(nearest);
  }

  private static String exponent(double v, int digits, String form) {
    BigDecimal rounded = exact(v).round(new MathContext(digits));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String mantissa = rounded.movePointLeft(exponent).toPlainString();
    return mantissa + String.format(Locale.ROOT, form, exponent);
  }

  private static String padded(String plain) {
    return plain + (plain.contains(".") ? "" : ".") + "000000000000";
  }

  private static String whole(double v, DoubleFunction<String> shortest) {
    return v == Math.rint(v) && Math.abs(v) < 0x1p53
        ? (1 / v < 0 && v == 0 ? "-0" : exact(v).toPlainString())
        : shortest.apply(v);
  }

  /** The n-th spelling of a whole number. */
  private static String whole(String digits, int n) {
    return switch (n % 4) {
      case 0 -> digits;
      case 1 -> digits + ".0";
      case 2 -> digits + "e0";
      default -> digits.equals("0") ? "0E9" : digits + "0E-1";
    };
  }

  /** A reply with every number printed anew. */
  private static String printed(String reply, DoubleFunction<String> printer, int n) {
    return NUMBER
        .matcher(reply)
        .replaceAll(
            found -> {
              String field = found.group(1) == null ? "" : found.group(1);
              boolean isWhole = field.equals("\"id\":") || field.equals("\"t\":");
              double v = Double.parseDouble(found.group(2));
              return field + (isWhole ? whole(found.group(2), n) : printer.apply(v));
            });
  }

  /** The number of answers judged, and the failed ones. */
  private record Tried(int judged, List<String> failed) {}

  /**
   * Tries a right program, the reference in an arithmetic, declared as another that is no wider.
   *
   * @param every so many cases are passed over for each that is taken
   */
  private static Tried tried(
      Ops ops, String declared, String computed, int digits, long seed, int every) {
    Arithmetic<?> arithmetic = Arithmetics.named(declared);
    Judge judge = new Judge(RoundingModel.named(declared));
    RequestJson json = new RequestJson(declared);
    boolean single = digits < 17;
    Map<String, DoubleFunction<String>> printers =
        printers(
            digits,
            v -> single ? (float) v : v,
            v -> single ? Float.toString((float) v) : Double.toString(v));
    List<String> failed = new ArrayList<>();
    int judged = 0;
    int n = 0;
    for (JudgedOp op : ops.all()) {
      for (Case tested : op.cases(declared, seed)) {
        boolean small =
            tested.request().at().variables() <= 20 && tested.request().noises().size() <= 6;
        if (!small || n++ % every != 0) {
          continue;
        }
        String reply = ReferenceAnswer.reply(computed, json.line(7, tested.request())).strip();
        for (Map.Entry<String, DoubleFunction<String>> printer : printers.entrySet()) {
          String text = printed(reply, printer.getValue(), judged++);
          CaseResult result = judged(op, tested, text, arithmetic, judge);
          if (result.outcome() == CaseResult.Outcome.FAIL) {
            failed.add(tested.name() + ", " + printer.getKey() + ", seed " + seed + ": " + text);
          }
        }
      }
    }
    return new Tried(judged, failed);
  }

  private static CaseResult judged(
      JudgedOp op, Case tested, String reply, Arithmetic<?> arithmetic, Judge judge) {
    try {
      var read = Ops.ALL.replyReader().read(reply);
      read.requireId(7);
      Answer answer = op.read(read, tested.request(), arithmetic);
      return op.judged(tested, answer, judge);
    } catch (ProtocolViolation e) {
      throw new AssertionError(tested.name() + ": " + reply, e);
    }
  }

  private static final Ops SOME = Ops.of(Ops.LOSS, Ops.GRADIENT, Ops.STEP, Ops.RUN);

  @OneIn(4)
  @ParameterizedTest
  @CsvSource({
    "binary64,binary64,17",
    "binary32,binary32,9",
    "binary32,binary64,17",
    "bfloat16,binary32,9",
  })
  void judge_rightNumbersHoweverPrinted_pass(String declared, String computed, int digits) {
    int judged = 0;
    for (long seed : new long[] {CaseSuite.DEFAULT_SEED, 1, 2}) {
      Tried tried = tried(SOME, declared, computed, digits, seed, 12);
      assertEquals(List.of(), tried.failed());
      judged += tried.judged();
    }
    assertTrue(judged > 2_000, "answers: " + judged);
  }
}
