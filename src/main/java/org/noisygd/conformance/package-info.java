// SPDX-License-Identifier: Apache-2.0
/**
 * The protocol in which implementations are questioned and answer, over a pipe or from a file. Open
 * {@link org.noisygd.conformance.ProtocolServer} first: the reference itself, answering in any
 * arithmetic.
 */
package org.noisygd.conformance;
