// SPDX-License-Identifier: Apache-2.0
/**
 * Files that a user names, programs that are started, and the progress and end of a long command.
 * Open {@link org.noisygd.io.InputFile} first: every failure to read a file is a {@link
 * org.noisygd.io.FormatException} that begins with its name.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code json}: the strict reader that keeps number literals.
 *   <li>{@code process}: other programs, with limits on their time and output.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.io;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
