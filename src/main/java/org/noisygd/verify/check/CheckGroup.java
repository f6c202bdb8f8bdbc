// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.check;

import java.util.List;

/**
 * A group of checks under one heading.
 *
 * @param title the heading, a word or two
 * @param subject the subject of the checks, one line for any reader
 * @param checks the checks, in order of display
 */
public record CheckGroup(String title, String subject, List<Check> checks) {
  /** Copies the list. */
  public CheckGroup {
    checks = List.copyOf(checks);
  }
}
