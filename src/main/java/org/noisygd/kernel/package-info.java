// SPDX-License-Identifier: Apache-2.0
/**
 * Fast kernels in binary64 and double-double, each the double of a readable one: the same bits as
 * {@code descent} for every replicate of a batch.
 *
 * <p>Kernels over the incubator's vectors stand in {@code src/vector}, since they compile apart;
 * {@link org.noisygd.kernel.IncubatorVectors} says whether this Java has them at hand. Each has a
 * portable twin here that gives the same bits.
 */
package org.noisygd.kernel;
