// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.CheckResult;

/** Cross-check: every claim of the paper's landscape, and every counterexample to its print. */
class ClaimChecksTest {
  private static Stream<Check> checks() {
    return ClaimChecks.all().stream().flatMap(group -> group.checks().stream());
  }

  @TestFactory
  Stream<DynamicTest> everyCheck_ofTheList_passes() {
    return checks()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.id(),
                    () -> {
                      CheckResult result = check.run();
                      assertEquals(CheckResult.Status.PASS, result.status(), result.why());
                    }));
  }

  @Test
  void ids_ofTheList_areDistinctAndWellFormed() {
    List<String> ids = checks().map(Check::id).toList();
    assertEquals(ids.size(), Set.copyOf(ids).size());
    for (String id : ids) {
      assertTrue(id.matches("[A-Z][A-Z0-9]*\\.[A-Za-z0-9-]+"), id);
    }
  }

  @Test
  void errata_file_namesExactlyTheChecksThatRunIt() throws IOException {
    Set<String> named =
        Pattern.compile("ERR\\.[A-Za-z0-9-]+")
            .matcher(Files.readString(Path.of("proofs-notes", "errata.md")))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> run =
        checks()
            .map(Check::id)
            .filter(id -> id.startsWith("ERR."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(run, named);
  }
}
