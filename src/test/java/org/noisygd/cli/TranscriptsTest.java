// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.OtherProgram;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;

/**
 * Known answers: what README.md, notes and PROTOCOL.md show of the judge, its bounds and the
 * studies is what happens. With {@code -Dreadme.update=true} the pages are written anew instead.
 */
class TranscriptsTest {
  /** The notes with transcripts, beside the first page. */
  private static final List<Path> NOTES =
      List.of(
          Path.of("proofs-notes/bounds.md"),
          Path.of("proofs-notes/start-judge.md"),
          Path.of("proofs-notes/start-python.md"));

  private static final Path PROTOCOL = Path.of("src/candidates/PROTOCOL.md");

  /** Fenced blocks: the language, then the lines. */
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  @TempDir private Path directory;

  /** A program that a page shows: the last name in backticks before it. */
  private static final Pattern NAMED = Pattern.compile("`(\\w+\\.py)`");

  /** A file that a command reads or writes. */
  private static final String FILE = "\\w+\\.(py|jsonl|html|xml)";

  /** Commands with what they print, and the program above them, with its name. */
  private record Transcript(String text, String name, String program) {
    List<String> commands() {
      return text.lines().filter(line -> line.startsWith("$ ")).map(l -> l.substring(2)).toList();
    }
  }

  /**
   * The transcripts in the text, each with the Python program above it, changed by the differences
   * between.
   */
  private static List<Transcript> transcripts(String page) {
    List<Transcript> all = new ArrayList<>();
    String name = "";
    String program = "";
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      String text = block.group(2);
      switch (block.group(1)) {
        case "python" -> {
          Matcher named = NAMED.matcher(page.substring(0, block.start()));
          while (named.find()) {
            name = named.group(1);
          }
          program = text;
        }
        case "diff" -> program = changed(program, text);
        case "text" -> {
          if (text.matches("(?s)\\$ (\\./verify\\.sh (candidate|trace|bound|study)|python3) .*")) {
            all.add(new Transcript(text, name, program));
          }
        }
        default -> {}
      }
    }
    return all;
  }

  private static String changed(String program, String difference) {
    String before = marked(difference, "-");
    assertTrue(program.contains(before), "the program holds the lines that are changed");
    return program.replace(before, marked(difference, "+"));
  }

  private static String marked(String difference, String mark) {
    return difference
        .lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(1) + "\n")
        .collect(Collectors.joining());
  }

  private String run(Transcript transcript) throws IOException, InterruptedException {
    if (!transcript.name().isEmpty()) {
      Files.writeString(directory.resolve(transcript.name()), transcript.program());
    }
    StringBuilder printed = new StringBuilder();
    for (String command : transcript.commands()) {
      String out =
          command.startsWith("./verify.sh ") ? verify(command.substring(12)) : shell(command);
      printed.append("$ ").append(command).append('\n').append(out.replace(directory + "/", ""));
    }
    return printed.toString();
  }

  private String verify(String words) {
    CommandRun run =
        CommandRun.of(
            Arrays.stream(words.replace("'", "").split(" "))
                .map(word -> word.matches(FILE) ? directory.resolve(word).toString() : word)
                .toArray(String[]::new));
    assertEquals("", run.err());
    return run.out();
  }

  private String shell(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command).directory(directory.toFile());
    // The file that a page has copied beside the programs.
    builder.environment().put("PYTHONPATH", Path.of("src/python").toAbsolutePath().toString());
    return OtherProgram.output(builder);
  }

  /**
   * The figures in the last column of a row of ops, and the largest of a run, depend on the order
   * in which a library sums where they are below one.
   */
  private static String withoutRoundings(String text) {
    return text.replaceAll("(?m)^(\\w+ +\\d+ +\\d+ +\\d+) +0[.\\d]*$", "$1 below 1")
        .replaceAll("largest error/bound 0[.\\d]*", "largest error/bound below 1");
  }

  @TestFactory
  List<DynamicTest> transcripts_onTheFirstPage_areWhatIsPrinted() throws IOException {
    return tests(List.of(Path.of("README.md")));
  }

  @Tag("exhaustive")
  @TestFactory
  List<DynamicTest> transcripts_inNotes_areWhatIsPrinted() throws IOException {
    return tests(NOTES);
  }

  private List<DynamicTest> tests(List<Path> pages) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages) {
      List<Transcript> all = transcripts(Files.readString(page));
      assertFalse(all.isEmpty(), page + " shows none");
      all.forEach(transcript -> tests.add(test(page, transcript)));
    }
    return tests;
  }

  private DynamicTest test(Path page, Transcript transcript) {
    return dynamicTest(
        page + ": " + transcript.commands(),
        () -> {
          assumeTrue(
              OtherProgram.isPythonWith("numpy") || !transcript.text().contains("python3"),
              "SKIPPED: python3 with NumPy is not here, so " + page + "'s transcript is not run");
          String printed = run(transcript);
          if (Boolean.getBoolean("readme.update")) {
            update(page, transcript, printed);
          } else {
            assertEquals(
                withoutRoundings(transcript.text().strip()), withoutRoundings(printed.strip()));
          }
        });
  }

  /** Replaces the transcript that runs this program. */
  private static void update(Path page, Transcript transcript, String printed) throws IOException {
    String readme = Files.readString(page);
    int program = 0;
    StringBuilder updated = new StringBuilder();
    int copied = 0;
    List<Transcript> all = transcripts(readme);
    Matcher block = BLOCK.matcher(readme);
    while (block.find()) {
      if (program < all.size() && block.group(2).equals(all.get(program).text())) {
        if (all.get(program).equals(transcript)) {
          updated.append(readme, copied, block.start(2)).append(printed);
          copied = block.end(2);
        }
        program++;
      }
    }
    Files.writeString(page, updated + readme.substring(copied));
  }

  @Test
  void protocol_ops_areThoseOfTheJudge() throws IOException {
    String text = Files.readString(PROTOCOL);
    for (JudgedOp op : Ops.ALL.all()) {
      Optional<String> row =
          text.lines().filter(line -> line.startsWith("| `" + op.word() + "` |")).findFirst();
      assertTrue(row.isPresent(), op.word());
      String answer = row.get().split("\\|", -1)[3];
      for (String name : op.replyNames()) {
        assertTrue(
            answer.contains("`" + name + "`") || answer.contains("\"" + name + "\""),
            op.word() + " must answer " + name);
      }
    }
  }

  @Test
  void protocol_exampleLoss_isRight() throws IOException {
    List<String> lines = indented("{\"id\":1");
    JsonNode expected =
        new ObjectMapper().readTree(ReferenceAnswer.reply("binary64", lines.get(0)));
    assertEquals(expected, new ObjectMapper().readTree(lines.get(1)));
  }

  private static List<String> indented(String beginning) throws IOException {
    return Files.readString(PROTOCOL)
        .lines()
        .filter(line -> line.startsWith("    " + beginning))
        .map(String::strip)
        .toList();
  }

  @Test
  void protocol_exampleTrace_passes() throws IOException {
    List<String> lines = new ArrayList<>(indented("{\"trace\""));
    lines.addAll(indented("{\"t\""));
    assertEquals(3, lines.size());
    Path file = directory.resolve("trace.jsonl");
    Files.write(file, lines);
    assertEquals(0, CommandRun.of("trace", file.toString()).status());
  }
}
