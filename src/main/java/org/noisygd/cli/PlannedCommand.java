// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command of the design that this version does not have: says so, whatever follows it. */
@Command(hidden = true)
final class PlannedCommand implements Callable<Integer> {
  private final String name;

  @Unmatched private List<String> ignored = new ArrayList<>();

  PlannedCommand(String name) {
    this.name = name;
  }

  @Override
  public Integer call() {
    System.err.println("verify.sh: " + name + " is not in this version");
    return Main.UNUSABLE;
  }
}
