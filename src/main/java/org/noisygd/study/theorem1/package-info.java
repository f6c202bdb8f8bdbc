// SPDX-License-Identifier: Apache-2.0
/**
 * Theorem 1 as an experiment: how often its event holds over many repeats, with exact binomial
 * intervals, over a grid of noise and steps; how the time to reach it scales; where its constants
 * must lie. Open {@link org.noisygd.study.theorem1.CoverageStudy} first.
 */
package org.noisygd.study.theorem1;
