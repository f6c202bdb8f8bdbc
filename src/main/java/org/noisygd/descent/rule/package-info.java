// SPDX-License-Identifier: Apache-2.0
/**
 * The update rules that one would compare with Perturbed GD: gradient descent, with the balancing
 * regulariser, on the smoothed objective itself, with noisy labels, with the noise kept in the
 * iterate, on sampled entries of M. Each is written once over any arithmetic, in the order of
 * evaluation that its header states. {@link org.noisygd.descent.rule.RuleBatch} runs many
 * replicates of a rule in binary64, bit for bit. Open {@link org.noisygd.descent.rule.UpdateRule}
 * first, then {@link org.noisygd.descent.rule.RunPlan}.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.descent.rule;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
