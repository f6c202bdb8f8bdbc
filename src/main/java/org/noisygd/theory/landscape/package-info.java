// SPDX-License-Identifier: Apache-2.0
/**
 * The paper's landscape in closed form: each class is one lemma or theorem, with its statement, its
 * checked hypotheses and the ids of its checks. Written over any arithmetic; over the rationals
 * with rational data every result is exact. Derivations: {@code proofs-notes/closed-forms.md};
 * differences from the printed text: {@code proofs-notes/errata.md}. Open {@link
 * org.noisygd.theory.landscape.Theorem2} first; {@link org.noisygd.theory.landscape.Lemma3} is its
 * rank-one case in the paper's letters. {@link org.noisygd.theory.settling.PhaseThree} has the rate
 * of the noise phase, {@link org.noisygd.theory.settling.StationaryMoments} its stationary moments.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.theory.landscape;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
