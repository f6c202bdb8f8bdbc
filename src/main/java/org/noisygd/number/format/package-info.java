// SPDX-License-Identifier: Apache-2.0
/**
 * Emulated number formats for precision studies, correct to the last bit.
 *
 * <p>{@link org.noisygd.number.format.BinaryFormat} defines the values of a format and rounds a
 * number to it; {@link org.noisygd.number.format.EmulatedBinary} and {@link
 * org.noisygd.number.format.BinaryPrecision} compute in it. {@link
 * org.noisygd.number.format.Arithmetics} finds them by names such as {@code bfloat16/stochastic:8},
 * which {@link org.noisygd.number.format.ArithmeticName} reads; {@link
 * org.noisygd.number.format.StoreRounding} rounds arrays of stored doubles quickly, {@link
 * org.noisygd.number.format.IterateStorage} also with a Kahan compensation term or a binary64
 * master copy beside them; {@link org.noisygd.number.format.Conversion} also handles block formats;
 * {@link org.noisygd.number.format.RoundingRandomness} are the random words. {@link
 * org.noisygd.number.format.Rounding} defines the roundings.
 */
package org.noisygd.number.format;
