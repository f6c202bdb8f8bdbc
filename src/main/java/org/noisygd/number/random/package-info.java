// SPDX-License-Identifier: Apache-2.0
/**
 * Random words and Gaussian deviates by position, with the same bits in every language.
 *
 * <p>{@link org.noisygd.number.random.Philox4x64} is the block function; {@link
 * org.noisygd.number.random.PhiloxStream} reads its blocks as one long sequence, numbered as NumPy
 * numbers it. Nothing here has a state: a word is a function of its key and its index, so a run can
 * start at any step and in parallel. Not for secrets: Philox passes statistical tests; it is no
 * cipher.
 *
 * <p>{@link org.noisygd.number.random.GaussianStream} makes Gaussian deviates of these words by
 * {@link org.noisygd.number.random.InverseNormal}: golden data, the op {@code sample}, all studies,
 * benchmarks and random starts draw from it. {@link org.noisygd.number.random.NoiseSource} scales
 * the deviates and lays them out as the matrix of one factor. Definition, accuracy and a NumPy
 * program: {@code proofs-notes/noise.md}.
 */
package org.noisygd.number.random;
