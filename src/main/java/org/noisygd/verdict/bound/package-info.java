// SPDX-License-Identifier: Apache-2.0
/**
 * The proved bounds as numbers to use elsewhere: {@link org.noisygd.verdict.bound.AskedBound} is
 * the largest deviation of a correct program in one field of an op or in a sum of products; {@link
 * org.noisygd.verdict.bound.BoundReport} shows it.
 */
package org.noisygd.verdict.bound;
