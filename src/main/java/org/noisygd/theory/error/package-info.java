// SPDX-License-Identifier: Apache-2.0
/**
 * A-priori, entry-wise bounds on the rounding error of every op, valid for every admissible
 * evaluation order of the protocol: any order of summation, fused or not, residual or Gram form,
 * any intermediate wider than declared, subnormals kept or flushed. Open {@link
 * org.noisygd.theory.error.OpBounds} first; the derivation is {@code proofs-notes/bounds.md}.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.theory.error;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
