// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.Locale;

/** The verdicts on a candidate or a trace. */
public enum Verdict {
  /** Everything judged is right, and an update or a conversion was judged. */
  PASS(0, "PASS"),
  /** A number is wrong, or samples do not follow their distribution. */
  FAIL(1, "FAIL"),
  /** The file or the command line is unusable. */
  UNUSABLE(2, "UNUSABLE"),
  /** Nothing was found wrong, but the protocol was broken or nothing could be judged. */
  BROKEN(3, "NOT JUDGED");

  private final int exitStatus;
  private final String heading;

  Verdict(int exitStatus, String heading) {
    this.exitStatus = exitStatus;
    this.heading = heading;
  }

  /** The exit status of the command. */
  public int exitStatus() {
    return exitStatus;
  }

  /** The first word of a report. */
  public String heading() {
    return heading;
  }

  /** The name in JSON: pass, fail, unusable or broken, which a report calls not judged. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The program that was judged.
   *
   * @param name the name in its reply to hello, or its command; empty for a trace without a name
   * @param declared the declared arithmetic; empty if the program failed before that
   * @param observed the arithmetic whose unit roundoff the errors fit; empty if unknown
   */
  public record Program(String name, String declared, String observed) {
    /** Both arithmetics in words, to follow a name. */
    public String arithmetics() {
      return (declared.isEmpty() ? "" : ": declared " + declared)
          + (observed.isEmpty() ? "" : ", errors fit " + observed);
    }
  }
}
