// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetics, from bfloat16 to exact rationals. Every algorithm of this project is written
 * once over {@link org.noisygd.number.Arithmetic}, a small dictionary of operations that is passed
 * as a value.
 *
 * <table>
 * <caption>The arithmetics</caption>
 * <tr><th>class</th><th>name</th><th>each operation</th></tr>
 * <tr><td>{@link org.noisygd.number.Binary64}</td><td>{@code binary64}</td><td>correctly rounded, IEEE 754</td></tr>
 * <tr><td>{@link org.noisygd.number.format.EmulatedBinary}</td><td>{@code binary32}, {@code bfloat16}, ...</td><td>correctly rounded, once</td></tr>
 * <tr><td>{@link org.noisygd.number.format.BinaryPrecision}</td><td>{@code binary:P}</td><td>correctly rounded, exponent unlimited</td></tr>
 * <tr><td>{@link org.noisygd.number.DoubleDouble}</td><td>{@code double-double}</td><td>about 2^-104, Commons Numbers</td></tr>
 * <tr><td>{@link org.noisygd.number.DecimalArithmetic}</td><td>{@code decimal:P}</td><td>correctly rounded, half to even</td></tr>
 * <tr><td>{@link org.noisygd.number.ApfloatArithmetic}</td><td>{@code apfloat:P}</td><td>not rigorous: a check of {@code decimal:P}</td></tr>
 * <tr><td>{@link org.noisygd.number.DyadicArithmetic}</td><td>{@code dyadic}</td><td>exact, or refused</td></tr>
 * <tr><td>{@link org.noisygd.number.RationalArithmetic}</td><td>{@code rational}</td><td>exact, or refused</td></tr>
 * </table>
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code shape}: annotations that state the shape of a matrix, for the shape checker.
 *   <li>{@code matrix}: immutable matrices over any of these arithmetics.
 *   <li>{@code random}: random access to the words and the Gaussian deviates of a stream.
 *   <li>{@code format}: emulated formats, their names, and the rounding of stored iterates.
 * </ul>
 *
 * <p>Conversions named {@code of} are exact and refuse other values; conversions named {@code from}
 * round once. {@link org.noisygd.number.format.Arithmetics#named} finds an arithmetic by its name.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.number;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
