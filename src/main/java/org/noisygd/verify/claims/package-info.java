// SPDX-License-Identifier: Apache-2.0
/**
 * The only package that compares the closed forms of {@code theory.landscape} with the eigenvalues
 * of {@code theory.eigenvalue}. Each claim is checked on a grid of problems and names its kind of
 * evidence. Open {@link org.noisygd.verify.claims.ClaimChecks} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.verify.claims;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
