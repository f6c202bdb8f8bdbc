// SPDX-License-Identifier: Apache-2.0
/**
 * Runs of Perturbed GD in several arithmetics under the same noise: what is run ({@link
 * org.noisygd.coupled.StudySetting}, or a problem from a file), in what ({@link
 * org.noisygd.coupled.Subject}), and the runs themselves. Open {@link
 * org.noisygd.coupled.Trajectories} first: it makes the run of a subject.
 */
package org.noisygd.coupled;
