// SPDX-License-Identifier: Apache-2.0
/**
 * The work that a benchmark times: one problem with the same numbers for all implementations
 * ({@link org.noisygd.bench.workload.Problem}), and the tolerance of results ({@link
 * org.noisygd.bench.workload.Agreement}).
 */
package org.noisygd.bench.workload;
