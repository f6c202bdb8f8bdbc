// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sources under the shape checker, the Nullness checker and Error Prone. */
class UnderCheckersTest {
  @Test
  void compile_shapesOfTheCore_nothingReported() throws Exception {
    assertEquals("", Checkers.reports(List.of(Checkers.SHAPES)));
  }

  @Tag("checkers")
  @Test
  void compile_rooms_nothingReported() throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    Checkers.GROUPS.forEach(rooms -> all.add(() -> Checkers.reports(rooms)));
    for (Future<String> reports : new ForkJoinPool(2).invokeAll(all)) {
      assertEquals("", reports.get());
    }
  }
}
