// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.noisygd.judge.mistake.ExactImage;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;

/**
 * Whether every field of an answer is right but for one factor: a gradient that is normalised, a
 * mean over the rows, a step size that decays. The factor is taken from the largest entry, and all
 * the others must then agree with it.
 */
final class ScaledTerm {
  static final String CODE = "scaled";

  private static final String MEAN = "mean-instead-of-sum";

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final MathContext DIGITS = new MathContext(40);

  /** Factors this near to each other are one. */
  private static final double SAME = 1e-6;

  /** Fields of fewer entries would agree with any factor. */
  private static final int TELLING = 3;

  /** From this many fields of enough entries on, one factor for all of them tells something. */
  private static final int CASES = 2;

  /** How many of the factors a diagnosis shows. */
  private static final int SHOWN = 3;

  private final MistakeFit likeness;

  /** The factors of each field, by its name, piece by piece. */
  private final Map<String, List<Factor>> factors = new LinkedHashMap<>();

  private int telling;

  /** A field's factor in one piece. */
  private record Factor(Request request, int step, double value) {}

  private ScaledTerm(MistakeFit likeness) {
    this.likeness = likeness;
  }

  /** The diagnosis, one a field, if all pieces have such factors. */
  static List<Diagnosis> diagnose(MistakeFit likeness, Op op, List<AnsweredRequest> pieces) {
    ScaledTerm terms = new ScaledTerm(likeness);
    for (AnsweredRequest piece : pieces) {
      if (!terms.add(piece)) {
        return List.of();
      }
    }
    return terms.telling < CASES ? List.of() : terms.words(op);
  }

  private boolean add(AnsweredRequest piece) {
    Request q = piece.request();
    Map<String, Matrix<Dyadic>> right = ExactImage.right(DyadicArithmetic.INSTANCE, q);
    Map<String, ErrorBound> limits = likeness.limits(q);
    for (Map.Entry<String, ReadMatrix> field : piece.fields().entrySet()) {
      String name = field.getKey();
      Matrix<Dyadic> image = right.get(name);
      ErrorBound limit = limits.get(name);
      if (image == null || limit == null || !limit.decides()) {
        return false;
      }
      Matrix<Dyadic> base = base(q, name, image);
      double factor = factor(base, image.minus(base), field.getValue(), limit.largest());
      if (Double.isNaN(factor)) {
        return false;
      }
      if (Double.isFinite(factor)) {
        factors
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(new Factor(q, piece.step(), factor));
        telling += q.op().has(Part.LOSS) || image.rows() * image.columns() >= TELLING ? 1 : 0;
      }
    }
    return true;
  }

  /** What the term is added to: the iterate in an update, else nothing. */
  private static Matrix<Dyadic> base(Request q, String name, Matrix<Dyadic> image) {
    return q.op() == Ops.STEP
        ? (name.equals("X") ? q.at().x() : q.at().y())
        : image.scale(Dyadic.ZERO);
  }

  /** The factor of the term; NaN if there is none, infinite if any would do. */
  private static double factor(
      Matrix<Dyadic> base, Matrix<Dyadic> term, ReadMatrix actual, BigDecimal limit) {
    BigDecimal allowed = limit.multiply(MistakeFit.ROOM);
    int at = 0;
    for (int n = 1; n < term.entries().size(); n++) {
      if (decimal(term, n).abs().compareTo(decimal(term, at).abs()) > 0) {
        at = n;
      }
    }
    BigDecimal largest = decimal(term, at);
    boolean nothing = largest.abs().compareTo(allowed) <= 0;
    BigDecimal factor =
        nothing
            ? BigDecimal.ZERO
            : actual
                .entries()
                .get(at)
                .decimal()
                .subtract(decimal(base, at))
                .divide(largest, DIGITS);
    // The factor is off by what its entry is: as much again.
    BigDecimal margin = allowed.multiply(factor.abs().max(BigDecimal.ONE)).multiply(TWO);
    for (int n = 0; n < term.entries().size(); n++) {
      BigDecimal expected = decimal(base, n).add(decimal(term, n).multiply(factor));
      BigDecimal error = actual.entries().get(n).decimal().subtract(expected).abs();
      if (error.compareTo(margin) > 0) {
        return Double.NaN;
      }
    }
    return nothing ? Double.POSITIVE_INFINITY : factor.doubleValue();
  }

