// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.judge.ReferenceAnswer;

/** Known answers: what the note on the library shows is what happens. */
class LibraryNoteTest {
  private static final Path NOTE = Path.of("proofs-notes/library.md");

  /** A file that a reader saves, with the name that stands before it. */
  private static final Pattern SAVED =
      Pattern.compile("(?s)as\\s+`([\\w./]+)`:\n\n```\\w+\n(.*?)```");

  @TempDir private Path directory;

  private static List<String> blocks(String language) throws IOException {
    Matcher block =
        Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(Files.readString(NOTE));
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  /** The programs of the note, and of the project in src/library/consumer. */
  @ParameterizedTest
  @ValueSource(strings = {"Example", "Masked", "First"})
  void example_compilesAndPrintsWhatIsShown(String name) throws Exception {
    Path source = directory.resolve(name + ".java");
    Files.writeString(source, program(name));
    assertEquals(
        Files.readString(source),
        Files.readString(Path.of("src/library/consumer", name + ".java")));
    compile(source);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader = loader();
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

  @Test
  void test_boundAsTolerance_holds() throws Exception {
    Path source = directory.resolve("LossTest.java");
    Files.writeString(source, program("LossTest"));
    compile(source);
    try (URLClassLoader loader = loader()) {
      var test = loader.loadClass("LossTest").getDeclaredConstructor();
      test.setAccessible(true);
      var method = test.getDeclaringClass().getDeclaredMethod("loss_rankOne_isWithinItsBound");
      method.setAccessible(true);
      method.invoke(test.newInstance());
    }
  }

  private URLClassLoader loader() throws IOException {
    URL[] compiled = {directory.toUri().toURL()};
    return new URLClassLoader(compiled, LibraryNoteTest.class.getClassLoader());
  }

  private void compile(Path source) throws Exception {
    String path = System.getProperty("java.class.path");
    String words = "-proc:none -Xlint:all,-path,-processing -Werror -d " + directory + " -cp";
    List<String> options = new ArrayList<>(List.of(words.split(" ")));
    options.addAll(List.of(path, source.toString()));
    int status =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
    assertEquals(0, status, "it compiles");
  }

  private static String program(String name) throws IOException {
    return blocks("java").stream()
        .filter(block -> block.contains("class " + name + " {"))
        .findFirst()
        .orElseThrow();
  }

  /** The block that shows what the program prints, the next one, without its commands. */
  private static String outputOf(String name) throws IOException {
    String text = Files.readString(NOTE);
    String after = text.substring(text.indexOf(program(name)));
    String output = after.substring(after.indexOf("```text\n") + 8);
    return output
        .substring(0, output.indexOf("```"))
        .lines()
        .filter(line -> !line.startsWith("$ "))
        .collect(Collectors.joining("\n"));
  }

  /** As a reader does it: the files are saved, and the commands run, the first one here. */
  @Tag("ci")
  @Test
  void tutorial_commands_printWhatIsShown() throws Exception {
    Path project = directory.resolve("project");
    Matcher saved = SAVED.matcher(Files.readString(NOTE));
    while (saved.find()) {
      Path file = project.resolve(saved.group(1));
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, saved.group(2));
    }
    List<String> transcripts =
        blocks("text").stream().filter(block -> block.startsWith("$ mvn ")).toList();
    assertEquals(2, transcripts.size());
    assertEquals(transcripts.get(0), conversation(transcripts.get(0), Path.of("")));
    assertEquals(transcripts.get(1), conversation(transcripts.get(1), project));
  }

  /** Runs the commands of a transcript: each with what it prints. */
  private String conversation(String transcript, Path where) throws Exception {
    String own = "mvn -Dmaven.repo.local=" + directory.resolve("repository") + " ";
    String shared =
        "-Dmaven.repo.local.tail=" + System.getProperty("user.home") + "/.m2/repository ";
    StringBuilder seen = new StringBuilder();
    for (String line : transcript.lines().filter(l -> l.startsWith("$ ")).toList()) {
      String command = line.substring(2).replaceFirst("^mvn ", own + shared);
      Process process =
          new ProcessBuilder("bash", "-c", command)
              .directory(where.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), command + "\n" + out);
      seen.append(line).append('\n').append(out);
    }
    return seen.toString();
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
        assertEquals(line + "\n", ReferenceAnswer.reply(arithmetic, request));
        answered++;
      }
    }
    assertTrue(answered >= 2, "the note shows conversations");
  }
}
