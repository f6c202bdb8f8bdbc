// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

/**
 * What is done to the iterates of a batch after each update and before anything else sees them:
 * rounding to the format in which a program stores its iterate, say.
 */
@FunctionalInterface
public interface AfterUpdate {

  /**
   * Replaces the entries of x and y in place, for all replicates of the batch. Called by several
   * threads at once, each with a batch of its own; what it does to a replicate may depend on that
   * replicate's number, the step and its iterate, but on nothing else.
   *
   * @param batch the iterates; lane l is replicate {@code first + l}
   * @param first the number of the first replicate
   * @param step the step of these iterates, t + 1 after the update that leads from t
   */
  void round(ReplicateBatch batch, long first, long step);
}
