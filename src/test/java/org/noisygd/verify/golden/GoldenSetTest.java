// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.report.Evidence;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.CheckResult;

/** Known answers: the golden data are in step with the code, and no edit to them goes unseen. */
class GoldenSetTest {
  /** As large as the data may be in all. */
  private static final long LARGEST = 12_000_000;

  /** As large as the vectors for conversions may be in all, and one of their files. */
  private static final long LARGEST_ROUNDING = 6_000_000;

  private static final long LARGEST_ROUNDING_FILE = 300_000;

  private static final long SEED = 20210224;
  private static final int EDITS = 20;

  /** The ids of the checks that compare bytes. */
  private static final List<String> BYTES =
      List.of("GOLD.traces", "GOLD.vectors", "GOLD.rounding", "GOLD.schemas", "GOLD.manifest");

  private static GoldenSet set;

  @BeforeAll
  static void generate() {
    set = GoldenSet.generate();
  }

  @Test
  void checks_checkedInData_pass() {
    for (Check check : GoldenChecks.of(Path.of("golden"), () -> set)) {
      CheckResult result = check.run();
      assertEquals(CheckResult.Status.PASS, result.status(), result.toString());
    }
    long size = set.paths().stream().mapToLong(path -> set.bytesOf(path).length).sum();
    assertTrue(size < LARGEST, "golden/ has " + size + " bytes");
    LongSummaryStatistics rounding =
        set.paths().stream()
            .filter(path -> path.startsWith(RoundingText.FOLDER))
            .mapToLong(path -> set.bytesOf(path).length)
            .summaryStatistics();
    assertTrue(rounding.getSum() <= LARGEST_ROUNDING, rounding.toString());
    assertTrue(rounding.getMax() <= LARGEST_ROUNDING_FILE, rounding.toString());
  }

  @Test
  void readme_byHand_namesEachRunAndFormat() throws IOException {
    String readme = Files.readString(Path.of("golden/README.md"));
    for (TraceSetting setting : TraceSetting.paper()) {
      assertTrue(readme.contains("| `" + setting.experiment().name() + "` "), setting.toString());
    }
    for (RoundingTarget to : RoundingVectors.ours()) {
      assertTrue(readme.contains("`" + to.name() + "`"), to.name());
    }
  }

  @Tag("slow")
  @Test
  void checks_randomDigitEdits_areEachFound(@TempDir Path golden) throws IOException {
    set.writeTo(golden);
    Random random = new Random(SEED);
    List<String> paths = set.paths();
    for (int n = 0; n < EDITS; n++) {
      String path = paths.get(random.nextInt(paths.size()));
      byte[] edited = set.bytesOf(path);
      int at = editDigit(edited, random);
      Files.write(golden.resolve(path), edited);
      String edit = "edit " + n + ", byte " + at + " of " + path + ", seed " + SEED;
      if (!path.equals(GoldenSet.MANIFEST)) {
        assertEquals(CheckResult.Status.FAIL, run(golden, "GOLD.digests").status(), edit);
      }
      assertNamed(golden, path, lineOf(edited, at), edit);
      Files.write(golden.resolve(path), set.bytesOf(path));
    }
    for (String id : BYTES) {
      assertEquals(CheckResult.Status.PASS, run(golden, id).status(), "all edits undone");
    }
  }

  /** Changes one digit to another one and returns its place. */
  private static int editDigit(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    while (bytes[at] < '0' || bytes[at] > '9') {
      at = (at + 1) % bytes.length;
    }
    bytes[at] = (byte) ('0' + (bytes[at] - '0' + 1 + random.nextInt(9)) % 10);
    return at;
  }

  private static int lineOf(byte[] bytes, int at) {
    int line = 1;
    for (int n = 0; n < at; n++) {
      line += bytes[n] == '\n' ? 1 : 0;
    }
    return line;
  }

  /** One of the byte checks fails and names the file and the line first. */
  private static void assertNamed(Path golden, String path, int line, String edit) {
    List<String> complaints = new ArrayList<>();
    for (String id : BYTES) {
      CheckResult result = run(golden, id);
      if (result.status() == CheckResult.Status.FAIL) {
        complaints.add(result.why());
      }
    }
    assertTrue(
        complaints.stream()
            .anyMatch(why -> why.contains("golden/" + path) && why.contains("line " + line)),
        edit + ": " + complaints);
  }

