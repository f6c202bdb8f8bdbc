// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue of known mistakes, each with its code, its advice and its change. Open {@link
 * org.noisygd.explain.mistake.UpdateMistake} first, one of the five kinds.
 *
 * <p>A mistake changes stages of an {@link org.noisygd.explain.model.ExactImage}; without one, that
 * image is right. {@link org.noisygd.explain.mistake.MistakeCatalogue} lists all mistakes.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain.mistake;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
