// SPDX-License-Identifier: Apache-2.0
/**
 * Charts as standalone SVG: no script, no font, nothing fetched. Open {@link
 * org.noisygd.report.chart.Chart} first.
 *
 * <p>{@link org.noisygd.report.chart.LineChart} draws lines, bands, marks and error bars, {@link
 * org.noisygd.report.chart.HeatMap} a grid of values, {@link org.noisygd.report.chart.BoxPlot} five
 * numbers of several samples. Lines, text and marks take their colours from the page's style, in
 * light and dark mode.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.report.chart;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
