// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers. Every algorithm of this project is written once over {@link
 * org.noisygd.arithmetic.Arithmetic}, a small dictionary of operations that is passed as a value.
 *
 * <table>
 * <caption>The arithmetics</caption>
 * <tr><th>class</th><th>name</th><th>each operation</th></tr>
 * <tr><td>{@link org.noisygd.arithmetic.Binary64}</td><td>{@code binary64}</td><td>correctly rounded, IEEE 754</td></tr>
 * <tr><td>{@link org.noisygd.format.EmulatedBinary}</td><td>{@code binary32}, {@code bfloat16}, ...</td><td>correctly rounded, once</td></tr>
 * <tr><td>{@link org.noisygd.format.BinaryPrecision}</td><td>{@code binary:P}</td><td>correctly rounded, exponent unlimited</td></tr>
 * <tr><td>{@link org.noisygd.arithmetic.DoubleDouble}</td><td>{@code double-double}</td><td>about 2^-104, Commons Numbers</td></tr>
 * <tr><td>{@link org.noisygd.arithmetic.DecimalArithmetic}</td><td>{@code decimal:P}</td><td>correctly rounded, half to even</td></tr>
 * <tr><td>{@link org.noisygd.arithmetic.ApfloatArithmetic}</td><td>{@code apfloat:P}</td><td>not rigorous: the second route beside {@code decimal:P}</td></tr>
 * <tr><td>{@link org.noisygd.arithmetic.DyadicArithmetic}</td><td>{@code dyadic}</td><td>exact, or refused</td></tr>
 * <tr><td>{@link org.noisygd.arithmetic.RationalArithmetic}</td><td>{@code rational}</td><td>exact, or refused</td></tr>
 * </table>
 *
 * <p>{@link org.noisygd.arithmetic.Rounding} says how an emulated arithmetic rounds; those that do,
 * and the names of all combinations, stand in {@code org.noisygd.format}.
 *
 * <p>Conversions named {@code of} are exact and refuse what they cannot represent; those named
 * {@code from} round, once. {@link org.noisygd.format.Arithmetics#named} finds an arithmetic by its
 * name.
 */
package org.noisygd.arithmetic;
