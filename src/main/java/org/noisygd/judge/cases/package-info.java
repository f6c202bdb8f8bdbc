// SPDX-License-Identifier: Apache-2.0
/**
 * The cases that a candidate is asked. Open {@link org.noisygd.judge.cases.CaseSuite} first. {@code
 * NumberSource} draws their numbers from the seed, {@code ExactPlans} says where every legal plan
 * is exact, {@code Overflow} where none overflows.
 */
package org.noisygd.judge.cases;
