// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue of known faults. A {@link org.noisygd.explain.fault.Fault} has a code, an advice
 * and a change of {@link org.noisygd.explain.fault.ExactAnswer}, a model of the answers in exact
 * arithmetic. Only this package can change the stages of the model, {@code ExactObjective}, {@code
 * ExactUpdate}, {@code ExactHessian} and {@code SmoothingTerms}; without a change the answers are
 * right.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain.fault;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
