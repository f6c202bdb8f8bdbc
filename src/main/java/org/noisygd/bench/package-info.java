// SPDX-License-Identifier: Apache-2.0
/**
 * What an update costs: this project's implementations and those of others, on the same problem,
 * compared before they are timed, timed in turn. Open {@link org.noisygd.bench.Harness} for how
 * time is taken, {@link org.noisygd.bench.Suite} for what is measured, {@link
 * org.noisygd.bench.Target} for what is asked of it, {@link org.noisygd.bench.Roofline} for how
 * near it is to what a core can do.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code workload}: what a benchmark has computed, and how near results must come.
 *   <li>{@code ours}: this project's implementations at that work.
 *   <li>{@code peer}: other libraries at that work.
 * </ul>
 */
package org.noisygd.bench;
