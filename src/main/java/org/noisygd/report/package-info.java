// SPDX-License-Identifier: Apache-2.0

/**
 * Results of studies and benchmarks for people and for programs: terminal tables, JSON,
 * comma-separated values, and HTML pages with figures.
 */
package org.noisygd.report;
