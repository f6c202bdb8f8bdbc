// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Counts by what programs with known mistakes are named. */
public final class NameTally {
  private final List<String> own = new ArrayList<>();
  private final List<String> other = new ArrayList<>();
  private final List<String> nothing = new ArrayList<>();
  private final List<String> falsely = new ArrayList<>();

  /**
   * One more program.
   *
   * @param truths the codes whose words are true of it, its own first
   * @param named the codes that it was given
   */
  public void add(String program, List<String> truths, Set<String> named) {
    List<String> to =
        named.isEmpty()
            ? nothing
            : !truths.containsAll(named) ? falsely : named.contains(truths.get(0)) ? own : other;
    to.add(program + " " + named);
  }

  /** The programs that were given a name that is not true. */
  public List<String> falsely() {
    return List.copyOf(falsely);
  }

  /** The counts as a note tells them. */
  public String words() {
    return "Of "
        + (own.size() + other.size() + nothing.size() + falsely.size())
        + " programs "
        + own.size()
        + " are named by their own code, "
        + other.size()
        + " by another that is true of them, "
        + nothing.size()
        + " by none, and "
        + (falsely.isEmpty() ? "none" : "" + falsely.size())
        + " falsely.";
  }

  @Override
  public String toString() {
    return words() + " Others: " + other + ", nothing: " + nothing + ", falsely: " + falsely;
  }
}
