// SPDX-License-Identifier: Apache-2.0
/**
 * What commands have in common: {@link org.noisygd.cli.option.ResultOptions} is {@code --json},
 * {@link org.noisygd.cli.option.Invocation} is how the program was called.
 */
package org.noisygd.cli.option;
