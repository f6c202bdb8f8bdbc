// SPDX-License-Identifier: Apache-2.0
/**
 * Precision studies of the noise phase: what an arithmetic does to the drift towards balance,
 * measured on runs that share their noise with a twin of high precision. Open {@link
 * org.noisygd.study.PrecisionStudy} first; {@link org.noisygd.observation.DriftRatio} is the number
 * that decides.
 */
package org.noisygd.study;
