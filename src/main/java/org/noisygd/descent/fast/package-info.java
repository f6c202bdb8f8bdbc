// SPDX-License-Identifier: Apache-2.0
/**
 * Updates of many replicates at once, with the bits of {@code descent.update} for every replicate.
 * Open {@link org.noisygd.descent.fast.BatchUpdate} first.
 *
 * <p>The kernels are in binary64 and double-double; each computes the bits of a readable version.
 * The kernels over the incubator's vectors are in {@code src/simd}, since they are compiled
 * separately; {@link org.noisygd.descent.fast.IncubatorVectors} finds them. Each has a portable
 * counterpart here that gives the same bits.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.descent.fast;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
