// SPDX-License-Identifier: Apache-2.0
/**
 * Experiments: an {@link org.noisygd.descent.experiment.Experiment} is a problem with its step
 * sizes, noise, start and length. {@link org.noisygd.descent.experiment.PaperExperiments} lists the
 * paper's experiments; studies read others from files.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.descent.experiment;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
