// SPDX-License-Identifier: Apache-2.0
/**
 * Options of several commands: {@link org.noisygd.cli.option.ResultOptions} is {@code --json} and
 * the provenance of results.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.cli.option;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
