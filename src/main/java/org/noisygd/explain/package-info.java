// SPDX-License-Identifier: Apache-2.0
/**
 * The faults that explain wrong answers. Open {@link org.noisygd.explain.Explainer} first: it takes
 * {@link org.noisygd.judge.answers.CandidateAnswers} and gives an {@link
 * org.noisygd.explain.Explanation}. No verdict depends on an explanation.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code fault}: the catalogue of known faults, each a change of a model of the answers.
 *   <li>{@code diagnosis}: the search for faults that reproduce an op's numbers.
 *   <li>{@code conversion}: the search for faults that reproduce converted numbers.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
