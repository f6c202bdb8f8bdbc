// SPDX-License-Identifier: Apache-2.0
/**
 * Interval arithmetic: closed intervals whose ends are rounded outwards, so that what was computed
 * with them encloses the exact result.
 *
 * <p>{@link org.noisygd.interval.Interval} has dyadic ends, {@link
 * org.noisygd.interval.DecimalInterval} decimal ones for printing; {@link
 * org.noisygd.interval.IntervalArithmetic} makes an {@link org.noisygd.arithmetic.Arithmetic} of
 * the first, over which any algorithm of this project becomes one that encloses.
 */
package org.noisygd.interval;
