// SPDX-License-Identifier: Apache-2.0
/**
 * Many replicates of one run at once, on all processors, with the same bits on any number of them:
 * {@link org.noisygd.ensemble.Ensemble}. Each replicate has the bits of {@code descent}.
 */
package org.noisygd.ensemble;
