// SPDX-License-Identifier: Apache-2.0
/**
 * The command line, by picocli, and nothing else: options are read and checked here, the work is
 * done in the packages below. Open {@link org.noisygd.cli.Main} first.
 */
package org.noisygd.cli;
