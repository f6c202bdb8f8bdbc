// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.shape;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.checkerframework.framework.qual.SubtypeOf;

/**
 * The symbolic shape of a matrix: {@code @Shape({"d1", "r"}) Matrix<T>} has d1 rows and r columns.
 *
 * <p>A dimension is a symbol, a natural number, or a polynomial of them written with {@code + - *}
 * and parentheses. Two dimensions are the same when they are the same polynomial, so {@code
 * "(d1+d2)*r"} is {@code "d1*r+d2*r"}. A symbol has no declaration: it names one number, unknown to
 * the compiler, throughout the code that is compiled.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE_USE, ElementType.TYPE_PARAMETER})
@SubtypeOf(ShapeUnknown.class)
public @interface Shape {
  /** The dimensions, rows first. */
  String[] value();
}
