// SPDX-License-Identifier: Apache-2.0
/**
 * What an arithmetic will do to stored weights, by formula and without a run. Open {@link
 * org.noisygd.study.forecast.StoredUpdate} first.
 */
package org.noisygd.study.forecast;
