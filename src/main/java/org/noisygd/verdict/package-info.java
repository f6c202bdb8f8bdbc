// SPDX-License-Identifier: Apache-2.0
/**
 * Verdicts and their reports. Open {@link org.noisygd.verdict.CandidateJudge} first: it judges over
 * a pipe. {@link org.noisygd.verdict.RequestFile} judges through files; {@link
 * org.noisygd.verdict.TraceJudge} judges a run from a file. {@link
 * org.noisygd.verdict.CandidateVerdict} is the result.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code certificate}: the verdict and the diagnosis as theorems that Coq proves.
 *   <li>{@code report}: the verdict as table, JSON, JUnit XML and HTML, and the bounds alone; it
 *       also imports {@code verdict} itself.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.verdict;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
