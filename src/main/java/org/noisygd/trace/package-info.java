// SPDX-License-Identifier: Apache-2.0
/**
 * Trace files in the protocol's format: a strict reader in bounded memory, and a writer whose bytes
 * are the same everywhere. Open {@link org.noisygd.trace.TraceReader} first; {@link
 * org.noisygd.trace.ReadNumber} says how a literal becomes a number.
 */
package org.noisygd.trace;
