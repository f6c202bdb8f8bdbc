// SPDX-License-Identifier: Apache-2.0
/**
 * {@code study precision}: runs and their forecast, one class each. They share the options in
 * {@link org.noisygd.cli.precision.PrecisionOptions}. Open {@link
 * org.noisygd.cli.precision.PrecisionCommand} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.cli.precision;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
