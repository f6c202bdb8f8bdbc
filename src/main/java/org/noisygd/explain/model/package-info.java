// SPDX-License-Identifier: Apache-2.0
/**
 * A model of the answers, in exact arithmetic, that can be made to err. Open {@link
 * org.noisygd.explain.model.ExactImage} first: the answer to a request, by parts, {@code
 * ExactObjective}, {@code ExactUpdate}, {@code ExactHessian} and {@code SmoothingTerms}. Each part
 * has stages that are not final: a known mistake changes one, and the image is then what a program
 * with that mistake answers. With nothing changed it is what the reference computes.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain.model;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
