// SPDX-License-Identifier: Apache-2.0
/**
 * How results leave, and how files are read: tables as CSV and Parquet, one self-contained HTML
 * page, files that are written whole or not at all, and what is known of the terminal. Open {@link
 * org.noisygd.report.ResultTable} and {@link org.noisygd.report.Page} first.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code json}: the strict reader that keeps every number as it was written.
 *   <li>{@code chart}: charts as SVG that stands alone.
 * </ul>
 */
package org.noisygd.report;
