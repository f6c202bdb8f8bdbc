// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue of known mistakes, each with its code, its advice and its change beside each other.
 * Open {@link org.noisygd.judge.mistake.UpdateMistake} first, one of the six kinds; those that have
 * a size are in {@link org.noisygd.judge.mistake.MistakeFamily}, and a {@link
 * org.noisygd.judge.mistake.PartialMistake} is one of them that is made in some requests, or in
 * some steps of a run, alone.
 *
 * <p>A mistake changes stages of an {@link org.noisygd.judge.exact.ExactImage}, which is right
 * without one. {@link org.noisygd.judge.mistake.MistakeCatalogue} lists all mistakes.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.mistake;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
