// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** Options of studies, for tests: on two threads, in silence. */
public final class TestOptions {
  private TestOptions() {}

  /** The whole study with that seed. */
  public static StudyOptions whole(long seed) {
    return of(seed, false);
  }

  /** The quick study with that seed. */
  public static StudyOptions quick(long seed) {
    return of(seed, true);
  }

  private static StudyOptions of(long seed, boolean quick) {
    return new StudyOptions(seed, 2, quick, OptionalInt.empty(), OptionalLong.empty(), line -> {});
  }
}
