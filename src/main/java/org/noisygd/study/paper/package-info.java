// SPDX-License-Identifier: Apache-2.0
/**
 * The paper's Figures 1 to 6, run anew, and what closed forms predict of runs. {@link
 * org.noisygd.study.paper.RatioBoxExperiment} is one panel of Figures 2 and 3, {@link
 * org.noisygd.study.paper.PhaseTransition} Figures 4 and 6; {@link
 * org.noisygd.study.paper.Settling} is where noise settles, {@link
 * org.noisygd.study.paper.Balancing} how fast it balances, {@link
 * org.noisygd.study.paper.TheoremEvent} how often the event of Theorem 1 holds.
 *
 * <p>A further part is a method that makes a {@code PaperSection} from results, and a line in
 * {@code cli.PaperParts}, which gives it its names for {@code --figure}.
 */
package org.noisygd.study.paper;
