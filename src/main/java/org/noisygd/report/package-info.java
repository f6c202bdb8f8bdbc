// SPDX-License-Identifier: Apache-2.0
/**
 * Output of results. A command describes its results once, as a {@link org.noisygd.report.Report}
 * of {@link org.noisygd.report.ResultTable}s and charts; text, an HTML page and CSV files come from
 * it. {@link org.noisygd.report.Json} writes records, {@link org.noisygd.report.ResultFile} writes
 * files atomically. Open {@link org.noisygd.report.Columns} first: it has an example.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code chart}: charts as standalone SVG.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.report;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
