// SPDX-License-Identifier: Apache-2.0
/**
 * Reads JSON strictly, keeps every number as it was written, and bounds the memory; writes JSON
 * whose bytes are the same everywhere. Open {@link org.noisygd.report.json.JsonReader} first.
 */
package org.noisygd.report.json;
