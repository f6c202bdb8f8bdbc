// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue of known mistakes, each with its code, its advice and its change beside each other.
 * Open {@link org.noisygd.judge.mistake.UpdateMistake} first, one of the six kinds; those that have
 * a size are in {@link org.noisygd.judge.mistake.MistakeFamily}, and a {@link
 * org.noisygd.judge.mistake.MistakeInSomeSteps} is one of them that a run makes in some steps
 * alone.
 *
 * <p>{@link org.noisygd.judge.mistake.ExactImage} computes what is due, in exact arithmetic, by
 * parts: {@code ExactObjective}, {@code ExactUpdate}, {@code ExactHessian}, {@code SmoothingTerms}
 * and, for a run, {@code RunStages}. A mistake may replace or extend any field of a part that is
 * not final. With no mistake the image is the one that the judge holds candidates against. {@link
 * org.noisygd.judge.mistake.MistakeCatalogue} lists all mistakes.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.mistake;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
