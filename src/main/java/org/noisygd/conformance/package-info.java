// SPDX-License-Identifier: Apache-2.0
/**
 * Other people's implementations, from the first request to the conclusion. Open {@link
 * org.noisygd.conformance.Examiner} first: the way over a pipe; {@code RequestFile} is the way by
 * files and {@code TraceJudge} judges a run from a file. {@code Hearing} is where the first two
 * collect replies, {@code Examination} what comes out.
 */
package org.noisygd.conformance;
