// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.shape;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The effect of a kernel on shapes, in Einstein's notation: {@code @Einsum("ik,kj->ij")} on a
 * matrix product.
 *
 * <p>The left side has one group of index letters per operand: first the receiver, unless the
 * method is static, then the parameters in order. Parameters of a primitive type or of the type of
 * a type variable are scalars and are left out; for any other parameter without a shape (such as a
 * function) the group is empty. At a call every operand's shape must be known, and a letter must
 * stand for the same dimension wherever it occurs; a digit stands for itself. (An operand whose
 * letters stand in no other operand may have an unknown shape; then the result has an unknown shape
 * too.) On the right stand the dimensions of the result, each a letter, a digit, or an expression
 * over letters in parentheses: {@code "ij,kj->(i+k)j"} stacks one matrix on another. If the result
 * has no shape, the right side is empty.
 *
 * <p>The body of the method is not checked against its signature: a kernel is trusted, and tested.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Einsum {
  /** The signature, such as {@code ik,kj->ij}. */
  String value();
}
