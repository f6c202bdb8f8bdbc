// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.report.HeadlessBrowser;

/**
 * The documentation as a browser shows it, every page and example report: nothing is wider than the
 * page on a phone or on a desk, and the browser complains of nothing.
 */
@Tag("ci")
class DocsCommandTest {
  /** Bytes: small enough to be sent along. */
  private static final long SMALL = 8_000_000;

  @TempDir private Path directory;

  @Test
  void pages_inABrowser_areWhole() throws Exception {
    Path out = directory.resolve("docs");
    CommandRun run = CommandRun.of("docs", "--out", out.toString());
    assertEquals(0, run.status(), run.err());
    List<Path> pages;
    long bytes = 0;
    try (Stream<Path> files = Files.walk(out)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      for (Path file : all) {
        bytes += Files.size(file);
      }
      pages = all.stream().filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
    assertTrue(bytes < SMALL, "bytes, got " + bytes);
    assertTrue(
        Files.readString(out.resolve("examples/right.html")).contains("PASS")
            && Files.readString(out.resolve("examples/wrong.html"))
                .contains("unperturbed-gradient"),
        "a passing and a failing verdict");
    Optional<HeadlessBrowser> browser = HeadlessBrowser.find();
    if (System.getenv("NOISYGD_BROWSER_NEEDED") == null) {
      assumeTrue(browser.isPresent(), "unchecked: Chromium is not installed");
    }
    for (Path page : pages) {
      String html = Files.readString(page);
      for (int width : new int[] {390, 1400}) {
        JsonNode seen = browser.orElseThrow().look(html, directory, width);
        assertEquals(width, seen.get("width").asInt());
        for (String trouble : List.of("clipped", "wide")) {
          assertEquals(0, seen.get(trouble).size(), page + ", " + width + ": " + seen.get(trouble));
        }
      }
    }
    assertEquals(
        List.of(),
        browser.orElseThrow().complaints(Files.readString(out.resolve("index.html")), directory));
  }
}
