// SPDX-License-Identifier: Apache-2.0
/**
 * Updates of many replicates at once, with the bits of {@code descent.update} for every replicate.
 * Open {@link org.noisygd.descent.fast.BatchUpdate} first.
 *
 * <p>The kernels are in binary64 and double-double, each the twin of a readable one. Those over the
 * incubator's vectors are in {@code src/simd}, since they are compiled apart; {@link
 * org.noisygd.descent.fast.IncubatorVectors} says whether this Java has them. Each has a portable
 * twin here that gives the same bits.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.descent.fast;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
