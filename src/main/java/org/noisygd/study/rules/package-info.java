// SPDX-License-Identifier: Apache-2.0
/**
 * Which optimum each update rule picks, measured beside what theory expects, and what the law of
 * the noise changes (the paper's Section 6): anisotropy, heavy tails, decay. Open {@link
 * org.noisygd.study.rules.BiasStudy} first.
 */
package org.noisygd.study.rules;
