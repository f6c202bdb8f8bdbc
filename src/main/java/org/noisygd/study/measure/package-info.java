// SPDX-License-Identifier: Apache-2.0
/**
 * Measurements along coupled runs: the phases, and the drift ratio, with the class that {@link
 * org.noisygd.study.measure.VerdictRule} gives it.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.study.measure;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
