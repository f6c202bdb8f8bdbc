// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import java.io.IOException;
import java.util.List;
import org.checkerframework.checker.nullness.NullnessChecker;
import org.noisygd.Rooms;
import org.noisygd.checkers.Compilation.Report;

/**
 * The checkers that every room's sources must satisfy. A test class for each of three groups of
 * rooms runs them, so that the processes of the tests share the minutes that this takes.
 */
final class Checkers {
  static final List<String> MATHEMATICS = List.of("number", "report", "descent", "theory");
  static final List<String> JUDGEMENT = List.of("judge", "verify");
  static final List<String> EXPERIMENTS = List.of("study", "bench", "cli");

  /** Here d1, d2 and r have their meaning; elsewhere matrices are of any shape. */
  private static final String SHAPED =
      "^org\\.noisygd\\.(number\\.matrix|descent\\.(objective|update)|theory\\.landscape)\\.";

  /** To the Nullness checker {@code extends Object} says "not null". */
  private static final String ERROR_PRONE = "-Xep:ExtendsObject:OFF";

  private Checkers() {}

  static Compilation all() {
    return new Compilation()
        .options("-AShapeChecker_onlyDefs=" + SHAPED)
        .processors(new ShapeChecker(), new NullnessChecker())
        .errorProne(ERROR_PRONE);
  }

  static List<Report> reportsOn(String room) throws IOException {
    return all().runOn(Rooms.SOURCES.resolve(room));
  }
}
