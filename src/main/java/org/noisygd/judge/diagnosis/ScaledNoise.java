// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.mistake.ExactImage;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Whether right updates under noise of another size explain the answers: by a known factor of each
 * factor's noise, or by one that is the same in every case and found from the first. An image is a
 * cubic in such a factor; its value at four of them gives it everywhere.
 */
final class ScaledNoise {
  static final String CODE = "noise-scaled";

  /** Newton's method starts at each of these, near which factors lie. */
  private static final double[] STARTS = {-2, -1, -0.5, 0, 0.25, 0.5, 0.9, 1.1, 1.5, 2, 3, 10, 100};

  private static final int ITERATIONS = 60;

  /** A factor this near to 1 is no mistake of size. */
  private static final double RIGHT = 1e-6;

  private final MistakeFit likeness;
  private final List<AnsweredRequest> pieces;

  private ScaledNoise(MistakeFit likeness, List<AnsweredRequest> pieces) {
    this.likeness = likeness;
    this.pieces = pieces;
  }

  /** The diagnosis, if all pieces of an update or a run agree. */
  static Optional<Diagnosis> diagnose(MistakeFit likeness, Op op, List<AnsweredRequest> pieces) {
    if ((op != Ops.STEP && op != Ops.RUN) || pieces.isEmpty()) {
      return Optional.empty();
    }
    ScaledNoise noise = new ScaledNoise(likeness, pieces);
    Optional<String> words = noise.byKnownFactor();
    if (words.isEmpty()) {
      words = noise.byConstant();
    }
    return words.map(w -> new Diagnosis(CODE, op.word(), w + "; the noise comes already scaled"));
  }

  private Optional<String> byKnownFactor() {
    for (Known known : Known.values()) {
      if (pieces.stream().allMatch(p -> fits(p, known.ofX(p.request()), known.ofY(p.request())))) {
        return Optional.of("the noise is multiplied by " + known.words);
      }
    }
    return Optional.empty();
  }

  private Optional<String> byConstant() {
    for (Side side : Side.values()) {
      for (double c : candidates(pieces.get(0), side)) {
        double x = side == Side.Y ? 1 : c;
        double y = side == Side.X ? 1 : c;
        if (pieces.stream().allMatch(p -> fits(p, x, y))) {
          return Optional.of(String.format(Locale.ROOT, "%s is multiplied by %.6g", side.words, c));
        }
      }
    }
    return Optional.empty();
  }

  /** Whose noise is scaled. */
  private enum Side {
    BOTH("the noise"),
    X("noiseX"),
    Y("noiseY");

    private final String words;

    Side(String words) {
      this.words = words;
    }
  }

  private boolean fits(AnsweredRequest piece, double x, double y) {
    return likeness.decides(piece.request()) && likeness.near(image(piece.request(), x, y), piece);
  }

  private static Map<String, Matrix<Dyadic>> image(Request q, double x, double y) {
    Factors<Dyadic> noise = q.direction();
    Factors<Dyadic> scaled =
        new Factors<>(noise.x().scale(Dyadic.of(x)), noise.y().scale(Dyadic.of(y)));
    return ExactImage.right(DyadicArithmetic.INSTANCE, q.withDirection(scaled));
  }

  /** The factors by which the entry that they move most would be what was answered. */
  private static List<Double> candidates(AnsweredRequest piece, Side side) {
    List<Double> found = new ArrayList<>();
    double[][] values = new double[4][];
    for (int c = 0; c < values.length; c++) {
      values[c] = entries(image(piece.request(), side == Side.Y ? 1 : c, side == Side.X ? 1 : c));
    }
    int at = 0;
    for (int n = 1; n < values[0].length; n++) {
      boolean more =
          Math.abs(values[1][n] - values[0][n]) > Math.abs(values[1][at] - values[0][at]);
      at = more ? n : at;
    }
    double due = answered(piece)[at];
    // Newton's form of the cubic through c = 0, 1, 2, 3.
    double first = values[1][at] - values[0][at];
    double second = (values[2][at] - 2 * values[1][at] + values[0][at]) / 2;
    double third = (values[3][at] - 3 * values[2][at] + 3 * values[1][at] - values[0][at]) / 6;
    for (double start : STARTS) {
      double c = start;
      for (int n = 0; n < ITERATIONS; n++) {
        double value = values[0][at] - due + c * (first + (c - 1) * (second + (c - 2) * third));
        double slope = first + second * (2 * c - 1) + third * ((3 * c - 6) * c + 2);
        c -= value / slope;
      }
      double root = c;
      boolean right = Math.abs(root - 1) < RIGHT;
      if (Double.isFinite(root)
          && !right
          && found.stream().noneMatch(f -> Math.abs(f - root) < 1e-9)) {
        found.add(root);
      }
    }
    return found;
  }

  private static double[] entries(Map<String, Matrix<Dyadic>> image) {
    return image.values().stream()
        .flatMap(m -> m.entries().stream())
        .mapToDouble(Dyadic::roundToDouble)
        .toArray();
  }

  private static double[] answered(AnsweredRequest piece) {
    return piece.fields().values().stream()
        .flatMap(m -> m.entries().stream())
        .mapToDouble(n -> n.nearestDouble())
        .toArray();
  }

  /** Factors that a program may have by mistake, of X's noise and of Y's. */
  private enum Known {
    ROOT_OF_ROWS("1/sqrt(d1) and 1/sqrt(d2)"),
    ROOT_OF_ROWS_TIMES("sqrt(d1) and sqrt(d2)"),
    ROWS("1/d1 and 1/d2"),
    ROOT_OF_RANK("1/sqrt(r)"),
    ROOT_OF_VARIABLES("1/sqrt(d1 r) and 1/sqrt(d2 r)"),
    ROOT_OF_STEP("the root of the step size"),
    OVER_STEP("1/etaX and 1/etaY");

    private final String words;

    Known(String words) {
      this.words = words;
    }

    double ofX(Request q) {
      return of(q.d1(), q.r(), q.etaX().roundToDouble());
    }

    double ofY(Request q) {
      return of(q.d2(), q.r(), q.etaY().roundToDouble());
    }

    private double of(double d, double r, double eta) {
      return switch (this) {
        case ROOT_OF_ROWS -> 1 / StrictMath.sqrt(d);
        case ROOT_OF_ROWS_TIMES -> StrictMath.sqrt(d);
        case ROWS -> 1 / d;
        case ROOT_OF_RANK -> 1 / StrictMath.sqrt(r);
        case ROOT_OF_VARIABLES -> 1 / StrictMath.sqrt(d * r);
        case ROOT_OF_STEP -> StrictMath.sqrt(eta);
        case OVER_STEP -> 1 / eta;
      };
    }
  }
}
