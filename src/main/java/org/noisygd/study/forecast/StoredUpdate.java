// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BinaryFormat.Overflow;
import org.noisygd.number.format.MatrixRounding;
import org.noisygd.number.format.Rounding;

/**
 * The mean of one Gaussian update of a stored weight w: with R the rounding on storage and u ~ N(m,
 * s^2),
 *
 * <pre>  E R(w + u) - w,</pre>
 *
 * <p>over all numbers of the format, not only those with the spacing at w. Magnitudes fall into
 * pieces of equal spacing: the binades, the subnormal numbers, flushed numbers and overflow; in a
 * block, for each scale that the updated weight may cause. Within a piece the mean of R(v) is a
 * line plus a {@link Sawtooth}, whose mean is a sum of normal probabilities. Under stochastic
 * rounding it is also the mean over the random words.
 *
 * <p>Accuracy: 1e-8 h, h the spacing, and 1e-13 s; measured by {@code StoredUpdateTest} against
 * stored samples. Updates beyond 9 s, 1e-19 of them, are neglected.
 */
final class StoredUpdate {
  /** Maximum distance of an update, in standard deviations; 1e-19 of updates are farther. */
  private static final double FARTHEST = 9;

  /** Number of binades below the farthest magnitude; smaller numbers are below 2^-53 of it. */
  private static final int BINADES = 60;

  /** The fraction of a number in which a scale that follows the number changes twice. */
  private static final double FOLLOWS = 0x1p-20;

  private final ArithmeticName arithmetic;
  private final double stored;
  private final double others;

  /**
   * Magnitudes v that are stored, on average, as low + slope (v + error of the grid - from).
   *
   * @param spacing the spacing of the grid; 0 if nothing is rounded
   */
  private record Piece(double from, double to, double spacing, double low, double slope) {
    static Piece grid(double from, double to, double spacing) {
      return new Piece(from, to, spacing, from, 1);
    }

    static Piece constant(double from, double to, double value) {
      return new Piece(from, to, 0, value, 0);
    }
  }

  private StoredUpdate(ArithmeticName arithmetic, double stored, double others) {
    this.arithmetic = arithmetic;
    this.stored = stored;
    this.others = others;
  }

  /**
   * The update of a weight, which is first stored to nearest.
   *
   * @param largest the largest number of its block, the weight itself if no other is larger
   */
  static StoredUpdate of(ArithmeticName arithmetic, double weight, double largest) {
    double[] block = {weight, largest};
    MatrixRounding store = arithmetic.store(block.length).orElseThrow().toNearest();
    store.round(block, new long[block.length]);
    boolean among = arithmetic.blocks().isPresent() && largest > weight;
    return new StoredUpdate(arithmetic, block[0], among ? block[1] : 0);
  }

  /** The stored weight w. */
  double stored() {
    return stored;
  }

  /** The distance from w to the next larger number; infinite if there is none. */
  double above() {
    return gap(stored);
  }

  /** The distance from w to the next smaller number. */
  double below() {
    return stored == 0 ? above() : gap(Math.nextDown(stored));
  }

  private double gap(double magnitude) {
    Piece piece = at(magnitude);
    if (piece.slope > 0) {
      return piece.spacing * piece.slope;
    }
    Piece next = at(piece.to); // after a change of scale, after the flushed numbers, or none
    double first = next.slope == 1 ? next.spacing * Math.ceil(piece.to / next.spacing) : next.to;
    return Double.isFinite(next.low) ? first - piece.low : Double.POSITIVE_INFINITY;
  }

  private Piece at(double magnitude) {
    return pieces(magnitude, Math.nextUp(magnitude), false).stream()
        .filter(piece -> piece.from <= magnitude && magnitude < piece.to)
        .findFirst()
        .orElse(Piece.constant(magnitude, magnitude, Double.POSITIVE_INFINITY));
  }

  /** The updates of the two numbers next to w. */
  List<StoredUpdate> neighbours() {
    List<StoredUpdate> all = new ArrayList<>();
    for (double next : new double[] {stored + above(), stored - below()}) {
      if (next > 0 && next != stored && Double.isFinite(next)) {
        all.add(new StoredUpdate(arithmetic, next, others));
      }
    }
    return all;
  }

  /** The probability that rounding to nearest leaves w as it is. */
  double lost(double mean, double deviation) {
    Piece piece = at(stored);
    double clipped = piece.slope > 0 ? 0 : piece.to - stored;
    double half = Math.max(clipped, above() / 2);
    return new GaussianUpdate(0, mean, deviation).probability(-below() / 2, half);
  }

  /** The mean E R(w + u) - w; not finite if R(w + u) may be infinite or NaN. */
  double mean(double mean, double deviation) {
    return side(new GaussianUpdate(stored, mean, deviation), false)
        - side(new GaussianUpdate(-stored, -mean, deviation), true);
  }

