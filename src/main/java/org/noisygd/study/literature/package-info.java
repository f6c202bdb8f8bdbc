// SPDX-License-Identifier: Apache-2.0
/**
 * Results of others on rounding and noise, found again. Open {@link
 * org.noisygd.study.literature.LiteratureStudy} first.
 */
package org.noisygd.study.literature;
