// SPDX-License-Identifier: Apache-2.0
/**
 * Immutable matrices over any {@link org.noisygd.number.Arithmetic}, with one documented order of
 * evaluation. Open {@link org.noisygd.number.matrix.Matrix} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.number.matrix;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
