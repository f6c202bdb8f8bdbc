// SPDX-License-Identifier: Apache-2.0
/**
 * Updates at 34 to 1000 digits and more in fixed point, defined bitwise and within a proved bound
 * of the exact update: {@link org.noisygd.descent.fixedpoint.FixedPointUpdate}.
 *
 * <p>The portable kernel is here, the kernels over the incubator's vectors are in {@code src/simd};
 * all give the same bits.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.descent.fixedpoint;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
