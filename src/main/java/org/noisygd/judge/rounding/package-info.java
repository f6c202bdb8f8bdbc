// SPDX-License-Identifier: Apache-2.0
/**
 * Conversions between formats: what is asked of them, and how the answers are judged, bit by bit or
 * by their law. Open {@link org.noisygd.judge.rounding.RoundingJudge} first. {@code
 * proofs-notes/rounding-judge.md} has the tests and their power.
 */
package org.noisygd.judge.rounding;
