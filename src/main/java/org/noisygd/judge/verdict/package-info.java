// SPDX-License-Identifier: Apache-2.0
/**
 * The verdict on one answer: the exact image against the candidate's, within the bounds of {@code
 * theory.rounding}. Open {@link org.noisygd.judge.verdict.Judge} first. No tolerance is typed by
 * hand.
 */
package org.noisygd.judge.verdict;
