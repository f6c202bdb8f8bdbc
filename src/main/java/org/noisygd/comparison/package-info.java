// SPDX-License-Identifier: Apache-2.0
/**
 * What studies of precision found beside what theory says, as text, CSV, JSON and pages: distances
 * of trajectories beside a bound, the stationary law beside its closed form, and the dead zone over
 * step size and noise beside where it is predicted. Open {@link
 * org.noisygd.comparison.SettledTable} first.
 */
package org.noisygd.comparison;
