// SPDX-License-Identifier: Apache-2.0
/**
 * Whole runs of the update rules of {@code rival}, many replicates at once: where their random
 * numbers come from, the rules on lanes of doubles, the runs and what is looked at in their end
 * points. Open {@link org.noisygd.rollout.RuleRuns} first.
 */
package org.noisygd.rollout;
