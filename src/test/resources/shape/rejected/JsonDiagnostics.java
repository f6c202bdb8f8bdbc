// SPDX-License-Identifier: Apache-2.0
package programs;

import org.noisygd.number.shape.Einsum;
import org.noisygd.number.shape.Shape;

/** Annotations that say nothing. */
abstract class Malformed {
  abstract @Shape({"d1/r", "r"}) Mat<String> dimension(); // expect: [shape.malformed] dimension must be

  @Einsum("ij->ik") abstract Mat<String> free(); // expect: [shape.malformed] einsum result index k stands in no operand

  @Einsum("ij") abstract Mat<String> arrow(); // expect: [shape.malformed] einsum must read "operands->result"

  @Einsum("ij->ij") abstract Mat<String> arity(Mat<String> other); // expect: [shape.malformed] einsum must have a group for each of 2 operands
}
