// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue of known mistakes, each carried out in exact arithmetic. Open {@link
 * org.noisygd.judge.mistake.Mistake} first: it lists them with their codes and advice. {@code
 * ExactImage}, {@code ExactGradient} and {@code ExactUpdate} compute what a program with a set of
 * them would return; with the empty set, the exact image that the judge holds candidates against.
 */
package org.noisygd.judge.mistake;
