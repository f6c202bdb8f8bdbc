// SPDX-License-Identifier: Apache-2.0
/**
 * Counter-based random words: any word of any stream at once, the same in every language.
 *
 * <p>{@link org.noisygd.random.Philox4x64} is the block function, {@link
 * org.noisygd.random.PhiloxStream} reads its blocks as one long sequence, numbered as NumPy numbers
 * it, behind the general {@link org.noisygd.random.WordStream}. Nothing here has a state: a word is
 * a function of its key and its place, so a run can be entered anywhere and in parallel. Normal
 * deviates are made from these words in {@code org.noisygd.noise}.
 *
 * <p>Not for secrets: Philox passes statistical tests, it is no cipher.
 */
package org.noisygd.random;
