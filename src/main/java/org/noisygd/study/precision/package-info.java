// SPDX-License-Identifier: Apache-2.0
/**
 * Precision studies of the noise phase, on runs that share their noise with a twin of high
 * precision: the drift to balance ({@link org.noisygd.study.precision.DriftStudy}) and where runs
 * settle ({@link org.noisygd.study.precision.SettledStudy}). Each has a class that shows it as
 * text, CSV, JSON and a page.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.study.precision;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
