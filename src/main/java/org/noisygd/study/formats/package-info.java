// SPDX-License-Identifier: Apache-2.0
/**
 * What the formats, scales, sums and methods that people train with do to the noise phase: one row
 * for each place that rounds. Open {@link org.noisygd.study.formats.FormatStudy} first.
 */
package org.noisygd.study.formats;
