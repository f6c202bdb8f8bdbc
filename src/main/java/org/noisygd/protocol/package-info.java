// SPDX-License-Identifier: Apache-2.0
/**
 * The candidate protocol: what is asked, how it is written, how a reply is read, and the process at
 * the other end of the pipe. Open {@link org.noisygd.protocol.Request} first.
 *
 * <p>{@code Op} names the ops, {@code Request} holds one request exactly, {@code RequestJson}
 * writes it, {@code Reply} reads one line, {@code Answer} is a reply of the right shapes, {@code
 * CandidateProcess} keeps time limits and memory bounded.
 */
package org.noisygd.protocol;
