// SPDX-License-Identifier: Apache-2.0
/**
 * Writes results, and reads files. A command says what it found once, as a {@link
 * org.noisygd.report.Report} of {@link org.noisygd.report.ResultTable}s and charts; text, an HTML
 * page and CSV files come from it. {@link org.noisygd.report.Json} writes records, {@link
 * org.noisygd.report.ResultFile} a file whole or not at all. Open {@link
 * org.noisygd.report.Columns} first: it has an example.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code json}: the strict reader that keeps every number as it was written.
 *   <li>{@code chart}: charts as SVG that stands alone.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.report;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
