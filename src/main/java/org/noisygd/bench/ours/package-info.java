// SPDX-License-Identifier: Apache-2.0
/**
 * This project's implementations in a benchmark, and the reference for comparison. Open {@link
 * org.noisygd.bench.ours.OwnImplementations} first: it lists them.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.bench.ours;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
