// SPDX-License-Identifier: Apache-2.0
/**
 * Perturbed updates as users write them with other Java libraries, for comparison; driven over a
 * pipe like the peers in {@code src/jmh/peers}. In no jar.
 */
package org.noisygd.javapeer;
