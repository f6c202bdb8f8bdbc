// SPDX-License-Identifier: Apache-2.0
/**
 * The only place where the closed forms of {@code theory} and the numerical eigen-analysis of
 * {@code spectral} meet: a grid of problems on which each claim is checked, and says how it is
 * known. Open {@link org.noisygd.verify.check.Check} first.
 */
package org.noisygd.verify.claims;
