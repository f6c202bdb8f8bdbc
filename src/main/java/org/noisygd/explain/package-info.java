// SPDX-License-Identifier: Apache-2.0
/**
 * Which fault explains wrong answers? Open {@link org.noisygd.explain.Explainer} first: it takes
 * {@link org.noisygd.judge.answers.CandidateAnswers} and gives an {@link
 * org.noisygd.explain.Explanation}. No verdict rests on what is here.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code model}: the answers in exact arithmetic, by stages that a mistake can change.
 *   <li>{@code mistake}: the catalogue of known mistakes, each a change of that model.
 *   <li>{@code diagnosis}: which known mistake reproduces the numbers.
 *   <li>{@code conversion}: which fault reproduces converted numbers.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
