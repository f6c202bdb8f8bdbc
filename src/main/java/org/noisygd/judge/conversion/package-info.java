// SPDX-License-Identifier: Apache-2.0
/**
 * Judges conversions between formats: the cases, and the answers bitwise or by their distribution.
 * Open {@link org.noisygd.judge.conversion.RoundingJudge} first. {@code
 * proofs-notes/rounding-judge.md} has the tests and their power.
 */
package org.noisygd.judge.conversion;
