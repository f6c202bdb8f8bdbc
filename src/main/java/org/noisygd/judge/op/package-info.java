// SPDX-License-Identifier: Apache-2.0
/**
 * The ops: request and reply, exact formula, bound, and kinds of cases. Open {@link
 * org.noisygd.judge.op.Ops} first: it lists them. Those with one exact answer are {@code Formula}s.
 * {@code proofs-notes/building.md} says how to add one. {@link org.noisygd.judge.op.ProtocolServer}
 * lets the reference answer them as a candidate.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.op;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
