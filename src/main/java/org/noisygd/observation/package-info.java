// SPDX-License-Identifier: Apache-2.0
/**
 * What is measured along runs in an arithmetic beside their twins: the phases, the drift ratio,
 * counts of what stores do, and the course. Open {@link org.noisygd.observation.DriftRatio} first:
 * it is the number that decides.
 */
package org.noisygd.observation;
