// SPDX-License-Identifier: Apache-2.0
/**
 * Perturbed gradient descent and gradient descent, written once over any arithmetic in one
 * documented order of evaluation: the order that golden traces record, faster kernels must match
 * bit for bit and the Coq model mirrors. Open {@link org.noisygd.descent.update.PerturbedUpdate}
 * first.
 */
package org.noisygd.descent.update;
