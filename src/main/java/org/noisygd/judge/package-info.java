// SPDX-License-Identifier: Apache-2.0
/**
 * Judges the answers of other programs. Open {@link org.noisygd.judge.judgement.Judge} first: it
 * compares the answer to one request with the result of {@code PerturbedUpdate} or {@code
 * MatrixFactorization} in exact arithmetic, by a proved bound.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code protocol}: reads replies and trace files.
 *   <li>{@code request}: the ops and their requests.
 *   <li>{@code cases}: the kinds of cases that a candidate is asked.
 *   <li>{@code judgement}: the verdict on one answer, or on one update of a trace.
 *   <li>{@code distribution}: the tests of random results.
 *   <li>{@code conversion}: conversions between formats, and their judgement.
 *   <li>{@code op}: the ops of the protocol, one file each.
 *   <li>{@code answers}: all answers of a candidate, or updates of a trace, and what needs several.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
