// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.util.List;
import org.noisygd.verify.check.Check;

/**
 * A group of checks under one heading.
 *
 * @param title the heading, a word or two
 * @param subject what the checks are about, one line that a stranger understands
 * @param checks the checks, in the order in which they are shown
 */
public record CheckGroup(String title, String subject, List<Check> checks) {
  /** Copies the list. */
  public CheckGroup {
    checks = List.copyOf(checks);
  }
}
