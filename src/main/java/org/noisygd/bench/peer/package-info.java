// SPDX-License-Identifier: Apache-2.0
/**
 * Other libraries for the same work, built from {@code src/jmh/peers} and run as processes: {@link
 * org.noisygd.bench.peer.Peers}.
 */
package org.noisygd.bench.peer;
