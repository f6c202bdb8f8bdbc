// SPDX-License-Identifier: Apache-2.0
/** What commands have in common: the option {@code --json}, and how the program was called. */
package org.noisygd.cli.option;
