// SPDX-License-Identifier: Apache-2.0
/**
 * Sweeps: a precision study at every point of a grid, in cells that depend on nothing but the
 * specification, so that they can be computed anywhere, in any order, once. Open {@link
 * org.noisygd.study.sweep.Specification} first, then {@link org.noisygd.study.sweep.ResultsFolder};
 * {@link org.noisygd.study.sweep.CellEngine} computes cells.
 */
package org.noisygd.study.sweep;
