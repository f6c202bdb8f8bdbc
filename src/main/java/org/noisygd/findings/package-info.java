// SPDX-License-Identifier: Apache-2.0
/**
 * What precision studies found, as text, CSV, JSON and pages with figures. Open {@link
 * org.noisygd.findings.PrecisionTable} first.
 */
package org.noisygd.findings;