  /** The part of this mean from numbers v of one sign, negated for negative v. */
  private double side(GaussianUpdate update, boolean negative) {
    double last = update.weight() + update.mean() + FARTHEST * update.deviation();
    double first = Math.max(0, last - 2 * FARTHEST * update.deviation());
    double sum = 0;
    for (Piece piece : first < last ? pieces(first, last, negative) : List.<Piece>of()) {
      double from = Math.max(first, piece.from);
      double to = Math.min(last, piece.to);
      if (from < to) {
        double spacing = piece.slope == 0 ? 0 : piece.spacing;
        double error = Sawtooth.of(arithmetic.rounding(), spacing, negative).mean(update, from, to);
        double offset = piece.low - piece.slope * piece.from - (1 - piece.slope) * update.weight();
        sum +=
            piece.slope * (update.moment(from, to, update.weight()) + error)
                + (offset == 0 ? 0 : offset * update.probability(from, to));
      }
    }
    return sum;
  }

  /** The mean of a function of the spacing, over the magnitudes of an updated weight. */
  double meanOverSpacings(GaussianUpdate update, DoubleUnaryOperator of) {
    double sum = 0;
    for (boolean negative : new boolean[] {false, true}) {
      GaussianUpdate side =
          negative
              ? new GaussianUpdate(-update.weight(), -update.mean(), update.deviation())
              : update;
      double last = side.weight() + side.mean() + FARTHEST * side.deviation();
      double first = Math.max(0, last - 2 * FARTHEST * side.deviation());
      for (Piece piece : first < last ? pieces(first, last, negative) : List.<Piece>of()) {
        if (piece.spacing > 0) {
          sum += side.probability(piece.from, piece.to) * of.applyAsDouble(piece.spacing);
        }
      }
    }
    return sum;
  }

  /** The pieces that hold all magnitudes from the first to the last, in order. */
  private List<Piece> pieces(double first, double last, boolean negative) {
    List<Piece> pieces = new ArrayList<>();
    double least = Math.scalb(last, -BINADES);
    if (arithmetic.blocks().isEmpty()) {
      add(pieces, arithmetic.format().orElseThrow(), 1, first, last, negative);
      return pieces;
    }
    double from = first;
    if (others == 0 && first < least) {
      pieces.add(Piece.grid(0, least, 0));
      from = least;
    }
    while (from < last) {
      double to = sameScale(from);
      if (from >= others && sameScale(to) - to < FOLLOWS * to) {
        pieces.add(Piece.grid(from, Double.POSITIVE_INFINITY, 0));
        return pieces;
      }
      List<Piece> ofScale = new ArrayList<>();
      BinaryFormat element = arithmetic.blocks().get().conversion().element();
      add(ofScale, element, scale(from), from, Math.min(to, last), negative);
      for (Piece piece : ofScale) {
        double start = Math.max(from, piece.from);
        double end = Math.min(to, piece.to);
        if (start < end) {
          pieces.add(
              piece.slope == 0
                  ? Piece.constant(start, end, piece.low)
                  : Piece.grid(start, end, piece.spacing));
        }
      }
      from = to;
    }
    return pieces;
  }

  /** The scale of the block if w becomes v. */
  private double scale(double v) {
    double largest = Math.max(v, others);
    return arithmetic.blocks().orElseThrow().conversion().scale().of(largest, largest);
  }

  /** The end of the magnitudes for which the block has the same scale. */
  private double sameScale(double from) {
    double scale = scale(from);
    double same = from;
    double other = 4 * Math.max(from, others);
    if (!(other < Double.POSITIVE_INFINITY) || scale(other) == scale) {
      return Double.POSITIVE_INFINITY;
    }
    while (Math.nextUp(same) < other) {
      double middle = same + (other - same) / 2;
      if (scale(middle) == scale) {
        same = middle;
      } else {
        other = middle;
      }
    }
    return other;
  }

  private void add(
      List<Piece> pieces,
      BinaryFormat format,
      double scale,
      double first,
      double last,
      boolean negative) {
    double normal = format.smallestNormal() * scale;
    double largest = format.largest() * scale;
    double spacing = format.spacing(0) * scale;
    int exponent = Math.max(format.minExponent(), Math.getExponent(last / scale) - BINADES);
    if (Math.scalb(scale, exponent) > normal) {
      pieces.add(Piece.grid(0, Math.scalb(scale, exponent), 0));
    } else if (format.flushes()) {
      pieces.add(Piece.constant(0, normal - spacing, 0));
      pieces.add(new Piece(normal - spacing, normal, spacing, 0, normal / spacing));
    } else {
      pieces.add(Piece.grid(0, normal, spacing));
    }
    exponent = Math.max(exponent, Math.getExponent(first / scale));
    for (double from = Math.scalb(scale, exponent); from < Math.min(last, largest); from *= 2) {
      double gap = format.spacing(from / scale) * scale;
      pieces.add(Piece.grid(from, Math.min(2 * from, largest), gap));
    }
    Rounding rounding = arithmetic.rounding();
    double end =
        format.overflow() == Overflow.LARGEST || rounding.neverOverflows(negative)
            ? Double.POSITIVE_INFINITY
            : rounding.isToNearest() ? largest + format.spacing(largest) * scale / 2 : largest;
    pieces.add(Piece.constant(largest, end, largest));
    pieces.add(Piece.constant(end, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
  }
}
