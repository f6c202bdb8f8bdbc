// SPDX-License-Identifier: Apache-2.0
/**
 * Groups of command line options that several commands share, each a picocli mixin that says what
 * its words mean and refuses what they cannot.
 */
package org.noisygd.option;