  private static CheckResult run(Path golden, String id) {
    return GoldenChecks.of(golden, () -> set).stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow()
        .run();
  }

  @Test
  void checks_missingExtraOrMalformedFile_fail(@TempDir Path golden) throws IOException {
    set.writeTo(golden);
    Path trace = golden.resolve("traces/fig4-binary64-start.jsonl");
    byte[] whole = Files.readAllBytes(trace);

    Files.delete(trace);
    assertFails(golden, "GOLD.files", "fig4-binary64-start.jsonl: missing");
    assertFails(golden, "GOLD.traces", "fig4-binary64-start.jsonl: cannot be read");
    assertFails(golden, "GOLD.digests", "fig4-binary64-start.jsonl");
    assertStepsFail(golden, "fig4-binary64-start.jsonl", "no such file");

    Files.write(trace, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertFails(golden, "GOLD.traces", "the end of the file");
    assertStepsFail(golden, "fig4-binary64-start.jsonl", "line must be JSON");

    Files.write(trace, new byte[] {1, 2, 3});
    assertFails(golden, "GOLD.traces", "line 1");
    assertStepsFail(golden, "fig4-binary64-start.jsonl", "fig4-binary64-start.jsonl:1: line must");

    String text = new String(whole, java.nio.charset.StandardCharsets.UTF_8);
    Files.writeString(trace, text.replaceFirst("\"trace\":1", "\"trace\":2"));
    assertStepsFail(golden, "fig4-binary64-start.jsonl", "header must say");
    Files.writeString(trace, text.substring(0, text.indexOf('\n') + 1));
    assertStepsFail(golden, "fig4-binary64-start.jsonl", "holds no state");
    Files.write(trace, whole);

    Files.writeString(golden.resolve("stray.txt"), "stray");
    assertFails(golden, "GOLD.files", "stray.txt: does not belong");
    Files.writeString(golden.resolve(GoldenSet.MANIFEST), "{");
    assertFails(golden, "GOLD.digests", "is not JSON");
  }

  @Test
  void checks_wrongState_isFoundByItsStepAlone(@TempDir Path golden) throws IOException {
    set.writeTo(golden);
    Path trace = golden.resolve("traces/fig4-decimal50-phase3.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(trace));
    String state = lines.get(4);
    int digit = state.indexOf("\"Y\":[[\"") + 40;
    char old = state.charAt(digit);
    lines.set(4, state.substring(0, digit) + (old == '7' ? '3' : '7') + state.substring(digit + 1));
    Files.write(trace, lines);
    assertStepsFail(golden, "fig4-decimal50-phase3.jsonl", ":5: Y[0][0] at t = 20003");
  }

  private static void assertStepsFail(Path golden, String trace, String why) {
    CheckResult result =
        new Check(
                "GOLD.steps",
                "one trace",
                Evidence.EXACT,
                tally -> TraceSteps.check(golden, List.of("traces/" + trace), tally))
            .run();
    assertEquals(CheckResult.Status.FAIL, result.status(), result.toString());
    assertTrue(result.why().contains(trace) && result.why().contains(why), result.why());
  }

  private static void assertFails(Path golden, String id, String why) {
    CheckResult result = run(golden, id);
    assertEquals(CheckResult.Status.FAIL, result.status(), result.toString());
    assertTrue(result.why().contains(why), result.why());
  }

  @Test
  void writeTo_goldenDirectory_isMadeWholeAgain(@TempDir Path directory) throws IOException {
    Path golden = directory.resolve("golden");
    set.writeTo(golden);
    Files.writeString(golden.resolve("traces/stray.jsonl"), "stray");
    Files.delete(golden.resolve("vectors/loss.jsonl"));
    set.writeTo(golden);
    assertEquals(set.paths(), List.copyOf(GoldenSet.present(golden)));
    assertFalse(Files.exists(golden.resolve("traces/stray.jsonl")));
    assertEquals(
        new String(set.bytesOf("vectors/loss.jsonl"), StandardCharsets.UTF_8),
        Files.readString(golden.resolve("vectors/loss.jsonl")));
  }

  @Test
  void writeTo_directoryOfOtherThings_isRefused(@TempDir Path directory) throws IOException {
    Path other = directory.resolve("thesis.tex");
    Files.writeString(other, "irreplaceable");
    assertThrows(IOException.class, () -> set.writeTo(directory));
    assertTrue(Files.exists(other));
    assertEquals(1, GoldenSet.present(directory).size());
  }
}
