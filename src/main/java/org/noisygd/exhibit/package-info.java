// SPDX-License-Identifier: Apache-2.0
/**
 * The study of the paper for people and for programs. Each part of {@code ./verify.sh study paper}
 * is a {@link org.noisygd.exhibit.PaperSection}: its figures, with the data behind them, its JSON
 * and its findings. {@link org.noisygd.exhibit.PaperHtml} makes the page of them all, {@link
 * org.noisygd.exhibit.PaperTable} the table, {@link org.noisygd.exhibit.PaperJson} the JSON result.
 *
 * <p>A further part is a method that makes a section from results, and a line in {@code
 * cli.PaperParts}, which gives it its names for {@code --figure}.
 */
package org.noisygd.exhibit;
