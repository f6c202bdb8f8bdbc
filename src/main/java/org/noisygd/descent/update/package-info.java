// SPDX-License-Identifier: Apache-2.0
/**
 * Perturbed gradient descent and gradient descent, written once over any arithmetic in one
 * documented order of evaluation: golden traces record it, faster kernels match it bitwise, and the
 * Coq model mirrors it. Open {@link org.noisygd.descent.update.PerturbedUpdate} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.descent.update;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
