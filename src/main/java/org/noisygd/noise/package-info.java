// SPDX-License-Identifier: Apache-2.0
/**
 * Gaussian noise that any language can draw again, bit for bit: the entry of any (seed, replicate,
 * step, factor, entry) at once.
 *
 * <p>{@link org.noisygd.noise.GaussianStream} addresses words of Philox4x64-10 and sends each
 * through {@link org.noisygd.noise.InverseNormal}, Wichura's AS 241 in a fixed sequence of IEEE
 * binary64 operations; both stand behind the general {@link org.noisygd.noise.NormalStream}. {@link
 * org.noisygd.noise.NoiseSource} scales its deviates and lays them out as the matrix of one factor.
 * The exact definition, its accuracy and a NumPy program of twenty lines are in {@code
 * proofs-notes/noise.md}.
 */
package org.noisygd.noise;
