// SPDX-License-Identifier: Apache-2.0
/**
 * {@code study precision} and its four studies, one class each. They share the options in {@link
 * org.noisygd.cli.precision.PrecisionOptions}, and those that make runs {@link
 * org.noisygd.cli.precision.EndOptions}: a study may end early and go on. Open {@link
 * org.noisygd.cli.precision.PrecisionCommand} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.cli.precision;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
