// SPDX-License-Identifier: Apache-2.0
/**
 * The update rules that a user would compare with Perturbed GD: gradient descent, with the
 * balancing regulariser, on the smoothed objective itself, with noisy labels, with the noise kept
 * in the iterate, on sampled entries of M. Each is written once over any arithmetic, in the order
 * of evaluation that its header states, and once more on lanes of doubles ({@link
 * org.noisygd.rival.RuleLanes}), bit for bit. Open {@link org.noisygd.rival.UpdateRule} first;
 * which optimum each picks is measured in {@code bias}.
 */
package org.noisygd.rival;
