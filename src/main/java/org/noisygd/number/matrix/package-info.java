// SPDX-License-Identifier: Apache-2.0
/**
 * Immutable matrices over any {@link org.noisygd.number.Arithmetic}, with one documented order of
 * evaluation. Open {@link org.noisygd.number.matrix.Matrix} first.
 */
package org.noisygd.number.matrix;
