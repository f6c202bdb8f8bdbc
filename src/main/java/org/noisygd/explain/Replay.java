// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain;

/**
 * A failed request for a fresh process.
 *
 * @param request the line to pipe into it
 * @param words sentences about its answer; empty if a fresh process fails too
 */
public record Replay(String request, String words) {
  /** The sentences about a request whose reply is in a file. */
  static final String NOT_TRIED =
      "It was not tried in a fresh process: a file answers no further question. The replies must be"
          + " to requests of the same --seed and --arithmetic.";

  /** The sentence about a request for which no time was left. */
  static final String NO_TIME = "There was no time to try it in a fresh process.";

  /** The sentence about a request that a fresh process leaves without a reply to judge. */
  static final String UNKNOWN = "A fresh process gave no answer to it that could be judged.";

  /** The sentence about a request that fails only in the process that was asked others before. */
  public static final String RIGHT =
      "A fresh process answers this request rightly: the program remembers earlier requests, or its"
          + " answers change from one start to the next.";

  /** A request that was not tried, or that fails in a fresh process. */
  public static Replay of(String request) {
    return new Replay(request, "");
  }
}
