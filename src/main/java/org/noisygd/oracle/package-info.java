// SPDX-License-Identifier: Apache-2.0
/**
 * The reference as a candidate of its own, in any arithmetic it has. Open {@link
 * org.noisygd.oracle.ProtocolServer} first: it reads requests through {@code RequestReader} and has
 * {@code Oracle} answer them.
 */
package org.noisygd.oracle;
