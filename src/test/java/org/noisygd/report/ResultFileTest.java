// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.JavaProgram;

/** Known answers: what is refused, and what a write leaves behind. */
class ResultFileTest {
  @TempDir private Path directory;

  @Test
  void of_directoryOrParentThatCannotBe_isRefusedBeforeAnyWork() throws IOException {
    assertTrue(refusal(directory).contains("must name a file, got the directory"));
    assertEquals(List.of(), names());
    Files.writeString(directory.resolve("file"), "");
    assertTrue(
        refusal(directory.resolve("file/no/x.json")).contains("that can be made or written"));
    assertEquals(List.of("file"), names());
  }

  private String refusal(Path path) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> ResultFile.of("--json", path))
            .getMessage());
  }

  private List<String> names() {
    try (var files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void write_replacesTheFileAndLeavesNothingElse() throws IOException {
    Path file = directory.resolve("x.json");
    Files.writeString(file, "before, and longer");
    ResultFile result = ResultFile.of("--json", file);
    assertEquals("before, and longer", Files.readString(file), "opening changes nothing");
    result.write("after\u00e9");
    assertEquals("after\u00e9", Files.readString(file));
    assertEquals(List.of("x.json"), names());
  }

  /** Writes a long file again and again. */
  static final class Writes {
    public static void main(String[] arguments) throws IOException {
      ResultFile file = ResultFile.of("--json", Path.of(arguments[0]));
      while (true) {
        file.write("x".repeat(LONG));
      }
    }
  }

  private static final int LONG = 1 << 26;

  @Test
  void write_processThatIsEnded_leavesTheWholeFileAndNothingElse() throws Exception {
    Path file = directory.resolve("x.json");
    Process writes =
        new ProcessBuilder(
                JavaProgram.command(JavaProgram.BRIEF, Writes.class.getName(), file.toString()))
            .redirectErrorStream(true)
            .start();
    while (writes.isAlive() && names().size() < 2) {
      Thread.onSpinWait();
    }
    writes.toHandle().destroy(); // while there is a draft beside the file
    assertEquals("", new String(writes.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(List.of("x.json"), names());
    assertEquals(LONG, Files.size(file));
  }

  @Test
  void write_symbolicLink_writesWhatItPointsTo() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    ResultFile.of("--json", link).write("text");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("text", Files.readString(target));
  }
}
