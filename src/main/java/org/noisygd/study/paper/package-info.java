// SPDX-License-Identifier: Apache-2.0
/**
 * The paper's Figures 1 to 6, run anew, beside predictions of closed forms. {@link
 * org.noisygd.study.paper.RatioBoxExperiment} is one panel of Figures 2 and 3, {@link
 * org.noisygd.study.paper.PhaseTransition} Figures 4 and 6, {@link
 * org.noisygd.study.paper.TheoremEvent} the frequency of the event of Theorem 1, {@link
 * org.noisygd.study.paper.Finding} a claim beside our result, {@link
 * org.noisygd.study.paper.PaperReport} the report.
 *
 * <p>A further part is a method that makes a {@code PaperSection} from results, and a line in
 * {@code cli.PaperCommand}, which gives it its names for {@code --figure}.
 */
package org.noisygd.study.paper;
