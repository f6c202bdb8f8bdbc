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

  @Test
  void example_compilesAndPrintsWhatIsShown() throws Exception {
    Path source = directory.resolve("Example.java");
    Files.writeString(source, blocks("java").get(0));
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
      var main = loader.loadClass("Example").getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    assertEquals(outputOf("Example.java"), out.toString(StandardCharsets.UTF_8).strip());
  }

  /** The block that shows what the program prints: the one before the line on how to run it. */
  private static String outputOf(String program) throws IOException {
    String note = Files.readString(NOTE);
    String before = note.substring(0, note.indexOf("Save it as `" + program + "`"));
    return before.substring(before.lastIndexOf("```text\n") + 8, before.lastIndexOf("```")).strip();
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
