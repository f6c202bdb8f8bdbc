// SPDX-License-Identifier: Apache-2.0
/**
 * The effect of an arithmetic on stored weights, by formula and without a run. Open {@link
 * org.noisygd.study.forecast.StoredUpdate} first.
 */
package org.noisygd.study.forecast;
