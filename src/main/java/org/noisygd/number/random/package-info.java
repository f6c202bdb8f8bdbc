// SPDX-License-Identifier: Apache-2.0
/**
 * Random words and Gaussian deviates by position, with the same bits in every language.
 *
 * <p>{@link org.noisygd.number.random.Philox4x64} is the block function; {@link
 * org.noisygd.number.random.PhiloxStream} reads its blocks as one long sequence, numbered as NumPy
 * numbers it. Nothing here has a state: a word is a function of its key and its place, so a run can
 * be entered anywhere and in parallel. Not for secrets: Philox passes statistical tests; it is no
 * cipher.
 *
 * <p>Two streams make Gaussian deviates of these words. {@link
 * org.noisygd.number.random.GaussianStream} uses {@link org.noisygd.number.random.InverseNormal}.
 * It is the reference's stream: golden data, the op {@code sample}, the precision studies, the
 * sweeps and the paper's Figures 2 to 6 draw from it, and so does every random start. {@link
 * org.noisygd.number.random.BoxMullerStream} is faster in batches: the noise of Theorem 1's studies
 * and of the fast benchmarks comes from it. {@link org.noisygd.number.random.NoiseSource} scales
 * the deviates and lays them out as the matrix of one factor. Definition, accuracy and a NumPy
 * program: {@code proofs-notes/noise.md}.
 */
package org.noisygd.number.random;
