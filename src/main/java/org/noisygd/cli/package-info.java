// SPDX-License-Identifier: Apache-2.0
/**
 * The command line, by picocli: one class a command, and the groups of options that several
 * commands share. Options are read and checked here; the work is done in the rooms above. Open
 * {@link org.noisygd.cli.Main} first.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code option}: what commands have in common.
 *   <li>{@code precision}: the three studies of precision.
 * </ul>
 */
package org.noisygd.cli;
