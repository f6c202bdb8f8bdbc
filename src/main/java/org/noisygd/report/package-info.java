// SPDX-License-Identifier: Apache-2.0
/**
 * Results for people and for programs: the list of all checks of the reference, their running on
 * several threads, and the outcome as a terminal table, as JSON and as one self-contained HTML page
 * with SVG figures. Open {@link org.noisygd.report.Chapters} for what is checked, {@link
 * org.noisygd.report.Verification} for how it is run.
 */
package org.noisygd.report;
