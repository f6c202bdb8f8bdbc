// SPDX-License-Identifier: Apache-2.0
/**
 * This project's own implementations as a benchmark times them, and the reference they are compared
 * with. Open {@link org.noisygd.bench.ours.OwnImplementations} first: it lists them.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.bench.ours;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
