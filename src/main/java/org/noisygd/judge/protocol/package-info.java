// SPDX-License-Identifier: Apache-2.0
/**
 * The candidate protocol: requests, replies, trace files, and the process at the other end of the
 * pipe. Open {@link org.noisygd.judge.protocol.Request} first: it holds one request exactly. {@code
 * RequestJson} writes it, {@code Reply} reads one line, {@code Answer} is a reply of the right
 * shapes, {@code LimitedProcess} keeps time and memory bounded. {@link
 * org.noisygd.judge.protocol.TraceReader} reads a trace file; {@link
 * org.noisygd.judge.protocol.ReadNumber} says how a literal becomes a number. {@link
 * org.noisygd.judge.protocol.ProtocolServer} is the reference as a candidate of its own.
 */
package org.noisygd.judge.protocol;
