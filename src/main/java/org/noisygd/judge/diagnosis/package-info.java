// SPDX-License-Identifier: Apache-2.0
/**
 * Which known mistake reproduces a candidate's numbers. Open {@code Diagnostician} first: it tries
 * every {@code Mistake} and pair of them on the failed cases; {@code RunMistakes} does so step by
 * step; {@code TruncatedOutput} recognises too few digits.
 */
package org.noisygd.judge.diagnosis;
