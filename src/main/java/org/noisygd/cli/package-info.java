// SPDX-License-Identifier: Apache-2.0
/**
 * The command line, by picocli: one class per command, and the options that several commands share.
 * Options are read and checked here; the packages below do the work. Open {@link
 * org.noisygd.cli.Main} first.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code option}: options of several commands.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.cli;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
