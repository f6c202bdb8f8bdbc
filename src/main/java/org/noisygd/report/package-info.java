// SPDX-License-Identifier: Apache-2.0

/** Results of benchmarks for people and for programs: terminal table, JSON and an HTML page. */
package org.noisygd.report;
