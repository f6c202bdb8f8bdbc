// SPDX-License-Identifier: Apache-2.0
/**
 * Reads JSON strictly and keeps every number as the text that was written; in bounded memory, a
 * line at a time. Open {@link org.noisygd.report.json.StrictJson} first.
 */
package org.noisygd.report.json;
