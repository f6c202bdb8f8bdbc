// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.List;

/**
 * How to repeat a failure.
 *
 * @param requests lines to pipe into a fresh process; the answer to the last one is wrong
 * @param remembers whether a fresh process answers the last one rightly if it is asked nothing else
 * @param words what is known about it, in sentences; empty if a fresh process fails on the one
 *     request
 */
public record Replay(List<String> requests, boolean remembers, String words) {
  /** What is said if the replies are in a file. */
  static final String NOT_TRIED =
      "It was not tried in a fresh process: a file answers no further question. The replies must be"
          + " to requests of the same --seed and --arithmetic.";

  public Replay {
    requests = List.copyOf(requests);
  }

  /** A request that nobody has tried, or that fails in a fresh process. */
  static Replay of(String request) {
    return new Replay(List.of(request), false, "");
  }

  /** The failed request. */
  public String last() {
    return requests.get(requests.size() - 1);
  }
}
