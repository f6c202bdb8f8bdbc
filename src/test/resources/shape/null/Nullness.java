// SPDX-License-Identifier: Apache-2.0
package programs;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.shape.Shape;

/** Right shapes, but null: the Nullness checker runs after the shape checker. */
final class Nullness {
  private Nullness() {}

  static <T extends Object> T dereference(@Nullable Mat<T> x) {
    return x.entry(); // expect: [dereference.of.nullable] dereference of possibly-null reference x
  }

  static <T extends Object> @Shape({"d1", "r"}) Mat<T> result() {
    return null; // expect: [return] incompatible types in return
  }

  static Mat<@Nullable String> entries() { // expect: [type.argument] incompatible type argument
    return Mat.read(""); // expect: [type.arguments.not.inferred] Could not infer type arguments
  }
}
