// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.judge.ProtocolServer;

/** Known answers: what the note on the library shows is what happens. */
class LibraryNoteTest {
  private static final Path NOTE = Path.of("proofs-notes/library.md");

  @TempDir private Path directory;

  private static List<String> blocks(String language) throws IOException {
    String note = Files.readString(NOTE);
    Matcher block = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(note);
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  /** The programs of the note, and of the project in src/library/consumer. */
  @ParameterizedTest
  @ValueSource(strings = {"Example", "Masked"})
  void example_compilesAndPrintsWhatIsShown(String name) throws Exception {
    Path source = directory.resolve(name + ".java");
    Files.writeString(source, program(name));
    assertEquals(
        Files.readString(source),
        Files.readString(Path.of("src/library/consumer", name + ".java")));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                Path.of(
                        ProtocolServer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    + System.getProperty("path.separator")
                    + System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    assertEquals(0, status, "it compiles");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, LibraryNoteTest.class.getClassLoader());
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      var main = loader.loadClass(name).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    assertEquals(outputOf(name), out.toString(StandardCharsets.UTF_8).strip());
  }

  private static String program(String name) throws IOException {
    return blocks("java").stream()
        .filter(block -> block.contains("class " + name + " {"))
        .findFirst()
        .orElseThrow();
  }

  /** The block that shows what the program prints: the next one. */
  private static String outputOf(String name) throws IOException {
    String note = Files.readString(NOTE);
    String after = note.substring(note.indexOf(program(name)));
    String output = after.substring(after.indexOf("```text\n") + 8);
    return output.substring(0, output.indexOf("```")).strip();
  }

  @Test
  void conversations_areAnsweredAsShown() throws IOException {
    String arithmetic = "";
    String request = "";
    int answered = 0;
    for (String line : String.join("", blocks("text")).lines().toList()) {
      if (line.startsWith("$ ./verify.sh serve")) {
        arithmetic = line.contains("--arithmetic") ? line.replaceAll(".* ", "") : "binary64";
      } else if (line.startsWith("{") && line.contains("\"op\"")) {
        request = line;
      } else if (line.startsWith("{")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProtocolServer.of(arithmetic)
            .serve(new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)), out);
        assertEquals(line + "\n", out.toString(StandardCharsets.UTF_8));
        answered++;
      }
    }
    assertTrue(answered >= 2, "the note shows conversations");
  }
}
