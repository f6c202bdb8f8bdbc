// SPDX-License-Identifier: Apache-2.0
/**
 * The paper's Figures 1 to 6, run anew: what is run, with which numbers of repeats and updates, and
 * results as records.
 *
 * <p>{@link org.noisygd.paper.BalanceBox} is one panel of Figures 2 and 3, {@link
 * org.noisygd.paper.PhaseTransition} Figures 4 and 6. {@link org.noisygd.paper.Finding} is one
 * claim of the paper beside what was found; {@link org.noisygd.paper.StudyOptions} says how much is
 * run.
 *
 * <p>How it is shown is in {@code exhibit}: each part of {@code ./verify.sh study paper} is a
 * {@code exhibit.PaperSection}, made from results by a class of its own and listed in {@code
 * cli.PaperParts} under the names that {@code --figure} takes.
 */
package org.noisygd.paper;
