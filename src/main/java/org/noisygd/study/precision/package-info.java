// SPDX-License-Identifier: Apache-2.0
/**
 * The precision study of the noise phase, on runs that share their noise with a reference run of
 * high precision: the drift to balance, and the loss at the end. Open {@link
 * org.noisygd.study.precision.DriftStudy} first; {@link org.noisygd.study.precision.DriftReport}
 * shows its result as text, CSV, JSON and a page.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.study.precision;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
