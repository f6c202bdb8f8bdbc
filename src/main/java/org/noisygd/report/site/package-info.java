// SPDX-License-Identifier: Apache-2.0
/**
 * The documentation as pages that need no network: {@link org.noisygd.report.site.Site} makes one
 * of each note, {@link org.noisygd.report.site.Markdown} is one note.
 */
package org.noisygd.report.site;
