// SPDX-License-Identifier: Apache-2.0
/**
 * Intervals of a proportion, a median, a mean and the drift ratio; order statistics. Distributions
 * come from Commons Math.
 */
package org.noisygd.study.statistics;
