// SPDX-License-Identifier: Apache-2.0
/**
 * The candidate protocol as lines: replies and trace files. Open {@link
 * org.noisygd.judge.protocol.Reply.ReplyReader} first: it reads one line. {@code ReadNumber}
 * defines the number that a literal means. {@link org.noisygd.judge.protocol.TraceReader} reads a
 * trace file.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.protocol;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
