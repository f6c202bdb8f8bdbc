// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue of known mistakes, each with its code, its advice and its change. A {@link
 * org.noisygd.explain.mistake.Mistake} changes stages of an {@link
 * org.noisygd.explain.model.ExactImage}; without one, that image is right.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain.mistake;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
