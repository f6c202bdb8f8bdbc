// SPDX-License-Identifier: Apache-2.0
/**
 * Intervals of a proportion, of a median and of a mean, order statistics and fits of power laws.
 * The drift ratio is one. Distributions come from Commons Math.
 */
package org.noisygd.study.statistics;
