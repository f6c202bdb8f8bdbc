// SPDX-License-Identifier: Apache-2.0
/**
 * What is run: a problem with its step sizes, noise, start and length. {@link
 * org.noisygd.descent.experiment.PaperExperiment} has the paper's own settings, {@link
 * org.noisygd.descent.experiment.ProblemFile} reads another problem from a file.
 */
package org.noisygd.descent.experiment;
