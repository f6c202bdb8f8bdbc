// SPDX-License-Identifier: Apache-2.0
/**
 * Judges other people's implementations, from the first request to the verdict. Open {@link
 * org.noisygd.judge.CandidateJudge} first: it judges over a pipe. {@link
 * org.noisygd.judge.RequestFile} and {@code ReplyFile} judge through files; {@link
 * org.noisygd.judge.TraceJudge} judges a run from a file. {@link
 * org.noisygd.judge.CandidateVerdict} is the result; an {@link org.noisygd.judge.Explanation}
 * follows it. {@link org.noisygd.judge.ProtocolServer} lets the reference answer as a candidate.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code protocol}: reads replies and trace files, and runs the process at the other end.
 *   <li>{@code request}: what an op is, and its requests.
 *   <li>{@code cases}: the kinds of cases that a candidate is asked.
 *   <li>{@code verdict}: the verdict on one answer, or on one update of a trace.
 *   <li>{@code bound}: the bounds alone, as numbers to use elsewhere.
 *   <li>{@code sampling}: the tests of random images.
 *   <li>{@code rounding}: conversions between formats, and their judgement.
 *   <li>{@code op}: the ops of the protocol, one file each.
 *   <li>{@code exact}: a model of the answers whose stages can be changed; no verdict rests on it.
 *   <li>{@code mistake}: the catalogue of known mistakes, each a change of that model.
 *   <li>{@code diagnosis}: which known mistake reproduces the numbers.
 *   <li>{@code certificate}: the verdict and the diagnosis as theorems that Coq proves.
 *   <li>{@code report}: the verdict as table, JSON, JUnit XML and HTML; it comes after {@code
 *       judge} itself.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
