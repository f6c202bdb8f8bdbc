// SPDX-License-Identifier: Apache-2.0
/**
 * The verdict on a candidate or a trace for people and for programs: terminal table, JSON, JUnit
 * XML, HTML. Open {@link org.noisygd.verdict.report.VerdictReport} first: it has each verdict in
 * words, the same in every form. {@link org.noisygd.verdict.report.BoundReport} reports proved
 * bounds alone, for use elsewhere.
 */
package org.noisygd.verdict.report;
