// SPDX-License-Identifier: Apache-2.0
/**
 * Experiments: the effect of an arithmetic on whole runs, the paper's figures run anew, and Theorem
 * 1. The classes here serve several of them: {@link org.noisygd.study.ExperimentReader} reads an
 * experiment, {@link org.noisygd.study.SettingTheory} has its theory.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code file}: matrices in files of other programs.
 *   <li>{@code statistics}: intervals, order statistics, over Commons Math.
 *   <li>{@code coupled}: many runs, in one arithmetic or in several under the same noise.
 *   <li>{@code measure}: the phases of coupled runs, their drift ratio and its class.
 *   <li>{@code forecast}: the effect of an arithmetic, by formula.
 *   <li>{@code precision}: the effect of an arithmetic on the drift to balance, by runs.
 *   <li>{@code paper}: the paper's Figures 1 to 6 and the event of Theorem 1, run anew.
 *   <li>{@code sweep}: a precision study at every point of a grid.
 * </ul>
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.study;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
