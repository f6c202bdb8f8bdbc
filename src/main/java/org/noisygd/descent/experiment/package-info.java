// SPDX-License-Identifier: Apache-2.0
/**
 * What is run: an {@link org.noisygd.descent.experiment.Experiment} is a problem with its step
 * sizes, noise, start and length. {@link org.noisygd.descent.experiment.PaperExperiments} is the
 * table of the paper's own; studies read others from files.
 */
package org.noisygd.descent.experiment;
