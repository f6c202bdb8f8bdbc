// SPDX-License-Identifier: Apache-2.0
/**
 * The only place where the closed forms of {@code theory.landscape} meet the eigenvalues of {@code
 * theory.eigenvalue}. Each claim is checked on a grid of problems and says how it is known. Open
 * {@link org.noisygd.verify.claims.ClaimChecks} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.verify.claims;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
