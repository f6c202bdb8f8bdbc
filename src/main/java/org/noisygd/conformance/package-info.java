// SPDX-License-Identifier: Apache-2.0
/**
 * The judge of other people's implementations, and the reference as a candidate of its own. Open
 * {@link org.noisygd.conformance.Examiner} first.
 *
 * <ul>
 *   <li>The protocol: {@code Op}, {@code Request}, {@code RequestJson}, {@code Reply}, {@code
 *       CandidateProcess}, {@code RequestFile}; answered by {@code ProtocolServer}.
 *   <li>The cases: {@code CaseSuite}, {@code NumberSource}, {@code ExactPlans}.
 *   <li>The verdict: {@code Judge} for a reply, {@code TraceJudge} for a file, {@code SampleLaw}
 *       for random images. Exact images come from {@code FaultyImage} without a fault, bounds from
 *       package {@code bounds}; no tolerance is typed by hand.
 *   <li>The mistake: {@code Fault} is the catalogue, {@code FaultyImage}, {@code FaultyGradient}
 *       and {@code FaultyUpdate} carry it out exactly, {@code Diagnostician} finds which one fits.
 * </ul>
 */
package org.noisygd.conformance;
