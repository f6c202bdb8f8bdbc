// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.util.List;
import org.apache.commons.numbers.core.DD;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;

/**
 * A low-rank adapter (LoRA) of a layer: X = lora_B, of shape d1 x r, and Y, the transpose of
 * lora_A, of shape d2 x r. X Y^T is what the adapter adds to the layer's weights, but for the
 * factor alpha / r, which no tensor of it holds.
 *
 * @param place the layer
 */
record Adapter(Place place, List<List<Double>> x, List<List<Double>> y) {
  /** The adapter of two factors as they are stored. */
  static Adapter of(Place place, List<List<Double>> b, List<List<Double>> a) {
    if (b.get(0).size() != a.size()) {
      throw place.must(
          "have as many columns of lora_B as rows of lora_A",
          "lora_B " + Rows.shape(b) + " and lora_A " + Rows.shape(a));
    }
    return new Adapter(
        place, b, Rows.of(place, a.get(0).size(), a.size(), (i, j) -> a.get(j).get(i)));
  }

  /** A problem as a JSON object: the product as M, the factors as start, their rank. */
  String json() {
    return Text.format(
        "{\"M\":%s,\"X\":%s,\"Y\":%s,\"r\":%d}",
        Rows.json(product()), Rows.json(x), Rows.json(y), y.get(0).size());
  }

  /**
   * X Y^T, summed in {@link DoubleDouble} and then rounded to doubles. While nothing underflows,
   * the sum is off by less than 2^-101 r times the sum of the sizes of its terms.
   */
  List<List<Double>> product() {
    if ((long) x.size() * y.size() > Rows.MAX_ENTRIES) {
      throw place.must(
          "have a product of at most " + Rows.MAX_ENTRIES + " entries",
          x.size()
              + " x "
              + y.size()
              + "; store some rows of lora_B and columns of lora_A alone,"
              + " or ask study forecast, which takes no matrix");
    }
    double[][] product = sums(x).times(sums(y).transpose()).roundToDoubles();
    return Rows.of(place, x.size(), y.size(), (i, j) -> product[i][j]);
  }

  private static Matrix<DD> sums(List<List<Double>> rows) {
    return Matrix.of(
        DoubleDouble.INSTANCE,
        rows.size(),
        rows.get(0).size(),
        (i, j) -> DD.of(rows.get(i).get(j)));
  }
}
