// SPDX-License-Identifier: Apache-2.0
/**
 * How far runs in different arithmetics come apart under the same noise, step by step, against a
 * bound. Open {@link org.noisygd.distance.DistanceStudy} first.
 */
package org.noisygd.distance;
