// SPDX-License-Identifier: Apache-2.0
/**
 * What an update costs: this project's implementations and those of others, on the same problem,
 * compared before they are timed, timed in turn.
 *
 * <p>Open {@link org.noisygd.benchmark.Harness} for how time is taken, {@link
 * org.noisygd.benchmark.Suite} for what is measured, {@link org.noisygd.benchmark.Target} for what
 * is asked of it; {@code workload} has the problems and how results are compared.
 */
package org.noisygd.benchmark;
