// SPDX-License-Identifier: Apache-2.0
/**
 * The time of an update: this project's and other implementations on the same problem, first
 * compared, then timed in turn. Open {@link org.noisygd.bench.Harness} for the timing, {@link
 * org.noisygd.bench.Suite} for the measurements, {@link org.noisygd.bench.Target} for the targets,
 * {@link org.noisygd.bench.Roofline} for the limits of a core.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code workload}: the problems of a benchmark, and the tolerance of results.
 *   <li>{@code ours}: this project's implementations.
 *   <li>{@code peer}: other libraries.
 * </ul>
 */
package org.noisygd.bench;
