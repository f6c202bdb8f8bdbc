// SPDX-License-Identifier: Apache-2.0
/**
 * Right answers, in exact arithmetic. Open {@link org.noisygd.judge.exact.ExactImage} first: the
 * answer to a request, by parts, {@code ExactObjective}, {@code ExactUpdate}, {@code ExactHessian}
 * and {@code SmoothingTerms}; {@code ExactRun} repeats the update. With nothing changed, the judge
 * compares candidates with it. Each part has stages that are not final: a known mistake changes
 * one, and the image is then what a program with that mistake answers.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.exact;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
