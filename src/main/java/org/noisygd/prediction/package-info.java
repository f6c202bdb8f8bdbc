// SPDX-License-Identifier: Apache-2.0
/**
 * Theory beside simulation: what closed forms predict of Perturbed GD, held against runs, each
 * within stated errors. {@link org.noisygd.prediction.Settling} is where it settles, {@link
 * org.noisygd.prediction.Balancing} how fast noise balances, {@link
 * org.noisygd.prediction.PhaseScaling} how the times of the phases grow.
 */
package org.noisygd.prediction;
