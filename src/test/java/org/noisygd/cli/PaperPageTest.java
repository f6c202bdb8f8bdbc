// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.report.HeadlessBrowser;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.TestOptions;
import org.noisygd.study.paper.PaperReport;
import org.noisygd.study.paper.PaperSection;

/**
 * Pages as a browser shows them, that of the quick study of the paper, all of it, and those of the
 * precision studies: every figure is there and drawn, no text of a figure is cut off or too small
 * to read, nothing is wider than the page on a desk or on a phone, and the browser complains of
 * nothing. Unchecked where there is no Chromium.
 */
class PaperPageTest {
  /** Pixels of the smallest text of a figure that can be read. */
  private static final double LEGIBLE = 10;

  @TempDir private Path directory;

  private static List<PaperSection> sections() {
    return PaperCommand.make(List.of("all"), TestOptions.quick(StudyOptions.DEFAULT_SEED));
  }

  @Tag("exhaustive")
  @Test
  void page_inABrowser_isWhole() throws IOException {
    HeadlessBrowser browser = HeadlessBrowser.needed();
    List<PaperSection> sections = sections();
    Report report = PaperReport.of(sections);
    String page =
        report.page(Provenance.of(List.of("study", "paper", "--quick")), PaperReport.SENTENCE);
    int charts = sections.stream().mapToInt(section -> section.charts().size()).sum();
    Set<String> files = report.files().keySet();
    assertWhole(browser, page, charts, files);
  }

  @Tag("slow")
  @Test
  void pageOfAPrecisionStudy_inABrowser_isWhole() throws IOException {
    HeadlessBrowser browser = HeadlessBrowser.needed();
    Path out = directory.resolve("out");
    CommandRun run =
        CommandRun.of(
            ("study precision drift --replicates 3 --steps 2000 --out " + out).split(" "));
    assertEquals(0, run.status(), run.err());
    Set<String> files = new HashSet<>(List.of(Objects.requireNonNull(out.toFile().list())));
    int charts = (int) files.stream().filter(name -> name.endsWith(".svg")).count();
    assertWhole(browser, Files.readString(out.resolve("report.html")), charts, files);
  }

  private void assertWhole(HeadlessBrowser browser, String page, int charts, Set<String> files)
      throws IOException {
    for (int width : new int[] {1400, 390}) {
      JsonNode seen = browser.look(page, directory, width);
      assertEquals(width, seen.get("width").asInt());
      assertEquals(charts, seen.get("figures").asInt());
      assertEquals(charts, seen.get("described").asInt(), "figures with a text alternative");
      assertTrue(seen.get("smallest").asDouble() >= LEGIBLE, seen.get("smallest").toString());
      assertEquals("[]", seen.get("clipped").toString());
      assertEquals("[]", seen.get("empty").toString());
      assertEquals("[]", seen.get("wide").toString());
      for (JsonNode link : seen.get("links")) {
        assertTrue(files.contains(link.asText()), link.asText());
      }
      assertEquals(charts, seen.get("links").size(), "figures with their data");
    }
    assertEquals(List.of(), browser.complaints(page, directory));
  }
}
