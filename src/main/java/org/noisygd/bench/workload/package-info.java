// SPDX-License-Identifier: Apache-2.0
/**
 * The work that a benchmark times, and what it asks of an implementation: one problem, the same
 * numbers for all ({@link org.noisygd.bench.workload.Problem}); and how near results must come to
 * the reference's ({@link org.noisygd.bench.workload.Agreement}).
 */
package org.noisygd.bench.workload;
