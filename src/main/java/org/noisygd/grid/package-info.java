// SPDX-License-Identifier: Apache-2.0
/**
 * The grid of a sweep: its axes, what is measured at a point, and the specification file that says
 * both. {@link org.noisygd.grid.SpecificationReader} reads a {@link org.noisygd.grid.Specification}
 * or says in one line what is wrong with it; each {@link org.noisygd.grid.Axis} gives {@link
 * org.noisygd.grid.Value}s to a {@link org.noisygd.grid.Parameter}; {@link
 * org.noisygd.grid.PointStudy} is the precision study at one point and {@link
 * org.noisygd.grid.Quantity} what is kept of it.
 */
package org.noisygd.grid;
