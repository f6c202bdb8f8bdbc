// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import org.noisygd.number.Require;

/**
 * Stores a matrix in a block format: {@link Conversion#round(double[], Rounding,
 * java.util.function.LongSupplier)} of each line, with the same bits, in some nanoseconds per
 * value. Blocks run along rows or columns; the last block of a line may be shorter.
 *
 * <p>Method: division by a scale that is a power of two is exact; a quotient by any other is
 * rounded to odd at 53 bits, which changes a probability of proportional stochastic rounding by at
 * most 2^-50. Then {@link StoreRounding} rounds the elements. A matrix with an infinity or NaN
 * becomes NaNs, except for blocks of zeros.
 */
public final class BlockStore implements MatrixRounding {
  private final Conversion conversion;
  private final Rounding rounding;
  private final int columns;
  private final boolean alongColumns;
  private final StoreRounding elements;
  private final double[] block;
  private final long[] blockWords;

  /**
   * The rounding on storage of matrices with this many columns.
   *
   * @param conversion the conversion to a block format
   * @param rounding the rounding of the elements
   */
  public BlockStore(Conversion conversion, Rounding rounding, int columns, boolean alongColumns) {
    Require.that(conversion.hasBlocks(), "conversion", "have blocks", conversion.name());
    Require.positive("columns", columns);
    this.conversion = conversion;
    this.rounding = rounding;
    this.columns = columns;
    this.alongColumns = alongColumns;
    this.elements = new StoreRounding(conversion.element(), rounding);
    this.block = new double[conversion.block()];
    this.blockWords = new long[conversion.block()];
  }

  @Override
  public MatrixRounding toNearest() {
    return new BlockStore(conversion, Rounding.Directed.NEAREST, columns, alongColumns);
  }

  @Override
  public void round(double[] values, long[] words) {
    double all = largest(values, 0, 1, values.length);
    eachBlock(
        values.length,
        (first, stride, count) -> roundBlock(values, words, first, stride, count, all));
  }

  /** The spacings under the scales of the stored blocks; 0 in a block of zeros. */
  @Override
  public void spacings(double[] values, double[] spacings) {
    double all = largest(values, 0, 1, values.length);
    eachBlock(
        values.length,
        (first, stride, count) -> {
          double m = largest(values, first, stride, count);
          double scale = m == 0 || !Double.isFinite(all) ? 0 : conversion.scale().of(m, all);
          for (int i = first; i < first + count * stride; i += stride) {
            spacings[i] = scale == 0 ? 0 : scale * conversion.element().spacing(values[i] / scale);
          }
        });
  }

  /** A visitor of a block of {@code count} entries from {@code first} on. */
  private interface Block {
    void visit(int first, int stride, int count);
  }

  private void eachBlock(int entries, Block visitor) {
    int rows = entries / columns;
    int lines = alongColumns ? columns : rows;
    int length = alongColumns ? rows : columns;
    int stride = alongColumns ? columns : 1;
    for (int line = 0; line < lines; line++) {
      int first = alongColumns ? line : line * columns;
      for (int from = 0; from < length; from += block.length) {
        visitor.visit(first + from * stride, stride, Math.min(block.length, length - from));
      }
    }
  }

  private void roundBlock(
      double[] values, long[] words, int first, int stride, int count, double all) {
    double m = largest(values, first, stride, count);
    if (m == 0) {
      return;
    }
    double scale = Double.isFinite(all) ? conversion.scale().of(m, all) : Double.NaN;
    for (int i = 0; i < count; i++) {
      block[i] = values[first + i * stride];
      if (rounding.isStochastic()) {
        blockWords[i] = words[first + i * stride];
      }
    }
    if (scale > 0) {
      for (int i = 0; i < count; i++) {
        block[i] = RoundToOdd.quotient(block[i], scale);
      }
      elements.round(block, 0, count, blockWords);
    }
    for (int i = 0; i < count; i++) {
      values[first + i * stride] = block[i] * scale;
    }
  }

  private static double largest(double[] values, int first, int stride, int count) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(values[first + i * stride]));
    }
    return largest;
  }
}