  private static BigDecimal decimal(Matrix<Dyadic> m, int n) {
    return m.entries().get(n).toBigDecimal();
  }

  private List<Diagnosis> words(Op op) {
    List<Diagnosis> found = new ArrayList<>();
    for (Map.Entry<String, List<Factor>> field : factors.entrySet()) {
      List<Factor> all = field.getValue();
      if (all.stream().allMatch(f -> same(f.value(), 1))) {
        continue;
      }
      Optional<Known> known =
          Arrays.stream(Known.values())
              .filter(k -> all.stream().allMatch(f -> same(f.value(), k.of(f.request()))))
              .findFirst();
      String what = what(op, field.getKey());
      double first = all.get(0).value();
      if (known.isPresent()) {
        String words = what + " is multiplied by " + known.get().words;
        found.add(new Diagnosis(known.get().code, op.word(), words));
      } else if (all.stream().allMatch(f -> same(f.value(), first))) {
        String words = what + " is " + shown(first) + " times what is due";
        found.add(new Diagnosis(CODE, op.word(), words));
      } else if (op.has(Part.LOSS)) {
        return List.of(); // a single number agrees with any factor
      } else if (op == Ops.RUN
          && all.stream().allMatch(f -> f.value() == 0 || same(f.value(), 1))) {
        String words = "a state of " + field.getKey() + " is that of the step before";
        found.add(new Diagnosis("states-off-by-one", op.word(), words + ": " + some(op, all)));
      } else {
        String code = op == Ops.RUN ? "step-size-decayed" : CODE;
        String words = what + " is off by a factor that changes: " + some(op, all);
        found.add(new Diagnosis(code, op.word(), words));
      }
    }
    return found;
  }

  private static String what(Op op, String field) {
    return op == Ops.STEP || op == Ops.RUN ? "the increment of " + field : field;
  }

  private static String some(Op op, List<Factor> all) {
    List<String> shown = new ArrayList<>();
    List<Factor> off = all.stream().filter(f -> !same(f.value(), 1)).limit(SHOWN).toList();
    for (Factor f : off) {
      Request q = f.request();
      String where =
          op == Ops.RUN
              ? "step " + f.step()
              : "d1 = " + q.d1() + ", d2 = " + q.d2() + ", r = " + q.r();
      shown.add(shown(f.value()) + " at " + where);
    }
    return String.join("; ", shown);
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private static boolean same(double a, double b) {
    return Math.abs(a - b) <= SAME * Math.abs(b);
  }

  /** Factors that a program may have by mistake. */
  private enum Known {
    DOUBLED("2", "factor-two"),
    HALVED("1/2", "factor-two"),
    NEGATED("-1", "sign"),
    CELLS("1/(d1 d2)", MEAN),
    ROWS("1/d1", MEAN),
    COLUMNS("1/d2", MEAN),
    BOTH("1/(d1 + d2)", MEAN),
    RANK("1/r", MEAN),
    TIMES_RANK("r", CODE),
    STEP_OF_X("etaX", CODE),
    STEP_OF_Y("etaY", CODE);

    private final String words;
    private final String code;

    Known(String words, String code) {
      this.words = words;
      this.code = code;
    }

    double of(Request q) {
      return switch (this) {
        case DOUBLED -> 2;
        case HALVED -> 0.5;
        case NEGATED -> -1;
        case CELLS -> 1.0 / (q.d1() * q.d2());
        case ROWS -> 1.0 / q.d1();
        case COLUMNS -> 1.0 / q.d2();
        case BOTH -> 1.0 / (q.d1() + q.d2());
        case RANK -> 1.0 / q.r();
        case TIMES_RANK -> q.r();
        case STEP_OF_X -> q.etaX().roundToDouble();
        case STEP_OF_Y -> q.etaY().roundToDouble();
      };
    }
  }
}
