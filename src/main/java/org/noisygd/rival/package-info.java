// SPDX-License-Identifier: Apache-2.0
/**
 * The update rules that a user would compare with Perturbed GD: gradient descent, with the
 * balancing regulariser, on the smoothed objective itself, with noisy labels, with the noise kept
 * in the iterate, on sampled entries of M. Each is written once over any arithmetic, in the order
 * of evaluation that its header states; {@code rollout} has them once more on lanes of doubles, bit
 * for bit. Open {@link org.noisygd.rival.UpdateRule} first.
 */
package org.noisygd.rival;
