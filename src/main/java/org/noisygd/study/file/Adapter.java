// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.util.List;
import org.noisygd.number.Text;

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

  /** A problem as a JSON object: the factors as start, whose product is M, and their rank. */
  String json() {
    return Text.format("{\"X\":%s,\"Y\":%s,\"r\":%d}", Rows.json(x), Rows.json(y), y.get(0).size());
  }
}
