// SPDX-License-Identifier: Apache-2.0
/**
 * The problem, and all implementations of its update.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code objective}: the objective, the smoothed objective, and the moments of one update.
 *   <li>{@code update}: the readable perturbed update and whole runs.
 *   <li>{@code experiment}: problems with steps, noise and start, among them the paper's.
 *   <li>{@code fast}: many replicates at once, with the bits of {@code update}.
 *   <li>{@code fixedpoint}: updates at 34 to 1000 digits and more.
 * </ul>
 */
package org.noisygd.descent;
