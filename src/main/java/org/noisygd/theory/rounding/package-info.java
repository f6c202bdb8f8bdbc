// SPDX-License-Identifier: Apache-2.0
/**
 * A-priori, entry-wise bounds on the rounding error of every op, valid for every evaluation plan
 * that the protocol calls legal: any order of summation, fused or not, residual or Gram form, any
 * intermediate wider than declared, subnormals kept or flushed. Open {@link
 * org.noisygd.theory.rounding.OpBounds} first; the derivation is {@code proofs-notes/bounds.md}.
 */
package org.noisygd.theory.rounding;
