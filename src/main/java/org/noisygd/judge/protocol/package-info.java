// SPDX-License-Identifier: Apache-2.0
/**
 * The candidate protocol as lines: replies, trace files, and the process at the other end of the
 * pipe. Open {@link org.noisygd.judge.protocol.Reply.ReplyReader} first: it reads one line. {@code
 * LimitedProcess} bounds time and memory, {@code ReadNumber} defines the number that a literal
 * means. {@link org.noisygd.judge.protocol.TraceReader} reads a trace file.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.protocol;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
