// SPDX-License-Identifier: Apache-2.0
/**
 * The verdict on one answer: the candidate's answer against the exact one, within the bounds of
 * {@code theory.error}. Open {@link org.noisygd.judge.judgement.Judge} first. No tolerance is
 * chosen by hand.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.judgement;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
